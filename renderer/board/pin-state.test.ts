import { describe, expect, test } from 'vitest';
import type { PinSnapshot, SimulatorSnapshot } from '../../app/simulator/index.ts';
import { formatHertz, type PinFact, pinFacts, pinLook } from './pin-state.ts';
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
const factOf = (pin: Partial<PinSnapshot>, rest: Partial<PinFact> = {}): PinFact => ({
  pin: { ...idle, ...pin },
  duty: null,
  frequencyHz: null,
  volts: null,
  parts: [],
  ...rest,
});
const part: SimulatorSnapshot['parts'][number] = {
  id: 'Button-1',
  name: 'Button',
  wiring: { pin: 'GP15' },
  values: { pressed: { value: 1, unit: '', minimum: 0, maximum: 1 } },
  picture: null,
  light: null,
  memory: null,
};

describe('a pin', () => {
  test('says its name, what it is used for, and its level', () => {
    const facts = [
      factOf({}),
      factOf({ mode: 'out', level: 1 }),
      factOf({ mode: 'in', pull: 'up', level: 1 }),
      factOf({ mode: 'in', pull: 'up', level: 0, drivenFromOutside: 0 }),
      factOf({ level: 1, drivenFromOutside: 1 }),
      factOf({ mode: 'alt', pull: 'up', level: 1, signal: 'I2C0 SDA' }),
      factOf({ mode: 'alt', signal: 'PWM 7B' }, { duty: 0.25, frequencyHz: 1500 }),
      factOf({ mode: 'alt', signal: 'ADC0' }, { volts: 1.65 }),
      factOf({ mode: 'in', pull: 'up', level: 0 }, { parts: [part] }),
    ];
    expect(facts.map((fact) => pinLook(gp15, fact).words)).toEqual([
      'GP15, not used',
      'GP15, output, high',
      'GP15, input, pulled up, high',
      'GP15, input, pulled up, low, driven low from outside',
      'GP15, not used, high, driven high from outside',
      'GP15, I2C0 SDA, pulled up, high',
      'GP15, PWM 7B, 25 % of the time high, 1.5 kHz',
      'GP15, ADC0, 1.65 V',
      'GP15, input, pulled up, low, with Button',
    ]);
  });

  test('shows a level only when it is in use, a duty for a wave, a voltage for an analog input', () => {
    const facts = [
      factOf({}),
      factOf({ mode: 'out' }),
      factOf({ mode: 'alt', level: 1, signal: 'PWM 7B' }, { duty: 0.25 }),
      factOf({ mode: 'alt', level: 1, signal: 'ADC0' }, { volts: 1.65 }),
    ];
    expect(facts.map((fact) => pinLook(gp15, fact)).map(({ level, glow, note }) => [level, glow, note])).toEqual([
      [null, 0, null],
      [0, 0, 'out ◂'],
      [null, 0.25, '25 %'],
      [null, 0.5, '1.65 V'],
    ]);
  });

  test('shows the part that is joined to it, and how far it is on', () => {
    const lamp = { ...part, name: 'LED', values: {}, light: { colour: 0x00ff40, brightness: 0.5 } };
    const looks = [part, lamp].map((each) => pinLook(gp15, factOf({}, { parts: [each] })));
    expect(looks.map(({ part, partOn, partColour }) => [part, partOn, partColour])).toEqual([
      ['Button', 1, null],
      ['LED', 0.5, '#00ff40'],
    ]);
  });

  test('of the board’s wires says what it is', () => {
    const { words, level, note } = pinLook(ground, null);
    expect([words, level, note]).toEqual(['GND, ground', null, null]);
  });
});

test('what a snapshot says of waves, voltages and parts is found by pin', () => {
  const facts = pinFacts({
    pins: [idle, { ...idle, name: 'GP26' }],
    pwm: [{ pin: 'GP15', frequencyHz: 50, duty: 0.1 }],
    volts: { GP26: 2 },
    parts: [part],
  } as unknown as SimulatorSnapshot);
  expect([...facts.values()].map(({ duty, volts, parts }) => [duty, volts, parts.length])).toEqual([
    [0.1, null, 1],
    [null, 2, 0],
  ]);
});

test('frequencies are said in the unit that people use', () => {
  expect([50, 1000, 1500, 2_500_000].map(formatHertz)).toEqual(['50 Hz', '1 kHz', '1.5 kHz', '2.5 MHz']);
});
