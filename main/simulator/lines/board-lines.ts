/**
 * The lines plugged into a simulated board, on the owner's side: what the board prints goes to all of them at the pace of the
 * slowest, what any of them sends goes into the board's ring, and Ctrl-C past it. Survives the board's restarts.
 */
import { BrambleError, type Disposable, Emitter, type Event, toDisposable } from '../../../app/base/index.ts';
import type { BoardLine } from '../../../app/simulator/index.ts';
import type { ControlBlock } from '../control-block.ts';

export interface LineEnd {
  reason: 'lost' | 'reset';
  message: string;
}

/** The board that the lines lead to at the moment. */
export interface LinePeer {
  control: ControlBlock;
  /** Raises KeyboardInterrupt in what runs. */
  interrupt: () => void;
}

const largestChunk = 16_384;

export class BoardLines {
  readonly #lines = new Set<Line>();
  readonly #watchers = new Set<(bytes: Uint8Array) => void>();
  #peer: LinePeer;
  #pumping = false;
  #roomWaiters: (() => void)[] = [];
  #ringBytes: number | null = null;

  constructor(peer: LinePeer) {
    this.#peer = peer;
  }

  /** A new line, plugged in. */
  open(): BoardLine {
    const line = new Line({
      send: (bytes) => this.#send(line, bytes),
      unplug: () => this.#unplug(line),
    });
    this.#lines.add(line);
    this.#countLines();
    return line;
  }

  /** Hears all that the board prints, over its restarts, as something that is plugged in does: the board does not print into the air. */
  watch(listener: (bytes: Uint8Array) => void): Disposable {
    this.#watchers.add(listener);
    this.#countLines();
    return toDisposable(() => {
      this.#watchers.delete(listener);
      this.#countLines();
    });
  }

  /** What may wait to be read on the board, as in an RP2040's ring; then a full ring keeps Ctrl-C out too. Null: the simulator's own. */
  set ringBytes(ringBytes: number | null) {
    this.#ringBytes = ringBytes;
    this.noteRoom();
  }

  /** The board restarted: what follows goes to and comes from another memory. */
  connect(peer: LinePeer): void {
    this.#peer = peer;
    this.#countLines();
    this.noteRoom();
  }

  /** Ends every line. */
  closeAll(end: LineEnd): void {
    const ended = [...this.#lines];
    this.#lines.clear();
    this.#countLines();
    for (const line of ended) line.end(end);
    this.noteRoom();
  }

  /** There is output in the ring: delivers it until there is none. */
  noteOutput(): void {
    if (!this.#pumping) void this.#pump();
  }

  /** There is room in the input ring. */
  noteRoom(): void {
    const waiters = this.#roomWaiters;
    this.#roomWaiters = [];
    for (const resolve of waiters) resolve();
  }

  async #pump(): Promise<void> {
    this.#pumping = true;
    try {
      for (;;) {
        const { control } = this.#peer;
        control.lowerFlag('outputSignalled');
        const chunk = new Uint8Array(Math.min(control.output.length, largestChunk));
        const bytes = chunk.subarray(0, control.output.take(chunk));
        if (bytes.length === 0) return;
        control.wake();
        for (const watcher of this.#watchers) watcher(bytes);
        const waits = [...this.#lines].flatMap((line) => line.deliver(bytes) ?? []);
        if (waits.length > 0) await Promise.all(waits);
      }
    } finally {
      this.#pumping = false;
    }
  }

  async #send(line: Line, bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      if (!this.#lines.has(line)) {
        throw new BrambleError(
          'connection-lost',
          'The simulated board went away before it took what was sent. Connect again.',
        );
      }
      done += this.#offer(bytes.subarray(done));
      if (done < bytes.length) await this.#room();
    }
  }

  /**
   * Gives the board as many bytes as it takes now. As in rp2's USB driver, the interrupt character empties the ring. Unlike there
   * it works when the ring is full, too: a board that does not read can still be stopped.
   */
  #offer(offered: Uint8Array): number {
    const { control, interrupt } = this.#peer;
    const bytes = this.#ringBytes === null ? offered : offered.subarray(0, this.#roomLeft());
    const character = control.interruptCharacter;
    // A Buffer's indexOf takes -1 for 255.
    const at = control.activity === 'prompt' || character < 0 ? -1 : bytes.indexOf(character);
    if (at >= 0) {
      control.input.clear();
      interrupt();
      control.wake();
      return at + 1;
    }
    const count = control.input.put(bytes);
    control.wake();
    return count;
  }

  #room(): Promise<void> {
    return new Promise((resolve) => {
      this.#roomWaiters.push(resolve);
      const { control } = this.#peer;
      control.raiseFlag('roomWanted');
      // The board may have read between the look and the flag.
      if (this.#roomLeft() > 0 && control.lowerFlag('roomWanted')) this.noteRoom();
    });
  }

  #roomLeft(): number {
    const { free, length } = this.#peer.control.input;
    return this.#ringBytes === null ? free : Math.max(0, Math.min(free, this.#ringBytes - length));
  }

  #unplug(line: Line): void {
    this.#lines.delete(line);
    this.#countLines();
    this.noteRoom();
  }

  #countLines(): void {
    const { control } = this.#peer;
    control.lines = this.#lines.size + this.#watchers.size;
    // A board that waits for a line to drain goes on without it.
    control.wake();
  }
}

type DataListener = (bytes: Uint8Array) => void | Promise<void>;

class Line implements BoardLine {
  readonly #send: (bytes: Uint8Array) => Promise<void>;
  readonly #unplug: () => void;
  readonly #listeners = new Set<DataListener>();
  readonly #closed = new Emitter<LineEnd>();
  readonly onClose: Event<LineEnd> = this.#closed.event;
  readonly #over = Promise.withResolvers<void>();
  #lastWrite: Promise<void> = Promise.resolve();

  constructor(board: { send: (bytes: Uint8Array) => Promise<void>; unplug: () => void }) {
    this.#send = board.send;
    this.#unplug = board.unplug;
  }

  readonly onData = (listener: DataListener): Disposable => {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  };

  write(bytes: Uint8Array): Promise<void> {
    const send = () => this.#send(bytes);
    const written = this.#lastWrite.then(send, send);
    this.#lastWrite = written;
    return written;
  }

  /** Gives bytes to the listeners; a promise when some listener cannot keep up, over at the latest when the line is. */
  deliver(bytes: Uint8Array): Promise<unknown> | undefined {
    const waits = [...this.#listeners].flatMap((listener) => listener(bytes) ?? []);
    return waits.length === 0 ? undefined : Promise.race([Promise.allSettled(waits), this.#over.promise]);
  }

  end(end: LineEnd): void {
    this.#over.resolve();
    this.#closed.fire(end);
    this.#closed.dispose();
    this.#listeners.clear();
  }

  dispose(): void {
    this.#over.resolve();
    this.#closed.dispose();
    this.#listeners.clear();
    this.#unplug();
  }
}
