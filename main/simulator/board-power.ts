/**
 * Whether a simulated board is on: its one run at a time, and what ends it. Resets and crashes begin the next; a bootloader, lost
 * power, or one crash too many leave it off. At each end the hardware is reset, and the lines that are plugged in are closed.
 */
import { BrambleError, type Clock, type Disposable, Emitter, type Event } from '../../app/base/index.ts';
import { BoardRun, type BoardRunOptions, crashSentence, type RunEvent } from './board-run.ts';
import type { BoardHardware } from './hardware/board-hardware.ts';
import type { BoardLines } from './lines/board-lines.ts';
import type { PreparationCache } from './preparation-cache.ts';
import type { ShownState } from './shown-state.ts';

/** So many crashes within this time are one too many. */
const mostCrashes = 3;
const crashMemoryMs = 30_000;

export interface BoardPowerOptions {
  name: string;
  clock: Clock;
  /** What every run begins with. */
  start: Omit<BoardRunOptions['start'], 'prepared'>;
  preparations: PreparationCache | undefined;
  hardware: BoardHardware;
  lines: BoardLines;
  shown: ShownState;
}

export class BoardPower implements Disposable {
  readonly #options: BoardPowerOptions;
  readonly #crashed = new Emitter<string>();
  #run: BoardRun | null = null;
  #flashIsSlow = false;
  /** Why no line is had until the power was away: it is in its bootloader, or has none. */
  #noLine: string | null = null;
  #crashTimes: number[] = [];
  #isOver = false;
  /** Resolves when all runs that are over have ended. */
  #ended: Promise<unknown> = Promise.resolve();

  /** The interpreter broke, and the lines are closed. Gives the reason. */
  readonly onDidCrash: Event<string> = this.#crashed.event;

  constructor(options: BoardPowerOptions) {
    this.#options = options;
  }

  /** What runs; null while it is off. */
  get run(): BoardRun | null {
    return this.#run;
  }

  set flashIsSlow(isSlow: boolean) {
    this.#flashIsSlow = isSlow;
    if (this.#run !== null) this.#run.control.flashIsSlow = isSlow;
  }

  /** Resolves when the board is about to run boot.py. Rejects with `simulator-crashed`, and with `no-board` once it is disposed of. */
  async on(): Promise<void> {
    if (this.#isOver) throw this.#switchedOff();
    const { name, clock, start, preparations, hardware, lines } = this.#options;
    const run = new BoardRun({
      name,
      clock,
      start: { ...start, prepared: preparations?.state },
      flashIsSlow: this.#flashIsSlow,
      owner: {
        answer: (call, args, memory) => hardware.answer(call, args, memory),
        hear: (event) => this.#hear(event),
      },
    });
    this.#run = run;
    lines.connect(run);
    return run.ready;
  }

  /** Has it on for a line that is to be plugged in; a crash left it off. Throws `no-board` when it stays off all the same. */
  wakeForLine(): void {
    if (this.#isOver) throw this.#switchedOff();
    if (this.#noLine !== null) throw new BrambleError('no-board', this.#noLine);
    if (this.#run === null) void this.on().catch(() => {});
  }

  /** Takes the power away and gives it again, as replugging does; resolves and rejects as `on`. */
  async cycle(): Promise<void> {
    this.#noLine = null;
    this.#crashTimes = [];
    this.#reset('power', 'The simulated board was switched off and on.');
    await this.on();
  }

  /** Takes the power away, and leaves it so. */
  takeAway(): void {
    this.#leave('power', `The simulated board "${this.#options.name}" has no power. Give it some: power on.`);
  }

  /** The chip resets itself: by `machine.reset()`, or its watchdog. */
  restart(message: string): void {
    this.#reset('hard', message);
    void this.on().catch(() => {});
  }

  /** For good. Resolves when nothing of it runs any more. */
  async dispose(): Promise<void> {
    this.#isOver = true;
    this.#end();
    this.#crashed.dispose();
    await this.#ended;
  }

  #hear(event: RunEvent): void {
    const { name, preparations, lines, shown } = this.#options;
    switch (event.kind) {
      case 'prepared':
        preparations?.keep(event.state);
        return;
      case 'output':
        lines.noteOutput();
        return;
      case 'room':
        lines.noteRoom();
        return;
      case 'pins':
        shown.noteChange();
        return;
      case 'flash':
        shown.noteFlashChange();
        return;
      case 'heap':
        shown.noteHeap(event.freeBytes);
        return;
      case 'reset':
        this.restart('The board restarts.');
        return;
      case 'bootloader':
        this.#leave('hard', bootloaderSentence(name));
        return;
      case 'power-lost':
        this.#leave('power', powerLostSentence(name));
        return;
      case 'crashed':
        this.#crash(event.reason, event.hadBegun && this.#mayRestart());
    }
  }

  #switchedOff(): BrambleError {
    return new BrambleError('no-board', `The simulated board "${this.#options.name}" is switched off.`);
  }

  #end(): void {
    const run = this.#run;
    this.#run = null;
    if (run !== null) this.#ended = Promise.all([this.#ended, run.dispose()]);
  }

  #reset(kind: 'hard' | 'power', message: string): void {
    this.#end();
    this.#options.hardware.reset(kind);
    this.#options.lines.closeAll({ reason: 'reset', message });
  }

  /** No serial line until the power comes back; the sentence says why. */
  #leave(kind: 'hard' | 'power', message: string): void {
    this.#end();
    this.#noLine = message;
    this.#options.hardware.reset(kind);
    this.#options.lines.closeAll({ reason: 'lost', message });
    this.#options.shown.noteChange();
  }

  #crash(reason: string, restarts: boolean): void {
    const { name, hardware, lines, shown } = this.#options;
    this.#end();
    hardware.reset('power');
    lines.closeAll({ reason: 'lost', message: crashSentence(name, reason) });
    this.#crashed.fire(reason);
    if (restarts && this.#run === null) void this.on().catch(() => {});
    else shown.noteChange();
  }

  /** Not when it breaks again and again: a main.py that does it would keep a processor busy for ever. */
  #mayRestart(): boolean {
    const now = this.#options.clock.now();
    this.#crashTimes = [...this.#crashTimes, now].filter((time) => now - time < crashMemoryMs);
    return this.#crashTimes.length < mostCrashes;
  }
}

const powerLostSentence = (name: string) =>
  `The simulated board "${name}" lost its power while it wrote to its flash. Give it some: power on.`;
const bootloaderSentence = (name: string) =>
  `The simulated board "${name}" is in its bootloader, which has no serial line. Switch it off and on to leave it.`;
