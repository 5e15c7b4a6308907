/**
 * Runs a state machine up to a moment: instruction by instruction, or, once it is known to do the same again and again, from the
 * acts of one period. Time is in ticks of the chip's clock.
 */
import type { PioBlock, Program } from './pio-block.ts';
import { pioClockHz } from './pio-clock.ts';
import { type ProgramTraits, programTraits } from './program-traits.ts';
import { type Act, type Period, Repetition } from './repetition.ts';
import type { StateMachine } from './state-machine.ts';

/** A machine that cannot keep up loses the time that it is behind more than this. */
const maximumLagSeconds = 0.02;

export class MachineRunner {
  readonly machine: StateMachine;
  readonly block: PioBlock;
  readonly blockIndex: number;
  program: Program = { offset: 0, length: 32 };
  traits: ProgramTraits = { samples: 0, drives: 0, waitsForFlags: false };
  /** The tick of the machine's cycle 0. */
  #originTick = 0;
  /** Ticks for which it waited for a program that was only computing: they do not count for whoever watches its pins. */
  lostTicks = 0;
  readonly #repetition = new Repetition();
  #period: Period | null = null;
  /** Its acts are old ones: what they change is not to be noted, or not even to be done. */
  mode: 'running' | 'replaying' | 'muted' = 'running';

  constructor(machine: StateMachine, block: PioBlock, blockIndex: number) {
    this.machine = machine;
    this.block = block;
    this.blockIndex = blockIndex;
  }

  get ticksPerCycle(): number {
    return this.machine.settings.divider256 / 256;
  }

  get period(): Period | null {
    return this.#period;
  }

  /** The tick at which the next instruction begins. */
  get tick(): number {
    return this.#originTick + this.machine.cycle * this.ticksPerCycle;
  }

  /** Time as those see it who watch its pins. */
  get watchedTick(): number {
    return this.tick - this.lostTicks;
  }

  /** The clock starts at this tick: the machine was set up anew or enabled. */
  start(tick: number): void {
    this.machine.cycle = 0;
    this.#originTick = tick;
    this.traits = programTraits(
      Array.from({ length: this.program.length }, (_, at) => this.block.instruction(this.program.offset + at)),
      this.machine.settings,
    );
    this.disturb();
  }

  /** The last cycle that begins by then. */
  #cycleAt(tick: number): number {
    return Math.floor((tick - this.#originTick) / this.ticksPerCycle);
  }

  /** Something from outside happened at this tick: a machine that waits looks again then; one that repeats may no longer do so. */
  meet(tick: number): void {
    this.disturb();
    if (!this.machine.stalled) return;
    this.machine.stalled = false;
    this.machine.cycle = Math.max(this.machine.cycle, this.#cycleAt(tick) + 1);
  }

  /** As `meet`, for a machine whose program gave it data as fast as it could: it waited for no time. */
  meetAtOnce(tick: number): void {
    const waited = this.machine.stalled ? tick - this.tick : 0;
    this.disturb();
    this.machine.stalled = false;
    if (waited <= 0) return;
    this.#originTick += waited;
    this.lostTicks += waited;
  }

  /** Ends the repetition: the machine stands where its period has come to. */
  disturb(): void {
    const period = this.#period;
    this.#period = null;
    this.#repetition.forget();
    if (period === null) return;
    const { machine } = this;
    const to = machine.cycle;
    machine.registers = period.registers;
    machine.cycle = to - ((to - period.startCycle) % period.cycles);
    this.mode = 'muted';
    while (machine.cycle < to && machine.step(to - 1));
    this.mode = 'running';
  }

  /** The machine changed outputs, or raised a flag. */
  note(act: Omit<Act, 'cycle'>): void {
    if (this.mode === 'running') this.#repetition.note(this.machine, act);
  }

  /** Runs up to `tick`, for so many instructions at the most; gives how many it took. */
  run(tick: number, maximum: number): number {
    const { machine } = this;
    if (!machine.enabled) return 0;
    const last = this.#cycleAt(tick);
    if (this.#period !== null) {
      this.#replay(this.#period, last);
      return 0;
    }
    let count = 0;
    while (machine.cycle <= last && count < maximum) {
      const { pc } = machine;
      count += 1;
      if (!machine.step(last)) return count;
      if (machine.pc > pc) continue;
      this.#period = this.#repetition.look(machine);
      if (this.#period === null) continue;
      this.#replay(this.#period, last);
      return count;
    }
    this.#loseLag(tick);
    return count;
  }

  /** One instruction, for a machine that others disturb. */
  step(): boolean {
    return this.machine.step(this.machine.cycle);
  }

  /** Too slow a computer: what was not done by now is not made up for. */
  #loseLag(tick: number): void {
    const lag = tick - this.tick - maximumLagSeconds * pioClockHz;
    if (lag > 0) this.#originTick += lag;
  }

  /** When a repeating machine next does something that `matters`; null when it never does. */
  nextAct(matters: (act: Act) => boolean): number | null {
    const period = this.#period;
    if (period === null) return null;
    const at = (this.machine.cycle - period.startCycle) % period.cycles;
    const next = period.acts.find((act) => act.cycle >= at && matters(act)) ?? period.acts.find(matters);
    if (next === undefined) return null;
    const cycles = next.cycle - at;
    return this.tick + (cycles < 0 ? cycles + period.cycles : cycles) * this.ticksPerCycle;
  }

  #replay(period: Period, last: number): void {
    const { machine } = this;
    const end = last + 1;
    if (end <= machine.cycle) return;
    if (period.acts.length > 0) {
      // What happened long ago nobody saw; the last periods leave everything as it is to be.
      const skipped = Math.floor((end - machine.cycle) / period.cycles) - 2;
      if (skipped > 0) machine.cycle += skipped * period.cycles;
      this.mode = 'replaying';
      for (
        let begin = machine.cycle - ((machine.cycle - period.startCycle) % period.cycles);
        begin < end;
        begin += period.cycles
      ) {
        for (const act of period.acts) {
          const cycle = begin + act.cycle;
          if (cycle < machine.cycle || cycle >= end) continue;
          machine.cycle = cycle;
          this.#act(act);
        }
      }
      this.mode = 'running';
    }
    machine.cycle = end;
  }

  #act({ mask, outputs, enables, flag }: Act): void {
    this.block.drive(mask, outputs);
    this.block.direct(mask, enables);
    if (flag >= 0) this.block.raiseFlag(flag);
  }
}
