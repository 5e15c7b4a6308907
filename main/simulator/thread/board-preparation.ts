/**
 * Makes a board of MicroPython's image: loads it, learns where in its memory things are, and has Bramble's own Python put a Pico W's
 * names, modules and clock in place; or puts another board's memory in place that went through this. What comes out is ready for
 * boot.py.
 */

import { ControlBlock } from '../control-block.ts';
import { FlashCost } from '../flash/flash-cost.ts';
import { FlashFaults } from '../flash/flash-faults.ts';
import { FlashFolder } from '../flash/flash-folder.ts';
import { PosixCalls } from '../flash/posix-calls.ts';
import { pinCalls } from '../hardware/pin-calls.ts';
import { Collector } from '../interpreter/collector.ts';
import { HeapMeter } from '../interpreter/heap-meter.ts';
import { hideFrozenModules } from '../interpreter/image-tables.ts';
import { Interpreter } from '../interpreter/interpreter.ts';
import { findInterruptCells, type InterruptCells, interruptPending } from '../interpreter/interrupt-cells.ts';
import { staticData, staticPart } from '../interpreter/memory-search.ts';
import { heapCell, programHeapBytes } from '../interpreter/metered-heap.ts';
import {
  disarm,
  findSoftInterruptCells,
  raiseSoftInterrupt,
  type SoftInterruptCells,
  schedulerLocked,
  softInterruptPending,
} from '../interpreter/soft-interrupt.ts';
import type { WorkerMessage, WorkerStart } from '../worker-messages.ts';
import { BoardConsole } from './board-console.ts';
import { HostModule } from './host-module.ts';
import { ownFile } from './own-modules.ts';
import { type Learnt, restoreState } from './prepared-state.ts';
import { SecondTerminal } from './second-terminal.ts';
import { ownFilePrefix } from './traceback-filter.ts';

const show = '__import__("_learn").show()';
const showFile = `${ownFilePrefix}/_show.py`;

export interface PreparedBoard {
  control: ControlBlock;
  console: BoardConsole;
  terminal: SecondTerminal;
  flash: FlashFolder;
  files: PosixCalls;
  host: HostModule;
  interpreter: Interpreter;
  heap: HeapMeter;
  learnt: Learnt;
  /** It began with another board's state. */
  restored: boolean;
}

export function prepareBoard(start: WorkerStart, post: (message: WorkerMessage) => void): Promise<PreparedBoard> {
  return new Preparation(start, post).run();
}

/** What the parts need of each other while not all of them are there yet. */
class Preparation {
  readonly #start: WorkerStart;
  readonly #post: (message: WorkerMessage) => void;
  readonly #control: ControlBlock;
  readonly #console: BoardConsole;
  readonly #terminal: SecondTerminal;
  readonly #host: HostModule;
  #interpreter: Interpreter | undefined;
  #interrupt: InterruptCells | undefined;
  #softInterrupt: SoftInterruptCells | undefined;
  #collector: Collector | undefined;
  #heap: HeapMeter | undefined;
  /** While it is true, Python imports Bramble's own modules and prints nothing. */
  #preparing = true;

  constructor(start: WorkerStart, post: (message: WorkerMessage) => void) {
    this.#start = start;
    this.#post = post;
    this.#control = new ControlBlock(start.control);
    this.#terminal = new SecondTerminal({
      run: (source) => this.#runBetween(source),
      bytes: () => this.#python.bytes(),
      interruptCharacter: () => (this.#control.activity === 'prompt' ? -1 : this.#control.interruptCharacter),
      interrupt: () => this.#python.scheduleKeyboardInterrupt(),
    });
    this.#console = new BoardConsole({
      terminal: this.#terminal,
      control: this.#control,
      signal: (what) => post({ kind: what }),
      interrupted: () => this.#interrupt !== undefined && interruptPending(this.#python.words(), this.#interrupt),
      runCallbacks: () => this.#runCallbacks(),
    });
    const interrupt = () => {
      if (this.#softInterrupt !== undefined) raiseSoftInterrupt(this.#python.memory.buffer, this.#softInterrupt);
    };
    this.#host = new HostModule({
      control: this.#control,
      console: this.#console,
      terminal: this.#terminal,
      bytes: () => this.#python.bytes(),
      allocate: (size) => this.#python.allocate(size),
      post,
      pinCalls: pinCalls(
        start.pins,
        () => post({ kind: 'pins' }),
        interrupt,
        (name) => this.#ask(name),
      ),
      clockOffsetSeconds: start.clockOffsetSeconds,
      collectIfWanted: () => this.#collector?.collectIfWanted(),
      collect: () => {
        this.#collector?.collect();
        this.#heap?.remeasure();
      },
      raiseSoftInterrupt: interrupt,
      probes: this.#probes(),
    });
  }

  async run(): Promise<PreparedBoard> {
    const noteChange = () => {
      if (this.#control.raiseFlag('flashSignalled')) this.#post({ kind: 'flash' });
    };
    const flash = new FlashFolder(this.#start.flashFolder, {
      onChange: noteChange,
      cost: new FlashCost(this.#control),
      faults: new FlashFaults(this.#start.flashFaults),
      losePower: () => {
        this.#post({ kind: 'power-lost' });
        for (;;) this.#control.waitForEvent(this.#control.events);
      },
    });
    const console = this.#console;
    let files: PosixCalls | undefined;
    const interpreter = await Interpreter.load(this.#start.image, (bytes) => {
      files = new PosixCalls({
        bytes,
        flash,
        console,
        // What the flash holds is a program's affair: a `collections.py` of the user must not take part in this.
        builtInFile: (path) => (this.#preparing ? (builtInFile(path) ?? null) : undefined),
        clockOffsetSeconds: () => this.#host.clockOffsetSeconds,
        heapAllows: () => this.#heapAllows(bytes),
      });
      return files.imports;
    });
    if (files === undefined) throw new Error('The interpreter was loaded without its file calls.');
    this.#interpreter = interpreter;
    const restored = this.#restore(interpreter);
    const learnt = restored ?? this.#prepare(interpreter);
    this.#interrupt = learnt.interrupt;
    this.#softInterrupt = learnt.softInterrupt;
    const heap = new HeapMeter(interpreter);
    // A restored board's memory has its limit with it.
    if (restored === undefined) heap.limit(programHeapBytes);
    this.#heap = heap;
    if (this.#collector !== undefined) this.#collector.withReserve = (work) => heap.withReserve(work);
    this.#preparing = false;
    console.afterPrint = () => this.#collector?.collectIfWanted();
    return {
      control: this.#control,
      console,
      terminal: this.#terminal,
      flash,
      files,
      host: this.#host,
      interpreter,
      heap,
      learnt: { ...learnt, names: [...this.#host.names] },
      restored: restored !== undefined,
    };
  }

  /** Any amount while the board is prepared. */
  #heapAllows(bytes: () => Uint8Array): boolean {
    if (this.#heap !== undefined) {
      // What is no longer needed fills memory all the same: it goes at the next backward jump.
      const wanted = this.#collector !== undefined && bytes()[this.#collector.wantedAt] !== 0;
      if (wanted && this.#softInterrupt !== undefined) raiseSoftInterrupt(bytes().buffer, this.#softInterrupt);
      // Before a callback of the program's comes Bramble's own Python, for which a full heap is no reason to fail.
      const reserve =
        this.#softInterrupt !== undefined && schedulerLocked(bytes().buffer as SharedArrayBuffer, this.#softInterrupt);
      return this.#heap.allows({ reserve });
    }
    new DataView(bytes().buffer).setInt32(heapCell.free, 0x7fff_ffff, true);
    return true;
  }

  #ask(name: string): void {
    this.#control.expectAnswer();
    this.#post({ kind: 'call', name, args: [] });
    this.#control.awaitAnswer();
  }

  /** Begins where another board was when it was prepared, if there is one to begin with. */
  #restore(interpreter: Interpreter): Learnt | undefined {
    const { prepared } = this.#start;
    if (prepared === undefined) return undefined;
    const learnt = restoreState(prepared, interpreter.bytes(), this.#host.functions);
    if (learnt === undefined) return undefined;
    for (const [own, shown] of learnt.names) this.#host.names.set(own, shown);
    this.#collector = new Collector(interpreter, learnt.collector);
    return learnt;
  }

  #prepare(interpreter: Interpreter): Omit<Learnt, 'names'> {
    this.#console.muted = true;
    const interrupt = findInterruptCells(interpreter);
    this.#interrupt = interrupt;
    hideFrozenModules(staticPart(interpreter.bytes()), 'asyncio/core.py', () => false);
    interpreter.register('_host', this.#host.functions);
    interpreter.run(`__import__('sys').path.insert(0, '${ownFilePrefix}')`);
    const collector = this.#learn(interpreter);
    interpreter.run('__import__("_board").finish()');
    this.#console.muted = false;
    if (this.#softInterrupt === undefined) throw new Error('The interpreter did not show its scheduler.');
    return { interrupt, softInterrupt: this.#softInterrupt, collector: collector.knowledge };
  }

  /** Runs Bramble's own Python in every way in which a program is run. */
  #learn(interpreter: Interpreter): Collector {
    const collector = new Collector(interpreter);
    this.#collector = collector;
    const feed = (text: string) => {
      for (const byte of Buffer.from(text)) interpreter.feedRepl(byte);
    };
    interpreter.run('__import__("_board").prepare()');
    collector.learning = true;
    this.#console.afterPrint = () => collector.collectIfWanted();
    interpreter.run(show);
    // As boot.py and main.py are.
    interpreter.run(`execfile('${showFile}', {})`);
    interpreter.startRepl();
    // Paste mode, for it leaves no history; then raw mode, and back.
    feed(`\u0005${show}\u0004\u0001${show}\u0004\u0002`);
    collector.learning = false;
    interpreter.run('__import__("_learn").measure()');
    collector.finishLearning();
    return collector;
  }

  #probes(): Record<string, () => void> {
    const scheduled: Uint8Array[] = [];
    return {
      nest: () => this.#collector?.nest(),
      mark: () => this.#collector?.mark(),
      scheduled: () => {
        scheduled.push(staticData(this.#python.bytes()));
        if (scheduled.length < 3 || this.#interrupt === undefined) return;
        this.#softInterrupt = findSoftInterruptCells(scheduled, this.#interrupt.schedulerState);
      },
      disarm: () => {
        if (this.#softInterrupt !== undefined) disarm(this.#python.memory.buffer, this.#softInterrupt);
      },
    };
  }

  /** Also at the prompt, where no program runs: a timer that a program left behind goes on. */
  #runCallbacks(): boolean {
    if (this.#softInterrupt === undefined || this.#preparing) return false;
    if (!softInterruptPending(this.#python.memory.buffer, this.#softInterrupt)) return false;
    this.#runBetween(`__import__('_board').run_callbacks()`);
    return true;
  }

  /** Runs Bramble's own Python while a program, or the prompt, waits for the console. */
  #runBetween(source: string): void {
    const { activity } = this.#control;
    this.#control.activity = 'running';
    try {
      const run = () => this.#python.run(source);
      if (this.#heap === undefined) run();
      else this.#heap.withReserve(run);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'PythonError') throw error;
      // Ctrl-C in a callback ends what waits for input too, or comes to the prompt. Frames can run out, too.
      if ('type' in error && error.type === 'KeyboardInterrupt') this.#python.scheduleKeyboardInterrupt();
    } finally {
      this.#control.activity = activity;
    }
  }

  get #python(): Interpreter {
    if (this.#interpreter === undefined) throw new Error('The interpreter is not loaded yet.');
    return this.#interpreter;
  }
}

/** Bramble's own Python, and one line of it that is run from a file, as a program is. */
function builtInFile(path: string): ReturnType<typeof ownFile> {
  return path === showFile ? Buffer.from(show) : ownFile(path);
}
