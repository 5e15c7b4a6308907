/**
 * The chip's two PIO blocks in time. Nothing runs by itself: up to now, when somebody looks or changes something, and from time to
 * time while a machine does what others see. A machine that waits, or that repeats itself unseen, costs nothing.
 */
import type { Clock, Disposable } from '../../base/index.ts';
import type { PinBank } from '../pin-bank.ts';
import { pinFunction } from '../pin-function.ts';
import { gpioCount } from '../pin-layout.ts';
import { MachineRunner } from './machine-runner.ts';
import { PioBlock } from './pio-block.ts';
import type { Act, Period } from './repetition.ts';
import type { StateMachineSettings } from './state-machine.ts';

export const pioClockHz = 125_000_000;
const ticksPerMs = pioClockHz / 1000;
/** How many instructions are run at one look: about 2 ms of a processor. */
const instructionsPerLook = 40_000;
/** While a machine runs that does not repeat itself. */
const lookIntervalMs = 5;
/** A blink is shown this soon. */
const showIntervalMs = 33;
/** What repeats faster is a wave, shown by its frequency and duty. */
const slowestWaveHz = 20;

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
    if (this.#areCoupled(running)) this.#runTogether(running, now);
    else {
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
  waves(): { gpio: number; frequencyHz: number; duty: number }[] {
    return this.#runners.flatMap((runner) => {
      const { period, machine } = runner;
      if (period === null || !machine.enabled) return [];
      const ticks = period.cycles * runner.ticksPerCycle;
      const mask = period.acts.reduce((pins, act) => pins | act.mask, 0);
      return pinsOf(mask).flatMap((gpio) => {
        if (!this.#shows(gpio, runner.blockIndex)) return [];
        const { pulses, high } = pulsesOf(period.acts, period.cycles, gpio);
        const frequencyHz = (pulses * pioClockHz) / ticks;
        return frequencyHz < slowestWaveHz ? [] : [{ gpio, frequencyHz, duty: high / period.cycles }];
      });
    });
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

  /** Grows with whatever machines can see of each other. */
  get #changes(): number {
    return this.#blocks.reduce((sum, { changes }) => sum + changes, 0);
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

  /** Whether one machine can disturb another without the program's doing. */
  #areCoupled(running: readonly MachineRunner[]): boolean {
    if (running.length < 2) return false;
    return running.some(
      (runner) =>
        (runner.traits.waitsForFlags && running.some((other) => other !== runner && other.block === runner.block)) ||
        running.some(
          (other) => other !== runner && (this.#withWires(runner.traits.samples) & other.traits.drives) !== 0,
        ),
    );
  }

  #withWires(mask: number): number {
    return maskOf(
      pinsOf(mask)
        .filter((pin) => pin < gpioCount)
        .flatMap((pin) => this.#options.pins.joined(pin)),
    );
  }

  /** Machines that disturb each other: always the one whose turn is first. */
  #runTogether(running: readonly MachineRunner[], now: number): void {
    for (const runner of running) runner.disturb();
    const asleep = new Set<MachineRunner>();
    for (let count = 0; count < instructionsPerLook; count++) {
      const awake = running.filter((runner) => !asleep.has(runner) && runner.tick <= now);
      const [first] = awake.sort((a, b) => a.tick - b.tick);
      if (first === undefined) return;
      const { tick } = first;
      const changes = this.#changes;
      if (!this.#as(first, () => first.step())) asleep.add(first);
      // What one did may be what another waits for.
      if (this.#changes === changes) continue;
      for (const other of asleep) {
        if (other === first) continue;
        other.meet(tick);
        asleep.delete(other);
      }
    }
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
    const waits = running.map((runner) => this.#msUntilLook(runner, now));
    const ms = Math.min(settleMs ?? Number.POSITIVE_INFINITY, ...waits);
    this.#next?.dispose();
    this.#next = null;
    if (ms < Number.POSITIVE_INFINITY) this.#schedule(Math.max(1, ms));
  }

  #msUntilLook(runner: MachineRunner, now: number): number {
    if (runner.machine.stalled) return Number.POSITIVE_INFINITY;
    const ms = (tick: number) => (tick - now) / ticksPerMs;
    const { period, block } = runner;
    if (period === null) {
      const soon = runner.machine.tx.backlog > 0 || this.#awaited.get.size > 0 ? 1 : lookIntervalMs;
      return Math.max(soon, ms(runner.tick));
    }
    const isSeen = ({ mask, flag }: Act) =>
      (mask & this.#observed) !== 0 || (flag >= 0 && ((block.wanted >> flag) & 1) === 1);
    const seen = runner.nextAct(isSeen);
    const periodMs = (period.cycles * runner.ticksPerCycle) / ticksPerMs;
    const shown = periodMs * slowestWaveHz < 1000 ? null : runner.nextAct(({ mask }) => mask !== 0);
    return Math.min(
      seen === null ? Number.POSITIVE_INFINITY : ms(seen),
      shown === null ? Number.POSITIVE_INFINITY : Math.max(showIntervalMs, ms(shown)),
    );
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

function pinsOf(mask: number): number[] {
  const pins: number[] = [];
  for (let pin = 0; mask >>> pin !== 0 && pin < 32; pin++) if ((mask >>> pin) & 1) pins.push(pin);
  return pins;
}

function maskOf(pins: readonly number[]): number {
  return pins.reduce((mask, pin) => mask | (1 << pin), 0) >>> 0;
}

/** How often a pin goes high in a period, and for how many cycles it is. */
function pulsesOf(acts: readonly Act[], cycles: number, gpio: number): { pulses: number; high: number } {
  const own = acts.filter(({ mask }) => ((mask >>> gpio) & 1) === 1);
  let level = ((own.at(-1)?.outputs ?? 0) >>> gpio) & 1;
  let at = 0;
  let pulses = 0;
  let high = 0;
  for (const act of own) {
    high += level * (act.cycle - at);
    at = act.cycle;
    const next = (act.outputs >>> gpio) & 1;
    if (next > level) pulses += 1;
    level = next;
  }
  return { pulses, high: high + level * (cycles - at) };
}
