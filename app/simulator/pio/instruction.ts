/** The sixteen bits of a PIO instruction, taken apart (RP2040 datasheet 3.4). Knows no state. */

export const opcode = { jmp: 0, wait: 1, in: 2, out: 3, pushPull: 4, mov: 5, irq: 6, set: 7 } as const;

/** Sources of IN and MOV, destinations of OUT and MOV: not every instruction has all of them. */
export const place = { pins: 0, x: 1, y: 2, null: 3, pindirs: 4, pc: 5, isr: 6, osr: 7 } as const;
/** What 4 and 7 mean elsewhere: MOV executes by 4, OUT by 7; MOV reads the status by 5. */
export const movTarget = { exec: 4 } as const;
export const outTarget = { exec: 7 } as const;
export const movSource = { status: 5 } as const;

export interface Instruction {
  readonly op: number;
  /** Bits 5-7: a condition, a place, or flags. */
  readonly a: number;
  /** Bits 0-4: an address, a count, an index or data. */
  readonly b: number;
  /** Bits 8-12, which each state machine divides into delay and side-set by itself. */
  readonly delaySide: number;
}

export function decode(word: number): Instruction {
  return { op: (word >> 13) & 7, a: (word >> 5) & 7, b: word & 31, delaySide: (word >> 8) & 31 };
}

/** A count of 32 is written as 0. */
export const bitCount = (field: number) => (field === 0 ? 32 : field);

/** The lowest `count` bits. */
export const lowBits = (count: number) => (count >= 32 ? 0xffffffff : (1 << count) - 1) >>> 0;

/** The lowest `count` bits of `value` at pin `base` and up, around at 32. */
export function atPins(value: number, base: number, count: number): number {
  const bits = (value & lowBits(count)) >>> 0;
  return base === 0 ? bits : ((bits << base) | (bits >>> (32 - base))) >>> 0;
}

export function reverseBits(value: number): number {
  let reversed = 0;
  for (let bit = 0; bit < 32; bit++) reversed = (reversed << 1) | ((value >>> bit) & 1);
  return reversed >>> 0;
}
