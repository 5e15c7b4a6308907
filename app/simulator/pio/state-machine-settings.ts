/** How a program sets a state machine up (RP2040 datasheet 3.5, the registers CLKDIV, EXECCTRL, SHIFTCTRL and PINCTRL). */
import { atPins, lowBits } from './instruction.ts';

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

/** What an instruction's delay field, which side-set takes bits from, comes to: worked out once, not at each step. */
export interface DelaySideField {
  /** For each value of the field: the cycles of delay. */
  delays: Uint8Array<ArrayBuffer>;
  /** The pins that side-set acts on, 0 for none, and what it sets them to: a bit each. */
  sideMasks: Int32Array<ArrayBuffer>;
  sideValues: Int32Array<ArrayBuffer>;
}

export function delaySideField(settings: StateMachineSettings): DelaySideField {
  const { sidesetBits, sidesetOptional, sidesetBase } = settings;
  const field: DelaySideField = {
    delays: new Uint8Array(32),
    sideMasks: new Int32Array(32),
    sideValues: new Int32Array(32),
  };
  const delayBits = 5 - sidesetBits;
  const count = sidesetBits - (sidesetOptional ? 1 : 0);
  for (let value = 0; value < 32; value++) {
    field.delays[value] = value & lowBits(delayBits);
    const side = value >> delayBits;
    const enable = 1 << (sidesetBits - 1);
    if (sidesetBits === 0 || (sidesetOptional && (side & enable) === 0)) continue;
    field.sideMasks[value] = atPins(0xffffffff, sidesetBase, count);
    field.sideValues[value] = atPins(side, sidesetBase, count);
  }
  return field;
}
