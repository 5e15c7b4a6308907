/**
 * One run of a simulated board, from when it gets power to when it loses it: the interpreter's thread as its owner sees it. Starts and
 * ends the thread, passes on what it says, raises interrupts in it, and sees to its memory. What follows from all that is others' to say.
 */
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { BrambleError, type Clock, type Disposable } from '../../app/base/index.ts';
import { ControlBlock } from './control-block.ts';
import { raiseKeyboardInterrupt } from './interpreter/interrupt-cells.ts';
import { heapCell } from './interpreter/metered-heap.ts';
import { lookAgain, raiseSoftInterrupt } from './interpreter/soft-interrupt.ts';
import type { LinePeer } from './lines/board-lines.ts';
import type { Inside, WorkerMessage, WorkerStart } from './worker-messages.ts';

/** The thread's entry: `.ts` in a checkout, `.js` when built. */
const workerFile = new URL(
  `./thread/board-worker${import.meta.url.slice(import.meta.url.lastIndexOf('.'))}`,
  import.meta.url,
);
/**
 * Threads do not share the cache of compiled code by themselves. It saves a third of the time to the prompt when it is there before the
 * first file is looked at, whose types would have to be stripped otherwise.
 */
const workerStart = `
const { workerData } = require('node:worker_threads');
if (workerData.compiledCodeFolder !== undefined) require('node:module').enableCompileCache(workerData.compiledCodeFolder);
void import(${JSON.stringify(workerFile.href)});
`;

/** What a board's clock begins with, until somebody sets it, at each start but a soft one: 2021-01-01 00:00:00. */
const powerOnSeconds = Date.UTC(2021, 0, 1) / 1000;

/**
 * For the JavaScript of a board's thread, which keeps 20 MB and makes garbage each time Python's is collected. With V8's own limits that
 * grows to some 80 MB over minutes before it is looked after.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 96 };

/** How soon a raised interrupt is looked after; the program sees it in microseconds, unless it missed it. */
const lookAgainMs = 2;
/** A program that writes a file in small pieces has it counted this often. */
const flashChangeIntervalMs = 200;
/** A program that computes fills a few megabytes at most meanwhile. */
const memoryWatchIntervalMs = 50;
/** Looking costs a processor that sleeps as much as a board that blinks. */
const idleMemoryWatchIntervalMs = 200;

export interface BoardRunOptions {
  name: string;
  clock: Clock;
  /** What the thread begins with, but for what each run has of its own. */
  start: Omit<WorkerStart, 'control' | 'clockOffsetSeconds' | 'compiledCodeFolder'>;
  flashIsSlow: boolean;
  owner: RunOwner;
}

/** What is told of a run while it lasts, and asked for it. */
export interface RunOwner {
  /** Answers a system call at once. */
  answer(name: string, args: readonly (number | string)[], memory: Uint8Array): number | string;
  hear(event: RunEvent): void;
}

export type RunEvent =
  | Extract<WorkerMessage, { kind: 'prepared' | 'output' | 'room' | 'pins' | 'reset' | 'bootloader' | 'power-lost' }>
  /** The flash changed; what is written in a short time is told together. */
  | { kind: 'flash' }
  /** So many bytes of its heap are free; told from time to time. */
  | { kind: 'heap'; freeBytes: number }
  /** The interpreter broke; `hadBegun`: after it was ready for boot.py. */
  | { kind: 'crashed'; reason: string; hadBegun: boolean };

export class BoardRun implements LinePeer, Disposable {
  readonly control = new ControlBlock();
  /** Resolves when it is about to run boot.py; rejects with `simulator-crashed`. */
  readonly ready: Promise<void>;
  readonly #clock: Clock;
  readonly #owner: RunOwner;
  readonly #worker: Worker;
  /** Once the interpreter is loaded: the way into it. */
  #inside: Inside | undefined;
  #isRestored = false;
  #isOver = false;
  #memoryWatch: Disposable | undefined;
  #flashTimer: Disposable | undefined;
  #looking: Disposable | null = null;

  constructor({ name, clock, start, flashIsSlow, owner }: BoardRunOptions) {
    this.#clock = clock;
    this.#owner = owner;
    this.control.flashIsSlow = flashIsSlow;
    const workerData: WorkerStart = {
      ...start,
      control: this.control.buffer,
      clockOffsetSeconds: powerOnSeconds - Math.floor(Date.now() / 1000),
      compiledCodeFolder: compiledCodeFolder(),
    };
    this.#worker = new Worker(workerStart, {
      eval: true,
      workerData,
      execArgv: [],
      name: `board ${name}`,
      resourceLimits,
    });
    this.ready = this.#listen(name);
  }

  /** Whether it began with another board's preparation. */
  get isRestored(): boolean {
    return this.#isRestored;
  }

  /** Undefined until the interpreter is loaded. */
  get freeHeapBytes(): number | undefined {
    return this.#inside === undefined ? undefined : freeHeapBytes(this.#inside.memory);
  }

  /** Raises KeyboardInterrupt in what runs. */
  readonly interrupt = (): void => {
    if (this.#isOver || this.#inside === undefined) return;
    raiseKeyboardInterrupt(this.#inside.memory.buffer, this.#inside.interrupt);
    this.#seeToIt();
  };

  /** Has the program look at the interrupts that wait, also when it sleeps. */
  callBack(): void {
    if (this.#inside !== undefined) raiseSoftInterrupt(this.#inside.memory.buffer, this.#inside.softInterrupt);
    this.control.wake();
    this.#seeToIt();
  }

  /** Ends the thread; nothing more is told. Resolves when it has ended, and so writes to the flash no more. */
  async dispose(): Promise<void> {
    this.#isOver = true;
    this.#memoryWatch?.dispose();
    this.#flashTimer?.dispose();
    this.#looking?.dispose();
    await this.#worker.terminate();
  }

  #listen(name: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const crash = (reason: string) => {
        if (this.#isOver) return;
        this.#owner.hear({ kind: 'crashed', reason, hadBegun: this.#inside !== undefined });
        reject(new BrambleError('simulator-crashed', crashSentence(name, reason)));
      };
      this.#worker.on('message', (message: WorkerMessage) => {
        if (message.kind === 'crashed') crash(message.message);
        else if (!this.#isOver) this.#hear(message);
        if (message.kind === 'ready') resolve();
      });
      this.#worker.on('error', (error) => crash(error instanceof Error ? error.message : String(error)));
      this.#worker.on('exit', () => crash('its thread ended'));
    });
  }

  #hear(message: Exclude<WorkerMessage, { kind: 'crashed' }>): void {
    switch (message.kind) {
      case 'ready':
        this.#inside = message;
        this.#isRestored = message.restored;
        this.#watchMemory(message);
        return;
      case 'call':
        this.control.answer(this.#answer(message.name, message.args));
        return;
      case 'interrupt':
        this.interrupt();
        this.control.wake();
        return;
      case 'flash':
        this.#noteFlashChange();
        return;
      default:
        this.#owner.hear(message);
    }
  }

  #answer(name: string, args: readonly (number | string)[]): number | string {
    return this.#owner.answer(name, args, new Uint8Array(this.#inside?.memory.buffer ?? new ArrayBuffer(0)));
  }

  /** A loop that neither prints nor waits gives its own thread no moment to collect garbage: this one makes one. */
  #watchMemory({ memory, softInterrupt, collectionWantedAt }: Inside): void {
    const look = () => {
      if (this.#isOver) return;
      const wanted = new Uint8Array(memory.buffer)[collectionWantedAt] !== 0;
      const isRunning = this.control.activity === 'running';
      if (wanted && isRunning) raiseSoftInterrupt(memory.buffer, softInterrupt);
      this.#owner.hear({ kind: 'heap', freeBytes: freeHeapBytes(memory) });
      this.#memoryWatch = this.#clock.schedule(look, isRunning ? memoryWatchIntervalMs : idleMemoryWatchIntervalMs);
    };
    look();
  }

  #noteFlashChange(): void {
    const tell = () => {
      // First: a write that comes while the blocks are counted is told again.
      this.control.lowerFlag('flashSignalled');
      this.#owner.hear({ kind: 'flash' });
    };
    this.#flashTimer = this.#clock.schedule(tell, flashChangeIntervalMs);
  }

  /** Looks after what was raised until the program has seen it. */
  #seeToIt(): void {
    if (this.#looking !== null) return;
    this.#looking = this.#clock.schedule(() => {
      this.#looking = null;
      if (this.#isOver || this.#inside === undefined) return;
      const { memory, softInterrupt, interrupt } = this.#inside;
      const { waiting, missed } = lookAgain(memory.buffer, softInterrupt, interrupt.pendingException);
      if (missed) this.control.wake();
      if (waiting) this.#seeToIt();
    }, lookAgainMs);
  }
}

export const crashSentence = (name: string, reason: string) =>
  `The simulated board "${name}" crashed (${reason}). Its files are kept, and it starts anew; connect again.`;

function freeHeapBytes(memory: WebAssembly.Memory): number {
  return new Int32Array(memory.buffer)[heapCell.free >> 2] ?? 0;
}

/** As `enableCompileCache` takes it: Node tells the folder of its own version within. */
function compiledCodeFolder(): string | undefined {
  const folder = getCompileCacheDir();
  return folder === undefined ? undefined : dirname(folder);
}
