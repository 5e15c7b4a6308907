import { describe, expect, test } from 'vitest';
import type { PinSnapshot } from '../../app/simulator/index.ts';
import { nextDrive, pinLook } from './pin-state.ts';
import type { BoardPin } from './pinout.ts';

const gp15: BoardPin = { number: 20, name: 'GP15', kind: 'gpio', purpose: null, x: 0, y: 0, side: 'left' };
const ground: BoardPin = { ...gp15, number: 3, name: 'GND', kind: 'ground', purpose: 'ground' };
const idle: PinSnapshot = {
  name: 'GP15',
  mode: 'unused',
  pull: 'none',
  level: 0,
  drivenFromOutside: null,
  signal: null,
};

describe('a pin', () => {
  test('says its name, what it is used for, and its level', () => {
    const snapshots: PinSnapshot[] = [
      idle,
      { ...idle, mode: 'out', level: 1 },
      { ...idle, mode: 'in', pull: 'up', level: 1 },
      { ...idle, mode: 'in', pull: 'up', level: 0, drivenFromOutside: 0, signal: null },
      { ...idle, level: 1, drivenFromOutside: 1, signal: null },
    ];
    expect(snapshots.map((snapshot) => pinLook(gp15, snapshot).words)).toEqual([
      'GP15, not used',
      'GP15, output, high',
      'GP15, input, pulled up, high',
      'GP15, input, pulled up, low, driven low from outside',
      'GP15, not used, high, driven high from outside',
    ]);
  });

  test('shows a level only when it is in use', () => {
    expect([idle, { ...idle, mode: 'out' as const }].map((snapshot) => pinLook(gp15, snapshot).level)).toEqual([
      null,
      0,
    ]);
  });

  test('is not driven against its own output', () => {
    const modes = ['unused', 'in', 'open-drain', 'alt', 'out'] as const;
    expect(modes.map((mode) => pinLook(gp15, { ...idle, mode }).drivable)).toEqual([true, true, true, true, false]);
  });

  test('of the board’s wires says what it is and cannot be driven', () => {
    expect(pinLook(ground, null)).toEqual({
      words: 'GND, ground',
      level: null,
      direction: null,
      drivable: false,
      driven: false,
    });
  });
});

test('presses drive a pin high, low, and let it go', () => {
  expect([nextDrive(null), nextDrive(1), nextDrive(0)]).toEqual([1, 0, null]);
});
