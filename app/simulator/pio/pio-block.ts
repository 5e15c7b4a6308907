/**
 * A PIO block: four state machines with an instruction memory, eight flags and the outputs that they share (RP2040 datasheet 3.1).
 * Which of its outputs reach a pin, and what a pin's level is, its owner says.
 */
import { decode, type Instruction } from './instruction.ts';
import { StateMachine, type StateMachineHost } from './state-machine.ts';

export const memorySize = 32;
const machineCount = 4;
/** The flags that can interrupt the processor. */
const interruptFlags = 0xf;

/** What a block asks and tells. */
export interface PioBlockHost {
  level(pin: number): 0 | 1;
  /** The block's outputs changed at these pins. */
  changed(pins: number): void;
  /** A flag that the program wants to be interrupted by was raised; it is taken, and so cleared. */
  interrupted(flag: number): void;
  /** Any flag was raised. */
  raised(flag: number): void;
}

/** What is loaded at the top of an instruction memory: where, and which instructions. */
export interface Program {
  offset: number;
  length: number;
}

export class PioBlock implements StateMachineHost {
  readonly machines: readonly StateMachine[];
  /** Output levels and enables, a bit a pin. */
  outputs = 0;
  enables = 0;
  flags = 0;
  /** The flags that interrupt the program. */
  wanted = 0;
  /** How often flags or outputs changed. */
  changes = 0;
  readonly #host: PioBlockHost;
  #memory: Instruction[] = [];
  #words: number[] = [];
  #used = 0;

  constructor(host: PioBlockHost) {
    this.#host = host;
    this.machines = Array.from({ length: machineCount }, (_, index) => new StateMachine(index, this));
    this.reset();
  }

  reset(): void {
    this.outputs = 0;
    this.enables = 0;
    this.flags = 0;
    this.wanted = 0;
    this.#used = 0;
    this.#words = new Array(memorySize).fill(0);
    this.#memory = this.#words.map(decode);
  }

  /** Loads a program as high as there is room; its jumps are moved along. Gives its offset, or null when it does not fit. */
  load(words: readonly number[], origin?: number): number | null {
    const mask = (offset: number) => ((2 ** words.length - 1) * 2 ** offset) >>> 0;
    for (let offset = memorySize - words.length; offset >= 0; offset--) {
      if (origin !== undefined && origin !== offset) continue;
      if ((this.#used & mask(offset)) !== 0) continue;
      this.#used = (this.#used | mask(offset)) >>> 0;
      words.forEach((word, at) => {
        const moved = word >> 13 === 0 ? word + offset : word;
        this.#words[offset + at] = moved;
        this.#memory[offset + at] = decode(moved);
      });
      return offset;
    }
    return null;
  }

  unload({ offset, length }: Program): void {
    this.#used = (this.#used & ~((2 ** length - 1) * 2 ** offset)) >>> 0;
  }

  unloadAll(): void {
    this.#used = 0;
  }

  instruction(address: number): Instruction {
    return this.#memory[address & 31] ?? decode(0);
  }

  level(pin: number): 0 | 1 {
    return this.#host.level(pin);
  }

  drive(mask: number, values: number): void {
    const outputs = ((this.outputs & ~mask) | (values & mask)) >>> 0;
    const changed = outputs ^ this.outputs;
    if (changed === 0) return;
    this.outputs = outputs;
    this.changes += 1;
    this.#host.changed(changed);
  }

  direct(mask: number, directions: number): void {
    const enables = ((this.enables & ~mask) | (directions & mask)) >>> 0;
    const changed = enables ^ this.enables;
    if (changed === 0) return;
    this.enables = enables;
    this.changes += 1;
    this.#host.changed(changed);
  }

  raiseFlag(flag: number): void {
    this.changes += 1;
    this.flags |= 1 << flag;
    this.#host.raised(flag);
    if ((interruptFlags & this.wanted & (1 << flag)) === 0) return;
    // MicroPython's interrupt handler acknowledges it before anything else happens.
    this.flags &= ~(1 << flag);
    this.#host.interrupted(flag);
  }

  clearFlag(flag: number): void {
    this.changes += 1;
    this.flags &= ~(1 << flag);
  }

  /** What drives a pin: its level, or null when the block does not. */
  driven(pin: number): 0 | 1 | null {
    if (((this.enables >>> pin) & 1) === 0) return null;
    return ((this.outputs >>> pin) & 1) === 0 ? 0 : 1;
  }
}
