/** How a program sets a state machine up (RP2040 datasheet 3.5, the registers CLKDIV, EXECCTRL, SHIFTCTRL and PINCTRL). */
import { lowBits } from './instruction.ts';

export interface StateMachineSettings {
  wrapBottom: number;
  wrapTop: number;
  /** Bits of the delay field that are side-set, the enable bit among them. */
  sidesetBits: number;
  sidesetOptional: boolean;
  sidesetPindirs: boolean;
  inBase: number;
  outBase: number;
  outCount: number;
  setBase: number;
  setCount: number;
  sidesetBase: number;
  jmpPin: number;
  inShiftRight: boolean;
  outShiftRight: boolean;
  autopush: boolean;
  autopull: boolean;
  pushThreshold: number;
  pullThreshold: number;
  fifoJoin: 'none' | 'tx' | 'rx';
  /** The clock divider in 256ths. */
  divider256: number;
}

export const defaultSettings: StateMachineSettings = {
  wrapBottom: 0,
  wrapTop: 31,
  sidesetBits: 0,
  sidesetOptional: false,
  sidesetPindirs: false,
  inBase: 0,
  outBase: 0,
  outCount: 0,
  setBase: 0,
  setCount: 0,
  sidesetBase: 0,
  jmpPin: 0,
  inShiftRight: false,
  outShiftRight: false,
  autopush: false,
  autopull: false,
  pushThreshold: 32,
  pullThreshold: 32,
  fifoJoin: 'none',
  divider256: 256,
};

/** For each value of an instruction's delay field, which side-set takes bits from: the cycles of delay, and the side-set or -1. */
export function delaySideField({ sidesetBits, sidesetOptional }: StateMachineSettings): {
  delays: Uint8Array<ArrayBuffer>;
  sides: Int8Array<ArrayBuffer>;
} {
  const delays = new Uint8Array(32);
  const sides = new Int8Array(32);
  const delayBits = 5 - sidesetBits;
  for (let field = 0; field < 32; field++) {
    delays[field] = field & lowBits(delayBits);
    const side = field >> delayBits;
    const enable = 1 << (sidesetBits - 1);
    if (sidesetBits === 0 || (sidesetOptional && (side & enable) === 0)) sides[field] = -1;
    else sides[field] = sidesetOptional ? side & ~enable : side;
  }
  return { delays, sides };
}
