/**
 * A simulated Pico W, put together: hardware around an interpreter that runs while there is power, the lines that are plugged into it,
 * and the hands that steer it from outside. It is on from `start` to `dispose`; lines come and go.
 */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { BrambleError, type Clock, type Disposable, DisposableStore, type Event } from '../../app/base/index.ts';
import {
  type Air,
  type Bench,
  type BoardLine,
  boardIdentity,
  Cable,
  Link,
  parseSteering,
  pinIndex,
  type SimulatorSnapshot,
  Steering,
  type SteeringCommand,
  type SteeringOutcome,
} from '../../app/simulator/index.ts';
import { systemClock } from '../platform/system-clock.ts';
import { BoardPower } from './board-power.ts';
import { type Activity, ControlBlock } from './control-block.ts';
import { FlashFaults } from './flash/flash-faults.ts';
import { folderBytes } from './flash/flash-space.ts';
import { BoardHardware } from './hardware/board-hardware.ts';
import { interpreterImage } from './interpreter/interpreter-image.ts';
import { boardHeapBytes } from './interpreter/metered-heap.ts';
import { BoardLines } from './lines/board-lines.ts';
import type { PreparationCache } from './preparation-cache.ts';
import { ShownState } from './shown-state.ts';

export interface SimulatedBoardOptions {
  /** Gives the board its identity: `machine.unique_id()`, the MAC address. */
  name: string;
  /** The folder that is the board's root; made when it is missing. */
  flashFolder: string;
  clock?: Clock;
  /** Where to find a prepared board, and to leave one, for a start in a fraction of the time. */
  preparations?: PreparationCache;
}

export class SimulatedBoard implements Disposable {
  readonly name: string;
  readonly flashFolder: string;
  readonly #clock: Clock;
  readonly #hardware: BoardHardware;
  readonly #lines = new BoardLines({ control: new ControlBlock(), interrupt: () => {} });
  readonly #link = new Link();
  readonly #flashFaults = new FlashFaults();
  readonly #shown: ShownState;
  readonly #power: BoardPower;
  readonly #steering: Steering;
  readonly #lifetime = new DisposableStore();

  /** Pins, Wi-Fi, or what the flash or the heap holds changed; at most 30 a second. Pins are watched from the first `snapshot()` on. */
  readonly onDidChange: Event<void>;
  /**
   * The interpreter broke. The lines are closed, and the board starts anew by itself; when it breaks again and again, only with the next
   * `openLine`. Gives the reason.
   */
  readonly onDidCrash: Event<string>;

  /** Powers a board on; resolves when it is about to run boot.py. Rejects with `simulator-crashed` or `file-unreadable`. */
  static async start(options: SimulatedBoardOptions): Promise<SimulatedBoard> {
    makeFlashFolder(options.flashFolder);
    const [image] = await Promise.all([interpreterImage(), options.preparations?.load()]);
    const board = new SimulatedBoard(options, image);
    try {
      await board.#power.on();
    } catch (error) {
      await board.dispose();
      throw error;
    }
    return board;
  }

  private constructor({ name, flashFolder, clock, preparations }: SimulatedBoardOptions, image: WebAssembly.Module) {
    this.name = name;
    this.flashFolder = flashFolder;
    this.#clock = clock ?? systemClock;
    this.#shown = new ShownState({ clock: this.#clock, flashFolder });
    this.onDidChange = this.#shown.onDidChange;
    this.#hardware = this.#lifetime.add(
      new BoardHardware({
        clock: this.#clock,
        identity: boardIdentity(name),
        notify: () => this.#shown.noteChange(),
        interrupt: () => this.#power.run?.callBack(),
        wake: () => this.#power.run?.control.wake(),
        restart: () => this.#power.restart('The watchdog restarted the board.'),
      }),
    );
    this.#lifetime.add(this.#link);
    this.#lifetime.add(
      this.#link.onDidChange(() => {
        this.#lines.ringBytes = this.#link.profile.ringBytes;
      }),
    );
    // Added after the hardware, so over before it: what its end changes is nobody's to see.
    this.#lifetime.add(this.#shown);
    this.#power = new BoardPower({
      name,
      clock: this.#clock,
      start: { image, pins: this.#hardware.pinMemory, flashFolder, flashFaults: this.#flashFaults.buffer },
      preparations,
      hardware: this.#hardware,
      lines: this.#lines,
      shown: this.#shown,
    });
    this.onDidCrash = this.#power.onDidCrash;
    this.#steering = this.#lifetime.add(this.#makeSteering());
  }

  /** What lies around the board: parts, wires, voltages; joined and set here, kept over resets. */
  get bench(): Bench {
    return this.#hardware.bench;
  }

  /** The Wi-Fi around the board: switched, weakened, made to lose packets here; kept over resets. */
  get air(): Air {
    return this.#hardware.air;
  }

  /**
   * Has a program that speaks to `port` of 127.x.x.x find what listens at `to` instead: a test's own server in the place of a
   * time server or broker whose port only the computer's administrator may open.
   */
  redirectPort(port: number, to: number): void {
    this.#hardware.redirects.set(port, to);
  }

  /** Whether the board began with another's preparation. */
  get isRestored(): boolean {
    return this.#power.run?.isRestored ?? false;
  }

  /** What the interpreter does at this moment; `off` after a crash, and in the bootloader. */
  get activity(): Activity | 'off' {
    return this.#power.run?.control.activity ?? 'off';
  }

  /** Plugs a line in. A board that crashed is switched on again by it. */
  openLine(): BoardLine {
    this.#power.wakeForLine();
    return new Cable(this.#lines.open(), this.#link, this.#clock);
  }

  /** Hears all that the board prints, over resets and power cuts, whatever the cable does to it. */
  watchOutput(listener: (bytes: Uint8Array) => void): Disposable {
    return this.#lines.watch(listener);
  }

  snapshot(): SimulatorSnapshot {
    return {
      ...this.#hardware.snapshot(),
      flash: this.#shown.flash(),
      // Without a running interpreter nothing is taken.
      heap: { totalBytes: boardHeapBytes, freeBytes: this.#power.run?.freeHeapBytes ?? boardHeapBytes },
    };
  }

  /** Drives a pin from outside, by its name in the snapshot; null lets it go. Throws `usage` when there is no such pin. */
  drivePin(name: string, level: 0 | 1 | null): void {
    const pin = pinIndex(name);
    if (pin === undefined) {
      throw new BrambleError('usage', `A Pico W has no pin "${name}". Use GP0 to GP22, GP26 to GP28.`);
    }
    this.#hardware.pins.drive(pin, level);
  }

  /**
   * Does what the command says, in words (`press GP15 for 200ms`) or as data; resolves when it is done. Rejects with `usage` for what
   * is no command, or what the board does not have.
   */
  async steer(command: SteeringCommand | string): Promise<SteeringOutcome> {
    return this.#steering.steer(typeof command === 'string' ? parseSteering(command) : command);
  }

  /** Takes the power away and gives it again, as replugging does: everything but the flash starts afresh. */
  powerCycle(): Promise<void> {
    return this.#power.cycle();
  }

  /** Switches it off for good. Resolves when it writes to its flash no more. */
  async dispose(): Promise<void> {
    const ended = this.#power.dispose();
    this.#lines.closeAll({ reason: 'lost', message: 'The simulated board was switched off.' });
    this.#lifetime.dispose();
    await ended;
  }

  #makeSteering(): Steering {
    return new Steering({
      clock: this.#clock,
      bench: this.bench,
      wifi: this.air,
      drivePin: (pin, level) => this.drivePin(pin, level),
      setPower: async (to) => {
        if (to === 'off') this.#power.takeAway();
        else if (to === 'cycle' || this.#power.run === null) await this.#power.cycle();
      },
      link: this.#link,
      setFlashSpeed: (profile) => {
        this.#power.flashIsSlow = profile === 'rp2';
      },
      flashFaults: {
        fill: (bytesLeft) => {
          this.#flashFaults.mostBytes = folderBytes(this.flashFolder) + bytesLeft;
        },
        losePowerAfter: (bytes) => this.#flashFaults.losePowerAfter(bytes),
        clear: () => this.#flashFaults.clear(),
      },
    });
  }
}

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
