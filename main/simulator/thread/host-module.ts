/**
 * Python's `_host` module: what Bramble's own Python on the board asks of JavaScript. Runs in the board's thread; numbers and
 * strings only, and nothing by which a program could reach the rest of JavaScript.
 */
import { randomFillSync } from 'node:crypto';
import type { ControlBlock } from '../control-block.ts';
import { findMap } from '../interpreter/image-tables.ts';
import { heapCell } from '../interpreter/metered-heap.ts';
import type { WorkerMessage } from '../worker-messages.ts';
import type { BoardConsole } from './board-console.ts';
import { CryptoCalls } from './crypto-calls.ts';
import { LineEditor } from './line-editor.ts';
import { builtInModuleNames, packageModuleNames } from './own-modules.ts';
import type { SecondTerminal } from './second-terminal.ts';

/** How a program that was run from a file ended. */
export const fileOutcome = { finished: 0, raised: 1, exited: 2 } as const;

export interface HostModuleOptions {
  control: ControlBlock;
  console: BoardConsole;
  terminal: SecondTerminal;
  bytes: () => Uint8Array;
  /** Takes memory outside Python's heap, for good; gives its address. */
  allocate: (size: number) => number;
  /** What Python calls while the board is prepared and its memory is learnt. */
  probes: Readonly<Record<string, () => void>>;
  /** Collects garbage if enough is there and nothing forbids it; or in any case. */
  collectIfWanted: () => void;
  collect: () => void;
  raiseSoftInterrupt: () => void;
  post: (message: WorkerMessage) => void;
  pinCalls: Readonly<Record<string, (...args: number[]) => number>>;
  clockOffsetSeconds: number;
}

type Argument = number | string | null | undefined;

type HostFunction = (...args: never[]) => unknown;

export type HostFunctions = Readonly<Record<string, HostFunction>>;

export class HostModule {
  /** How the last program run from a file ended: one of `fileOutcome`. */
  outcome: number = fileOutcome.finished;
  /** The line of the first syntax error in `source`, 0 for none. */
  errorLine = 0;
  /** Source for Python to look at. */
  source = '';
  /** The image's own names for itself, and what the board says instead. */
  readonly names = new Map<string, string>();
  /** Seconds to add to UTC for what the board's clock shows. */
  clockOffsetSeconds: number;
  /** The object to register. Without prototypes, an attribute of it leads nowhere but to what is listed here. */
  readonly functions: HostFunctions;
  readonly #options: HostModuleOptions;
  readonly #crypto: CryptoCalls;
  readonly #initialOffset: number;
  #waits = 0;

  constructor(options: HostModuleOptions) {
    this.#options = options;
    this.#crypto = new CryptoCalls(options.bytes);
    this.#initialOffset = options.clockOffsetSeconds;
    this.clockOffsetSeconds = options.clockOffsetSeconds;
    this.functions = this.#makeFunctions();
  }

  #makeFunctions(): HostFunctions {
    const { control, console, bytes, allocate, post, pinCalls, probes, collect, collectIfWanted, raiseSoftInterrupt } =
      this.#options;
    const leave = (message: WorkerMessage) => {
      console.flush();
      post(message);
      for (;;) control.waitForEvent(control.events);
    };
    const editor = new LineEditor((out) => console.send(out));
    const functions: Record<string, HostFunction> = {
      ...this.#crypto.calls,
      ...pinCalls,
      ...probes,
      ...this.#options.terminal.calls,
      call: (name: string, ...args: Argument[]) => {
        collectIfWanted();
        control.expectAnswer();
        post({ kind: 'call', name, args: args.map((argument) => argument ?? 0) });
        return control.awaitAnswer();
      },
      wait: (ms: Argument) => {
        collectIfWanted();
        this.#waits += 1;
        console.wait(typeof ms === 'number' && ms >= 0 ? ms : Number.POSITIVE_INFINITY);
      },
      /** `wait`, for a time that is to pass; gives what is left of it. */
      sleep: (ms: number) => {
        const end = performance.now() + ms;
        collectIfWanted();
        this.#waits += 1;
        return console.rest(ms) ? end - performance.now() : 0;
      },
      wake: () => control.wake(),
      pace: () => {
        console.pace();
      },
      input_ready: () => console.hasInput(),
      /** How often the program has waited: one that did not since was only computing. */
      waits: () => this.#waits,
      now_ms: () => performance.now(),
      ticks_us: () => Math.floor(performance.now() * 1000) % 2 ** 30,
      time: () => Math.floor(Date.now() / 1000) + this.clockOffsetSeconds,
      set_time: (seconds: number) => {
        this.clockOffsetSeconds = seconds - Math.floor(Date.now() / 1000);
      },
      kbd_intr: (character: number) => {
        control.interruptCharacter = character;
      },
      random: (address: number, length: number) => {
        bytes().set(randomFillSync(new Uint8Array(length)), address);
      },
      find_map: (key: number, value: number) => findMap(new Int32Array(bytes().buffer), key, value),
      allocate: (size: number) => allocate(size),
      collect: () => collect(),
      heap_free: () => new Int32Array(bytes().buffer)[heapCell.free >> 2] ?? 0,
      tick: () => collectIfWanted(),
      interrupt: () => raiseSoftInterrupt(),
      interrupt_program: () => post({ kind: 'interrupt' }),
      modules: () => builtInModuleNames().join(' '),
      package_modules: () => packageModuleNames().join(' '),
      begin_line: () => editor.begin(),
      read_line: () => {
        const byte = new Uint8Array(1);
        for (;;) {
          if (console.read(byte, false) < 0) return null;
          const line = editor.feed(byte[0] ?? 0);
          if (line !== undefined) return line;
        }
      },
      reset: () => leave({ kind: 'reset' }),
      bootloader: () => leave({ kind: 'bootloader' }),
      rename: (own: string, shown: string) => {
        this.names.set(own, shown);
      },
      finished: (outcome: number) => {
        this.outcome = outcome;
      },
      source: () => this.source,
      report_line: (line: number) => {
        this.errorLine = line;
      },
    };
    return Object.assign(Object.create(null), mapValues(functions, isolated));
  }

  /** As after power-on. */
  reset(): void {
    this.#crypto.reset();
    this.clockOffsetSeconds = this.#initialOffset;
  }
}

/** Takes a function's prototype away; the package calls some by their own `call`. */
function isolated(act: HostFunction): HostFunction {
  const call = (_self: unknown, ...args: never[]) => act(...args);
  Object.setPrototypeOf(call, null);
  Object.defineProperty(act, 'call', { value: call });
  return Object.setPrototypeOf(act, null);
}

const mapValues = <T>(record: Record<string, T>, change: (value: T) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
