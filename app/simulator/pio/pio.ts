/**
 * The chip's two PIO blocks in time. Nothing runs by itself: up to now, when somebody looks or changes something, and from time to
 * time while a machine does what others see. A machine that waits, or that repeats itself unseen, costs nothing.
 */
import type { Clock, Disposable } from '../../base/index.ts';
import type { PinBank } from '../pin-bank.ts';
import { pinFunction } from '../pin-function.ts';
import { gpioCount } from '../pin-layout.ts';
import { areCoupled, runTogether } from './coupled-machines.ts';
import { MachineRunner } from './machine-runner.ts';
import { msUntilLook } from './next-look.ts';
import { maskOf, pinsOf } from './pin-mask.ts';
import { PioBlock } from './pio-block.ts';
import { ticksPerMs } from './pio-clock.ts';
import type { Period } from './repetition.ts';
import type { StateMachineSettings } from './state-machine-settings.ts';
import { type Wave, wavesOf } from './waves.ts';

/** How many instructions are run at one look: about 2 ms of a processor. */
const instructionsPerLook = 40_000;
/** Those who hear the edges at pins: parts and serial ports. */
export interface EdgeListeners {
  /** The pins that have some. */
  pins(candidates: readonly number[]): number;
  edge(pin: number, tick: number, level: 0 | 1): void;
  /** Time went on without an edge; `tickAt` says to when at a pin. Gives the ms until they want to hear that again, or null. */
  settle(tickAt: (pin: number) => number): number | null;
}

export interface PioOptions {
  /** Finer than milliseconds. */
  clock: Clock;
  pins: PinBank;
  listeners: EdgeListeners;
  /** Flag 0 to 3 of the first block, 4 to 7 of the second. */
  interrupt: (flag: number) => void;
  /** Somebody who waited for a FIFO can go on. */
  wake: () => void;
  /** There are other waves than before. */
  changed?: () => void;
}

export interface MachineSetUp {
  settings: StateMachineSettings;
  program: { offset: number; length: number };
  /** Bit masks: pins that become the block's, the levels and directions that they begin with. */
  pins: number;
  initialized: number;
  levels: number;
  directions: number;
}

export class Pio implements Disposable {
  readonly #options: PioOptions;
  readonly #epochMs: number;
  readonly #blocks: PioBlock[];
  readonly #runners: MachineRunner[];
  /** The machine whose instruction is being done. */
  #current: MachineRunner | null = null;
  /** Changed outputs that the pins do not show yet, for each block. */
  readonly #dirty = [0, 0];
  /** Pins whose edges are seen one by one. */
  #observed = 0;
  /** Machines whose FIFOs somebody waits for. */
  readonly #awaited = { put: new Set<number>(), get: new Set<number>() };
  #next: Disposable | null = null;
  #periods: (Period | null)[] = [];

  constructor(options: PioOptions) {
    this.#options = options;
    this.#epochMs = options.clock.now();
    options.pins.beforeSampledChange = () => this.beforeInput();
    this.#blocks = [0, 1].map((index) => this.#makeBlock(index));
    this.#runners = this.#blocks.flatMap((block, index) =>
      block.machines.map((machine) => new MachineRunner(machine, block, index)),
    );
  }

  /** As after a reset: nothing runs, nothing is loaded. */
  reset(): void {
    this.#next?.dispose();
    this.#next = null;
    for (const { machine } of this.#runners) {
      machine.enabled = false;
      machine.restart();
      machine.tx.clear();
      machine.rx.clear();
    }
    for (const block of this.#blocks) block.reset();
    this.#dirty.fill(0xffffffff);
    this.#flush();
    this.#awaited.put.clear();
    this.#awaited.get.clear();
    this.#options.pins.setTimed({ live: 0, sampled: 0 }, 'pio');
  }

  dispose(): void {
    this.#next?.dispose();
  }

  load(block: number, words: readonly number[], origin?: number): number | null {
    return this.#block(block).load(words, origin);
  }

  unload(block: number, program?: { offset: number; length: number }): void {
    if (program === undefined) this.#block(block).unloadAll();
    else this.#block(block).unload(program);
  }

  /** Sets a machine up; it stands at the program's beginning. */
  setUp(index: number, { settings, program, pins, initialized, levels, directions }: MachineSetUp): void {
    this.advance();
    const runner = this.#runner(index);
    const { machine, block, blockIndex } = runner;
    machine.enabled = false;
    machine.configure(settings);
    machine.restart();
    machine.registers = { ...machine.registers, pc: program.offset, osr: 0 };
    runner.program = program;
    runner.lostTicks = 0;
    runner.start(this.#now());
    block.drive(initialized, levels);
    block.direct(initialized, directions);
    for (const pin of pinsOf(pins)) {
      this.#options.pins.configure(pin, {
        ...this.#options.pins.settings(pin),
        function: pinFunction.pio0 + blockIndex,
        output: false,
        openDrain: false,
      });
    }
    this.#dirty[blockIndex] = (this.#dirty[blockIndex] ?? 0) | pins;
    this.advance();
  }

  isEnabled(index: number): boolean {
    return this.#runner(index).machine.enabled;
  }

  enable(index: number, enabled: boolean): void {
    this.advance();
    const runner = this.#runner(index);
    if (enabled && !runner.machine.enabled) runner.start(this.#now());
    else runner.disturb();
    runner.machine.enabled = enabled;
    this.advance();
  }

  /** Starts the program from its beginning. */
  restart(index: number): void {
    this.advance();
    const runner = this.#runner(index);
    runner.disturb();
    runner.machine.restart();
    runner.machine.pc = runner.program.offset;
    runner.start(this.#now());
    this.advance();
  }

  /** Has a machine do an instruction at once. */
  execute(index: number, word: number): void {
    this.advance();
    const runner = this.#runner(index);
    if (runner.machine.enabled) runner.meet(this.#now());
    else runner.start(this.#now());
    this.#as(runner, () => runner.machine.execute(word));
    this.advance();
  }

  /**
   * Gives a machine words; those for which its FIFO has no room follow when it has. `prompt`: its program did nothing but compute
   * since it gave the last ones, which on the chip takes no time worth speaking of.
   */
  put(index: number, words: readonly number[], prompt: boolean): void {
    this.advance();
    const runner = this.#runner(index);
    if (prompt) runner.meetAtOnce(this.#now());
    else runner.meet(this.#now());
    for (const word of words) runner.machine.put(word);
    this.advance();
  }

  /** How many words wait before a machine's FIFO; whoever asks is woken when none does. */
  backlog(index: number): number {
    this.advance();
    const { backlog } = this.#runner(index).machine.tx;
    if (backlog > 0) this.#await('put', index);
    return backlog;
  }

  dropBacklog(index: number): void {
    this.#runner(index).machine.tx.dropBacklog();
  }

  /** Takes words, `count` at the most; whoever gets none is woken when there are some. */
  get(index: number, count: number): number[] {
    this.advance();
    const runner = this.#runner(index);
    const { rx } = runner.machine;
    const words: number[] = [];
    while (words.length < count && !rx.isEmpty) words.push(rx.shift());
    if (words.length === 0) this.#await('get', index);
    else {
      runner.meet(this.#now());
      this.advance();
    }
    return words;
  }

  levels(index: number): { tx: number; rx: number } {
    this.advance();
    const { tx, rx } = this.#runner(index).machine;
    return { tx: tx.length, rx: rx.length };
  }

  /** The flags of a block that interrupt the program. */
  want(block: number, flags: number): void {
    this.advance();
    for (const runner of this.#runners) if (runner.blockIndex === block) runner.disturb();
    this.#block(block).wanted = flags;
    for (let flag = 0; flag < 4; flag++) {
      if (((flags & this.#block(block).flags) >> flag) & 1) this.#block(block).raiseFlag(flag);
    }
    this.advance();
  }

  /** Somebody is about to change the level of a pin that a machine looks at. */
  beforeInput(): void {
    this.advance();
    const now = this.#now();
    for (const runner of this.#runners) if (runner.machine.enabled && runner.traits.samples !== 0) runner.meet(now);
    this.#schedule(0);
  }

  /** Runs everything up to now, as far as that can be done in a moment. */
  advance(): void {
    const running = this.#runners.filter(({ machine }) => machine.enabled);
    const now = this.#now();
    this.#observe(running);
    if (areCoupled(running, (pins) => this.#withWires(pins))) {
      runTogether(running, {
        until: now,
        maximum: instructionsPerLook,
        step: (runner) => this.#as(runner, () => runner.step()),
        changes: () => this.#blocks.reduce((sum, { changes }) => sum + changes, 0),
      });
    } else {
      for (const runner of running) this.#as(runner, () => runner.run(now, instructionsPerLook));
    }
    this.#flush();
    const settleMs = this.#options.listeners.settle((pin) => now - this.#lostTicks(running, pin));
    this.#tellWaiting();
    this.#tellWaves();
    this.#markPins(running);
    this.#planNext(running, now, settleMs);
  }

  /** The waves at pins, of machines that repeat themselves faster than the eye sees. */
  waves(): Wave[] {
    return this.#runners.flatMap((runner) =>
      wavesOf(runner).filter(({ gpio }) => this.#shows(gpio, runner.blockIndex)),
    );
  }

  #makeBlock(index: number): PioBlock {
    return new PioBlock({
      level: (pin) => {
        this.#flush();
        return pin < gpioCount ? this.#options.pins.level(pin) : 0;
      },
      changed: (mask) => this.#noteOutputs(index, mask),
      interrupted: (flag) => {
        if (this.#current?.mode !== 'muted') this.#options.interrupt(4 * index + flag);
      },
      raised: (flag) => this.#current?.note({ mask: 0, outputs: 0, enables: 0, flag }),
    });
  }

  #noteOutputs(index: number, mask: number): void {
    const block = this.#block(index);
    const runner = this.#current;
    this.#dirty[index] = (this.#dirty[index] ?? 0) | mask;
    if (runner === null) return;
    runner.note({ mask, outputs: block.outputs, enables: block.enables, flag: -1 });
    const seen = mask & this.#observed;
    if (seen === 0 || runner.mode === 'muted') return;
    this.#flush();
    for (const pin of pinsOf(seen)) {
      const level = block.driven(pin);
      if (level !== null && this.#shows(pin, index)) this.#options.listeners.edge(pin, runner.watchedTick, level);
    }
  }

  /** Has the pins show what the blocks drive them with. */
  #flush(): void {
    for (const [index, block] of this.#blocks.entries()) {
      const dirty = this.#dirty[index] ?? 0;
      if (dirty === 0) continue;
      this.#dirty[index] = 0;
      for (const pin of pinsOf(dirty)) {
        if (this.#shows(pin, index)) this.#options.pins.driveAlternate(pin, block.driven(pin));
      }
    }
  }

  #shows(pin: number, block: number): boolean {
    return pin < gpioCount && this.#options.pins.settings(pin).function === pinFunction.pio0 + block;
  }

  #observe(running: readonly MachineRunner[]): void {
    const { pins, listeners } = this.#options;
    const driven = running.reduce((mask, { traits }) => mask | traits.drives, 0);
    const candidates = pinsOf(driven).filter((pin) => pin < gpioCount);
    const watched = candidates.filter((pin) => pins.isWatched(pin));
    this.#observed = (listeners.pins(candidates) | maskOf(watched)) >>> 0;
  }

  #withWires(mask: number): number {
    return maskOf(
      pinsOf(mask)
        .filter((pin) => pin < gpioCount)
        .flatMap((pin) => this.#options.pins.joined(pin)),
    );
  }

  #as<Result>(runner: MachineRunner, act: () => Result): Result {
    this.#current = runner;
    try {
      return act();
    } finally {
      this.#current = null;
    }
  }

  #await(what: 'put' | 'get', index: number): void {
    this.#awaited[what].add(index);
    this.#schedule(1);
  }

  #tellWaiting(): void {
    const { put, get } = this.#awaited;
    const done = [
      ...[...put].filter((index) => this.#runner(index).machine.tx.backlog === 0 && put.delete(index)),
      ...[...get].filter((index) => !this.#runner(index).machine.rx.isEmpty && get.delete(index)),
    ];
    if (done.length > 0) this.#options.wake();
  }

  #tellWaves(): void {
    const periods = this.#runners.map(({ period }) => period);
    const isSame = periods.every((period, at) => period === this.#periods[at]);
    this.#periods = periods;
    if (!isSame) this.#options.changed?.();
  }

  #lostTicks(running: readonly MachineRunner[], pin: number): number {
    return running.find(({ traits }) => ((traits.drives >>> pin) & 1) === 1)?.lostTicks ?? 0;
  }

  /** Says which pins' levels are a matter of time, and which are looked at. */
  #markPins(running: readonly MachineRunner[]): void {
    const moving = running.filter(({ machine, period }) => !machine.stalled && period?.acts.length !== 0);
    const live = moving.reduce((mask, { traits }) => mask | traits.drives, 0);
    const sampled = running.reduce((mask, { traits }) => mask | traits.samples, 0);
    this.#options.pins.setTimed({ live: this.#withWires(live), sampled: this.#withWires(sampled) }, 'pio');
  }

  #planNext(running: readonly MachineRunner[], now: number, settleMs: number | null): void {
    const watching = { observed: this.#observed, awaitsWords: this.#awaited.get.size > 0 };
    const waits = running.map((runner) => msUntilLook(runner, now, watching));
    const ms = Math.min(settleMs ?? Number.POSITIVE_INFINITY, ...waits);
    this.#next?.dispose();
    this.#next = null;
    if (ms < Number.POSITIVE_INFINITY) this.#schedule(Math.max(1, ms));
  }

  #schedule(ms: number): void {
    this.#next?.dispose();
    this.#next = this.#options.clock.schedule(() => {
      this.#next = null;
      this.advance();
    }, ms);
  }

  #now(): number {
    return (this.#options.clock.now() - this.#epochMs) * ticksPerMs;
  }

  #block(index: number): PioBlock {
    const block = this.#blocks[index];
    if (block === undefined) throw new RangeError(`There is no PIO ${index}.`);
    return block;
  }

  #runner(index: number): MachineRunner {
    const runner = this.#runners[index];
    if (runner === undefined) throw new RangeError(`There is no state machine ${index}.`);
    return runner;
  }
}
