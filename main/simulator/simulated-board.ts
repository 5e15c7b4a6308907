/**
 * A simulated Pico W: the interpreter's thread, what answers its system calls, and the lines that are plugged into it. It is on
 * from `start` to `dispose`; lines come and go.
 */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import {
  BrambleError,
  type Clock,
  type Disposable,
  DisposableStore,
  Emitter,
  type Event,
} from '../../app/base/index.ts';
import {
  type Air,
  Bench,
  type BoardLine,
  boardIdentity,
  Cable,
  Link,
  PinBank,
  parseSteering,
  pinBankBytes,
  pinIndex,
  type SimulatorSnapshot,
  Steering,
  type SteeringCommand,
  type SteeringOutcome,
} from '../../app/simulator/index.ts';
import { systemClock } from '../platform/system-clock.ts';
import { errno } from './board-errno.ts';
import { BoardLines, type LinePeer } from './board-lines.ts';
import { type Activity, ControlBlock } from './control-block.ts';
import { FlashFaults } from './flash-faults.ts';
import { blockBytes, folderBlocks, folderBytes, picoWBlocks } from './flash-space.ts';
import { interpreterImage } from './interpreter-image.ts';
import { raiseKeyboardInterrupt } from './interrupt-cells.ts';
import { machineCalls } from './machine-calls.ts';
import { boardHeapBytes, heapCell, programHeapBytes } from './metered-heap.ts';
import { Peripherals } from './peripherals.ts';
import type { PreparationCache } from './preparation-cache.ts';
import { lookAgain, raiseSoftInterrupt } from './soft-interrupt.ts';
import type { ResetKind, SystemCallProvider } from './system-calls.ts';
import { Wireless } from './wireless.ts';
import { type Inside, softResetCall, type WorkerMessage, type WorkerStart } from './worker-messages.ts';

export interface SimulatedBoardOptions {
  /** Gives the board its identity: `machine.unique_id()`, the MAC address. */
  name: string;
  /** The folder that is the board's root; made when it is missing. */
  flashFolder: string;
  clock?: Clock;
  /** Where to find a prepared board, and to leave one, for a start in a fraction of the time. */
  preparations?: PreparationCache;
}

/** The thread's entry lies beside this module: `.ts` in a checkout, `.js` when built. */
const workerFile = new URL(`./board-worker${import.meta.url.slice(import.meta.url.lastIndexOf('.'))}`, import.meta.url);
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

/** A person sees no faster change; a program may make 100,000 a second. */
const changeIntervalMs = 33;
/** How soon a raised interrupt is looked after; the program sees it in microseconds, unless it missed it. */
const lookAgainMs = 2;
/** Counting a folder's blocks touches every file; a view of the board asks many times a second. */
const flashCountIntervalMs = 1000;
/** A program that writes a file in small pieces has it counted this often. */
const flashChangeIntervalMs = 200;

/** A program that computes fills a few megabytes at most meanwhile. */
const memoryWatchIntervalMs = 50;
/** Looking costs a processor that sleeps as much as a board that blinks. */
const idleMemoryWatchIntervalMs = 200;

/** So many crashes within this time are one too many. */
const mostCrashes = 3;
const crashMemoryMs = 30_000;

/** A change of the heap that is worth a new picture of the board. */
const toldHeapBytes = boardHeapBytes / 10;

interface Power {
  control: ControlBlock;
  worker: Worker;
  /** Once the interpreter is loaded: the way into it. */
  inside?: Inside;
  isRestored?: boolean;
}

export class SimulatedBoard implements Disposable {
  readonly name: string;
  readonly flashFolder: string;
  readonly #clock: Clock;
  readonly #image: WebAssembly.Module;
  readonly #preparations: PreparationCache | undefined;
  readonly #pinMemory = new SharedArrayBuffer(pinBankBytes);
  readonly #pins: PinBank;
  /** What lies around the board: parts, wires, voltages; joined and set here, kept over resets. */
  readonly bench: Bench;
  readonly #wireless: Wireless;
  readonly #peripherals: Peripherals;
  readonly #providers: SystemCallProvider[];
  readonly #lines: BoardLines;
  readonly #steering: Steering;
  readonly #link = new Link();
  readonly #flashFaults = new FlashFaults();
  readonly #lifetime = new DisposableStore();
  readonly #changed = this.#lifetime.add(new Emitter<void>());
  readonly #crashed = this.#lifetime.add(new Emitter<string>());
  #power: Power | null = null;
  #watch: Disposable | undefined;
  #changeTimer: Disposable | undefined;
  #flashTimer: Disposable | undefined;
  #changePending = false;
  #looking: Disposable | null = null;
  /** Why no line is had until the power was away: it is in its bootloader, or has none. */
  #noLine: string | null = null;
  #flashIsSlow = false;
  #crashTimes: number[] = [];
  #heapTold = programHeapBytes;
  #flashCount = { atMs: Number.NEGATIVE_INFINITY, blocks: 0 };

  /** Pins, Wi-Fi, or what the flash or the heap holds changed; at most 30 a second. Pins are watched from the first `snapshot()` on. */
  readonly onDidChange: Event<void> = this.#changed.event;
  /**
   * The interpreter broke. The lines are closed, and the board starts anew by itself; when it breaks again and again, only with the next
   * `openLine`. Gives the reason.
   */
  readonly onDidCrash: Event<string> = this.#crashed.event;

  /** Powers a board on; resolves when it is about to run boot.py. Rejects with `simulator-crashed` or `file-unreadable`. */
  static async start(options: SimulatedBoardOptions): Promise<SimulatedBoard> {
    makeFlashFolder(options.flashFolder);
    const [image] = await Promise.all([interpreterImage(), options.preparations?.load()]);
    const board = new SimulatedBoard(options, image);
    try {
      await board.#powerOn();
    } catch (error) {
      board.dispose();
      throw error;
    }
    return board;
  }

  private constructor(options: SimulatedBoardOptions, image: WebAssembly.Module) {
    this.name = options.name;
    this.flashFolder = options.flashFolder;
    this.#clock = options.clock ?? systemClock;
    this.#image = image;
    this.#preparations = options.preparations;
    const identity = boardIdentity(options.name);
    this.#pins = new PinBank(
      this.#pinMemory,
      () => this.#noteChange(),
      () => this.#interrupt(),
    );
    this.#pins.reset();
    this.bench = this.#lifetime.add(new Bench(this.#pins));
    this.#lifetime.add(this.bench.onDidChange(() => this.#noteChange()));
    this.#peripherals = new Peripherals({
      clock: this.#clock,
      pins: this.#pins,
      bench: this.bench,
      notify: () => this.#noteChange(),
      interrupt: () => this.#interrupt(),
      wake: () => this.#power?.control.wake(),
      restart: () => {
        this.#restart('The watchdog restarted the board.');
        void this.#powerOn().catch(() => {});
      },
    });
    const host = { wake: () => this.#power?.control.wake() };
    this.#wireless = this.#lifetime.add(new Wireless({ clock: this.#clock, host, identity }));
    this.#lifetime.add(this.#wireless.station.onDidChange(() => this.#noteChange()));
    this.#providers = [machineCalls(identity), this.#peripherals, ...this.#wireless.providers];
    for (const provider of this.#providers) this.#lifetime.add(provider);
    this.#lines = new BoardLines(this.#peer(new ControlBlock()));
    this.#lifetime.add(this.#link);
    this.#lifetime.add(
      this.#link.onDidChange(() => {
        this.#lines.ringBytes = this.#link.profile.ringBytes;
      }),
    );
    this.#steering = this.#lifetime.add(
      new Steering({
        clock: this.#clock,
        bench: this.bench,
        wifi: this.air,
        drivePin: (pin, level) => this.drivePin(pin, level),
        setPower: (to) => this.#setPower(to),
        link: this.#link,
        setFlashSpeed: (profile) => this.#setFlashSpeed(profile),
        flashFaults: {
          fill: (bytesLeft) => {
            this.#flashFaults.mostBytes = folderBytes(this.flashFolder) + bytesLeft;
          },
          losePowerAfter: (bytes) => this.#flashFaults.losePowerAfter(bytes),
          clear: () => this.#flashFaults.clear(),
        },
      }),
    );
  }

  /** The Wi-Fi around the board: switched, weakened, made to lose packets here; kept over resets. */
  get air(): Air {
    return this.#wireless.air;
  }

  /**
   * Has a program that speaks to `port` of 127.x.x.x find what listens at `to` instead: a test's own server in the place of a
   * time server or broker whose port only the computer's administrator may open.
   */
  redirectPort(port: number, to: number): void {
    this.#wireless.redirects.set(port, to);
  }

  /** Whether the board began with another's preparation. */
  get isRestored(): boolean {
    return this.#power?.isRestored ?? false;
  }

  /** What the interpreter does at this moment; `off` after a crash, and in the bootloader. */
  get activity(): Activity | 'off' {
    return this.#power?.control.activity ?? 'off';
  }

  /** Plugs a line in. A board that crashed is switched on again by it. */
  openLine(): BoardLine {
    if (this.#lifetime.isDisposed) {
      throw new BrambleError('no-board', `The simulated board "${this.name}" is switched off.`);
    }
    if (this.#noLine !== null) throw new BrambleError('no-board', this.#noLine);
    if (this.#power === null) void this.#powerOn().catch(() => {});
    return new Cable(this.#lines.open(), this.#link, this.#clock);
  }

  /** Hears all that the board prints, over resets and power cuts, whatever the cable does to it. */
  watchOutput(listener: (bytes: Uint8Array) => void): Disposable {
    return this.#lines.watch(listener);
  }

  snapshot(): SimulatorSnapshot {
    const now = this.#clock.now();
    if (now - this.#flashCount.atMs > flashCountIntervalMs) {
      this.#flashCount = { atMs: now, blocks: folderBlocks(this.flashFolder) };
    }
    // First: it brings the pins up to now.
    const waves = this.#peripherals.snapshot();
    return {
      pins: this.#pins.snapshot(),
      ...waves,
      ...this.bench.snapshot(waves.pwm),
      wifi: this.#wireless.station.snapshot(),
      flash: {
        totalBytes: picoWBlocks * blockBytes,
        freeBytes: Math.max(0, picoWBlocks - this.#flashCount.blocks) * blockBytes,
      },
      heap: { totalBytes: boardHeapBytes, freeBytes: this.#freeHeapBytes() },
    };
  }

  /** Without a running interpreter nothing is taken. */
  #freeHeapBytes(): number {
    const memory = this.#power?.inside?.memory;
    return memory === undefined ? boardHeapBytes : (new Int32Array(memory.buffer)[heapCell.free >> 2] ?? 0);
  }

  /** Drives a pin from outside, by its name in the snapshot; null lets it go. Throws `usage` when there is no such pin. */
  drivePin(name: string, level: 0 | 1 | null): void {
    const pin = pinIndex(name);
    if (pin === undefined) {
      throw new BrambleError('usage', `A Pico W has no pin "${name}". Use GP0 to GP22, GP26 to GP28.`);
    }
    this.#pins.drive(pin, level);
  }

  /**
   * Does what the command says, in words (`press GP15 for 200ms`) or as data; resolves when it is done. Rejects with `usage` for what
   * is no command, or what the board does not have.
   */
  async steer(command: SteeringCommand | string): Promise<SteeringOutcome> {
    return this.#steering.steer(typeof command === 'string' ? parseSteering(command) : command);
  }

  /** Takes the power away and gives it again, as replugging does: everything but the flash starts afresh. */
  async powerCycle(): Promise<void> {
    this.#noLine = null;
    this.#crashTimes = [];
    this.#restart('The simulated board was switched off and on.', 'power');
    await this.#powerOn();
  }

  #setFlashSpeed(profile: 'free' | 'rp2'): void {
    this.#flashIsSlow = profile === 'rp2';
    if (this.#power !== null) this.#power.control.flashIsSlow = this.#flashIsSlow;
  }

  async #setPower(to: 'off' | 'on' | 'cycle'): Promise<void> {
    if (to === 'off') this.#goAway('power', `The simulated board "${this.name}" has no power. Give it some: power on.`);
    else if (to === 'cycle' || this.#power === null) await this.powerCycle();
  }

  dispose(): void {
    if (this.#lifetime.isDisposed) return;
    this.#powerOff();
    this.#looking?.dispose();
    this.#changeTimer?.dispose();
    this.#lines.closeAll({ reason: 'lost', message: 'The simulated board was switched off.' });
    this.#lifetime.dispose();
  }

  #powerOn(): Promise<void> {
    const control = new ControlBlock();
    control.flashIsSlow = this.#flashIsSlow;
    const workerData: WorkerStart = {
      image: this.#image,
      control: control.buffer,
      pins: this.#pinMemory,
      flashFolder: this.flashFolder,
      flashFaults: this.#flashFaults.buffer,
      clockOffsetSeconds: powerOnSeconds - Math.floor(Date.now() / 1000),
      prepared: this.#preparations?.state,
      compiledCodeFolder: compiledCodeFolder(),
    };
    const worker = new Worker(workerStart, {
      eval: true,
      workerData,
      execArgv: [],
      name: `board ${this.name}`,
      resourceLimits,
    });
    const power: Power = { control, worker };
    this.#power = power;
    this.#lines.connect(this.#peer(control));
    return new Promise((resolve, reject) => {
      const crash = (reason: string) => {
        if (this.#power !== power) return;
        this.#crash(reason, power.inside !== undefined && this.#mayRestart());
        reject(new BrambleError('simulator-crashed', crashSentence(this.name, reason)));
      };
      worker.on('message', (message: WorkerMessage) => {
        if (message.kind === 'crashed') crash(message.message);
        else if (this.#power === power) this.#hear(power, message);
        if (message.kind === 'ready') resolve();
      });
      worker.on('error', (error) => crash(error instanceof Error ? error.message : String(error)));
      worker.on('exit', () => crash('its thread ended'));
    });
  }

  #powerOff(): void {
    const power = this.#power;
    this.#power = null;
    this.#watch?.dispose();
    this.#flashTimer?.dispose();
    void power?.worker.terminate();
  }

  #hear(power: Power, message: WorkerMessage): void {
    switch (message.kind) {
      case 'ready':
        power.inside = message;
        power.isRestored = message.restored;
        this.#watchMemory(power, message);
        return;
      case 'prepared':
        this.#preparations?.keep(message.state);
        return;
      case 'output':
        this.#lines.noteOutput();
        return;
      case 'room':
        this.#lines.noteRoom();
        return;
      case 'pins':
        this.#noteChange();
        return;
      case 'flash':
        this.#noteFlashChange(power);
        return;
      case 'call':
        power.control.answer(this.#answer(power, message.name, message.args));
        return;
      case 'interrupt':
        this.#peer(power.control).interrupt();
        power.control.wake();
        return;
      case 'bootloader':
        this.#goAway('hard', bootloaderSentence(this.name));
        return;
      case 'power-lost':
        this.#goAway('power', powerLostSentence(this.name));
        return;
      case 'reset':
        this.#restart('The board restarts.');
        void this.#powerOn().catch(() => {});
    }
  }

  /** A loop that neither prints nor waits gives its own thread no moment to collect garbage: this one makes one. */
  #watchMemory(power: Power, { memory, softInterrupt, collectionWantedAt }: Inside): void {
    const look = () => {
      if (this.#power !== power) return;
      const wanted = new Uint8Array(memory.buffer)[collectionWantedAt] !== 0;
      const isRunning = power.control.activity === 'running';
      if (wanted && isRunning) raiseSoftInterrupt(memory.buffer, softInterrupt);
      const free = this.#freeHeapBytes();
      if (Math.abs(free - this.#heapTold) > toldHeapBytes) {
        this.#heapTold = free;
        this.#noteChange();
      }
      this.#watch = this.#clock.schedule(look, isRunning ? memoryWatchIntervalMs : idleMemoryWatchIntervalMs);
    };
    look();
  }

  #answer(power: Power, name: string, args: readonly (number | string)[]): number | string {
    if (name === softResetCall) {
      for (const provider of this.#providers) provider.reset('soft');
      return 0;
    }
    const call = this.#providers.find(({ calls }) => Object.hasOwn(calls, name))?.calls[name];
    if (call === undefined) return -errno.EINVAL;
    try {
      return call(args, new Uint8Array(power.inside?.memory.buffer ?? new ArrayBuffer(0)));
    } catch {
      // A program must not be able to take its computer's process down; it sees an I/O error.
      return -errno.EIO;
    }
  }

  #restart(message: string, kind: ResetKind = 'hard'): void {
    this.#powerOff();
    for (const provider of this.#providers) provider.reset(kind);
    this.#pins.reset();
    this.#lines.closeAll({ reason: 'reset', message });
  }

  #crash(reason: string, restarts: boolean): void {
    this.#powerOff();
    for (const provider of this.#providers) provider.reset('power');
    this.#pins.reset();
    this.#lines.closeAll({ reason: 'lost', message: crashSentence(this.name, reason) });
    this.#crashed.fire(reason);
    if (restarts && this.#power === null) void this.#powerOn().catch(() => {});
    else this.#noteChange();
  }

  /** Not when it breaks again and again: a main.py that does it would keep a processor busy for ever. */
  #mayRestart(): boolean {
    const now = this.#clock.now();
    this.#crashTimes = [...this.#crashTimes, now].filter((time) => now - time < crashMemoryMs);
    return this.#crashTimes.length < mostCrashes;
  }

  /** No serial line until the power comes back; the sentence says why. */
  #goAway(kind: ResetKind, message: string): void {
    this.#powerOff();
    this.#noLine = message;
    for (const provider of this.#providers) provider.reset(kind);
    this.#pins.reset();
    this.#lines.closeAll({ reason: 'lost', message });
    this.#noteChange();
  }

  #peer(control: ControlBlock): LinePeer {
    return {
      control,
      interrupt: () => {
        const inside = this.#power?.control === control ? this.#power.inside : undefined;
        if (inside === undefined) return;
        raiseKeyboardInterrupt(inside.memory.buffer, inside.interrupt);
        this.#seeToIt();
      },
    };
  }

  /** Has the program look at the interrupts that wait, also when it sleeps. */
  #interrupt(): void {
    const inside = this.#power?.inside;
    if (inside !== undefined) raiseSoftInterrupt(inside.memory.buffer, inside.softInterrupt);
    this.#power?.control.wake();
    this.#seeToIt();
  }

  /** Looks after what was raised until the program has seen it. */
  #seeToIt(): void {
    if (this.#looking !== null) return;
    this.#looking = this.#clock.schedule(() => {
      this.#looking = null;
      const power = this.#power;
      if (power?.inside === undefined) return;
      const { memory, softInterrupt, interrupt } = power.inside;
      const { waiting, missed } = lookAgain(memory.buffer, softInterrupt, interrupt.pendingException);
      if (missed) power.control.wake();
      if (waiting) this.#seeToIt();
    }, lookAgainMs);
  }

  /** What is written until then is told together. */
  #noteFlashChange({ control }: Power): void {
    const tell = () => {
      // First: a write that comes while the blocks are counted is told again.
      control.lowerFlag('flashSignalled');
      this.#flashCount.atMs = Number.NEGATIVE_INFINITY;
      this.#noteChange();
    };
    this.#flashTimer = this.#clock.schedule(tell, flashChangeIntervalMs);
  }

  #noteChange(): void {
    if (this.#changePending || this.#lifetime.isDisposed) return;
    this.#changePending = true;
    this.#changeTimer = this.#clock.schedule(() => {
      this.#changePending = false;
      this.#changed.fire();
    }, changeIntervalMs);
  }
}

/** As `enableCompileCache` takes it: Node tells the folder of its own version within. */
function compiledCodeFolder(): string | undefined {
  const folder = getCompileCacheDir();
  return folder === undefined ? undefined : dirname(folder);
}

const crashSentence = (name: string, reason: string) =>
  `The simulated board "${name}" crashed (${reason}). Its files are kept, and it starts anew; connect again.`;
const powerLostSentence = (name: string) =>
  `The simulated board "${name}" lost its power while it wrote to its flash. Give it some: power on.`;
const bootloaderSentence = (name: string) =>
  `The simulated board "${name}" is in its bootloader, which has no serial line. Switch it off and on to leave it.`;

function makeFlashFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.R_OK | constants.W_OK);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BrambleError(
      'file-unreadable',
      `The folder ${folder} cannot be the simulated board's flash (${reason}). Choose a folder that you may write to.`,
      { cause },
    );
  }
}
