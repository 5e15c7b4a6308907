/**
 * Finds out that a state machine which nothing disturbs does the same again and again, by Brent's way of finding cycles, and
 * what it does meanwhile: so that nobody need run it any more. Knows the machine's registers and what it is told of its acts.
 */
import type { Registers, StateMachine } from './state-machine.ts';

/** What a machine did to the outside: outputs that it changed, or a flag that it raised. */
export interface Act {
  /** Since the period began. */
  cycle: number;
  mask: number;
  outputs: number;
  enables: number;
  /** The flag that was raised, or -1. */
  flag: number;
}

/** One that does more in a period is run, not replayed. */
const maximumActs = 4096;

export interface Period {
  cycles: number;
  acts: readonly Act[];
  /** A cycle at which a period began, and the registers at that moment. */
  startCycle: number;
  registers: Registers;
}

export class Repetition {
  #registers: Registers | null = null;
  #startCycle = 0;
  #acts: Act[] = [];
  /** Turns until the point of comparison moves on, which doubles. */
  #patience = 1;
  #turns = 0;

  /** Something from outside may lead the machine elsewhere. */
  forget(): void {
    this.#registers = null;
    this.#patience = 1;
    this.#turns = 0;
  }

  note(machine: StateMachine, act: Omit<Act, 'cycle'>): void {
    if (this.#registers === null || this.#acts.length > maximumActs) return;
    this.#acts.push({ cycle: machine.cycle - this.#startCycle, ...act });
  }

  /** To be called when the machine went back in its program; gives the period once it is found. */
  look(machine: StateMachine): Period | null {
    if (this.#registers !== null && machine.isAt(this.#registers)) {
      const cycles = machine.cycle - this.#startCycle;
      const isShort = this.#acts.length <= maximumActs;
      if (isShort) return { cycles, acts: this.#acts, startCycle: machine.cycle, registers: this.#registers };
    }
    this.#turns += 1;
    if (this.#registers === null || this.#turns === this.#patience) {
      this.#patience *= 2;
      this.#turns = 0;
      this.#registers = machine.registers;
      this.#startCycle = machine.cycle;
      this.#acts = [];
    }
    return null;
  }
}
