/**
 * The board's end of its serial line, in the board's thread: what Python reads and prints, through the rings that it shares with
 * its owner. Blocks that thread when there is nothing to read or no room to print. Knows nothing of the REPL's modes.
 */
import { wasiInterrupted } from '../board-errno.ts';
import type { Activity, ControlBlock } from '../control-block.ts';
import type { Console } from '../flash/posix-calls.ts';
import type { SecondTerminal } from './second-terminal.ts';
import { TracebackFilter } from './traceback-filter.ts';

const carriageReturn = 0x0d;
const newline = 0x0a;
/** Short for a program, long for a processor. */
const paceMs = 1;
/** How often a stream of the program's own is asked for input: nothing else tells when it has some. */
const terminalPollMs = 10;

export interface BoardConsoleOptions {
  control: ControlBlock;
  /** Tells the owner that there is output to fetch, or room for input. */
  signal: (what: 'output' | 'room') => void;
  /** Whether a KeyboardInterrupt waits to be raised. */
  interrupted: () => boolean;
  /** Runs the callbacks of timers and pins that wait, for while nothing else runs Python; says whether there were any. */
  runCallbacks: () => boolean;
  /** What `os.dupterm` attached. */
  terminal: SecondTerminal;
}

export class BoardConsole implements Console {
  /** Sees what the REPL itself writes before it is sent, and may change it; null passes everything. */
  replFilter: ((bytes: Uint8Array) => Uint8Array) | null = null;
  /** Sends nothing. */
  muted = false;
  /** Called when a program printed something: a moment when garbage may be collected. */
  afterPrint: () => void = () => {};
  readonly #options: BoardConsoleOptions;
  readonly #tracebacks = new TracebackFilter();
  #eventsSeen = 0;
  #pacedAt = 0;

  constructor(options: BoardConsoleOptions) {
    this.#options = options;
  }

  read(target: Uint8Array, translate: boolean): number {
    this.flush();
    const { control, terminal } = this.#options;
    for (;;) {
      const events = control.events;
      // Before the input: what is in the ring came after the interrupt, which emptied it.
      if (this.#options.interrupted()) return -wasiInterrupted;
      const count = control.input.take(target) || terminal.take(target);
      if (count > 0) {
        this.#noteRoom();
        if (translate) replaceByte(target.subarray(0, count), carriageReturn, newline);
        return count;
      }
      if (this.#options.runCallbacks()) {
        this.flush();
        continue;
      }
      if (terminal.poll()) continue;
      const patienceMs = terminal.isAttached ? terminalPollMs : undefined;
      this.#while('reading', () => control.waitForEvent(events, patienceMs));
    }
  }

  hasInput(): boolean {
    return this.#options.control.input.length > 0 || this.#options.terminal.hasInput;
  }

  write(bytes: Uint8Array, kind: 'repl' | 'text' | 'binary'): void {
    if (kind === 'repl') {
      this.send(this.replFilter === null ? bytes : this.replFilter(bytes));
      return;
    }
    this.send(kind === 'text' ? withCarriageReturns(bytes) : bytes);
    // After the bytes were copied: they may be of an object that only this print holds.
    this.afterPrint();
  }

  /** Sends bytes as they are, but for lines of Bramble's own in tracebacks. */
  send(bytes: Uint8Array): void {
    if (this.muted) return;
    this.#show(this.#tracebacks.push(bytes));
  }

  /** Sends what is held back: before the board waits. */
  flush(): void {
    this.#show(this.#tracebacks.flush());
  }

  /**
   * Waits until something happens (input, an interrupt, `wake`) or the time is over. What happened since the last wait counts, so
   * that an event between a look and a wait is not lost. True when an interrupt is to be raised.
   */
  wait(timeoutMs: number): boolean {
    this.rest(timeoutMs);
    return this.#options.interrupted();
  }

  /**
   * `wait` for one who sees an interrupt anyhow. A program that sleeps does little else than this, on a processor that has forgotten it
   * since the last time, so every call in here is dear. False when the time was over before anything happened.
   */
  rest(timeoutMs: number): boolean {
    if (this.#tracebacks.holdsBack) this.flush();
    const { control, interrupted } = this.#options;
    const happened = control.events !== this.#eventsSeen || interrupted() || control.sleep(this.#eventsSeen, timeoutMs);
    this.#eventsSeen = control.events;
    return happened;
  }

  /** For one who found nothing and asks again and again: makes it wait a little where it would spin. True when interrupted. */
  pace(): boolean {
    const soon = performance.now() - this.#pacedAt < paceMs;
    const interrupted = soon && this.wait(paceMs);
    this.#pacedAt = performance.now();
    return interrupted;
  }

  #show(bytes: Uint8Array): void {
    this.#put(bytes);
    this.#options.terminal.write(bytes);
  }

  #put(bytes: Uint8Array): void {
    const { control, signal, interrupted } = this.#options;
    for (let done = 0; done < bytes.length; ) {
      // Nobody listens: a board's USB drops it too.
      if (control.lines === 0) return;
      const events = control.events;
      done += control.output.put(bytes.subarray(done));
      if (control.raiseFlag('outputSignalled')) signal('output');
      if (done === bytes.length) return;
      // A program that is to be interrupted does not wait for a line that does not drain; what it was printing is lost.
      if (interrupted()) return;
      control.waitForEvent(events);
    }
  }

  /** Shows what a running program waits for. */
  #while(activity: Activity, wait: () => void): void {
    const { control } = this.#options;
    const before = control.activity;
    if (before === 'running') control.activity = activity;
    wait();
    control.activity = before;
  }

  #noteRoom(): void {
    if (this.#options.control.lowerFlag('roomWanted')) this.#options.signal('room');
  }
}

function withCarriageReturns(bytes: Uint8Array): Uint8Array {
  let count = 0;
  for (const byte of bytes) if (byte === newline) count += 1;
  if (count === 0) return bytes;
  const out = new Uint8Array(bytes.length + count);
  let at = 0;
  for (const byte of bytes) {
    if (byte === newline) out[at++] = carriageReturn;
    out[at++] = byte;
  }
  return out;
}

function replaceByte(bytes: Uint8Array, from: number, to: number): void {
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) bytes[at] = to;
}
