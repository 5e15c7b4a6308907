/** A state machine's OSR or ISR: 32 bits that move out of one end, or in at one, and how many of them did (RP2040 datasheet 3.2.4). */
import { lowBits } from './instruction.ts';

export class ShiftRegister {
  bits = 0;
  /** How many bits were shifted since it was filled or emptied; an OSR is empty and an ISR full at 32. */
  count: number;

  constructor(count: number) {
    this.count = count;
  }

  set(bits: number, count: number): void {
    this.bits = bits;
    this.count = count;
  }

  shiftIn(bits: number, count: number, right: boolean): void {
    if (count === 32) this.bits = bits;
    else if (right) this.bits = ((this.bits >>> count) | (bits << (32 - count))) >>> 0;
    else this.bits = ((this.bits << count) | bits) >>> 0;
    this.count = Math.min(32, this.count + count);
  }

  shiftOut(count: number, right: boolean): number {
    const { bits } = this;
    this.count = Math.min(32, this.count + count);
    if (count === 32) {
      this.bits = 0;
      return bits;
    }
    this.bits = (right ? bits >>> count : bits << count) >>> 0;
    return right ? (bits & lowBits(count)) >>> 0 : bits >>> (32 - count);
  }
}
