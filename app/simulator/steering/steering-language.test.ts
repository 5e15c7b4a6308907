import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PinName } from '../part.ts';
import type { SteeringCommand } from './command.ts';
import { formatSteering } from './format.ts';
import { parseSteering, steeringVerbs } from './parse.ts';

const pin = fc.nat(22).map((gpio): PinName => `GP${gpio}`);
const number = fc.double({ min: -1000, max: 1000, noNaN: true }).map((value) => Math.round(value * 100) / 100 + 0);
const percent = fc.nat(100);
const direction = fc.constantFrom('to-board' as const, 'from-board' as const);
const id = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,12}$/);
const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/).filter((text) => text !== 'as');

const commands: fc.Arbitrary<SteeringCommand> = fc.oneof(
  fc.record({ kind: fc.constant('pin' as const), pin, level: fc.constantFrom<0 | 1 | null>(0, 1, null) }),
  fc.record({ kind: fc.constant('press' as const), pin, forMs: fc.nat(100_000) }),
  fc.record({
    kind: fc.constant('volts' as const),
    pin,
    volts: fc.option(fc.nat(330).map((value) => value / 100)),
  }),
  fc.record({ kind: fc.constant('temperature' as const), celsius: fc.nat(125) }),
  fc.record({
    kind: fc.constant('attach' as const),
    part: word,
    id: fc.option(id),
    wiring: fc.dictionary(
      word.map((name) => `leg${name}`),
      pin,
      { noNullPrototype: true },
    ),
    numbers: fc.dictionary(word, number, { noNullPrototype: true }),
  }),
  fc.record({ kind: fc.constant('detach' as const), id }),
  fc.record({ kind: fc.constant('set' as const), id, name: word, value: number }),
  fc.record({ kind: fc.constant('wire' as const), pins: fc.array(pin, { minLength: 2, maxLength: 4 }) }),
  fc.record({ kind: fc.constant('unwire' as const), pins: fc.array(pin, { minLength: 1, maxLength: 4 }) }),
  fc.record({ kind: fc.constant('wifi' as const), on: fc.boolean() }),
  fc.record({ kind: fc.constant('wifi-rssi' as const), dbm: fc.integer({ min: -100, max: 0 }).map((dbm) => dbm + 0) }),
  fc.record({ kind: fc.constant('wifi-password' as const), password: fc.option(fc.stringMatching(/^\S{8}$/)) }),
  fc.record({ kind: fc.constant('wifi-loss' as const), percent }),
  fc.record({
    kind: fc.constant('link' as const),
    profile: fc.constant('rp2' as const),
    latencyMs: fc.option(fc.nat(5000)),
  }),
  fc.record({
    kind: fc.constant('link-slow' as const),
    bytesPerSecond: fc.integer({ min: 1 }),
    latencyMs: fc.nat(500),
  }),
  fc.record({ kind: fc.constant('flash-speed' as const), profile: fc.constantFrom('free' as const, 'rp2' as const) }),
  fc.record({
    kind: fc.constant('fault-unplug' as const),
    afterBytes: fc.nat(1_000_000),
    direction: fc.option(direction),
  }),
  fc.record({ kind: fc.constant('fault-flash-full' as const), bytesLeft: fc.nat(1_000_000) }),
  fc.record({ kind: fc.constant('fault-power-lost' as const), afterBytes: fc.nat(1_000_000) }),
  fc.record({ kind: fc.constant('fault-garbage' as const), bytes: fc.nat(1000), direction, seed: fc.nat(100) }),
  fc.record({ kind: fc.constant('fault-noise' as const), percent, direction, seed: fc.nat(100) }),
  fc.record({ kind: fc.constant('fault-off' as const) }),
  fc.record({
    kind: fc.constant('power' as const),
    to: fc.constantFrom('off' as const, 'on' as const, 'cycle' as const),
  }),
);

describe('the steering language', () => {
  it('reads back what it writes', () => {
    fc.assert(
      fc.property(commands, (command) => {
        expect(parseSteering(formatSteering(command))).toEqual(command);
      }),
    );
  });

  it.each<[string, SteeringCommand]>([
    ['pin GP15 low', { kind: 'pin', pin: 'GP15', level: 0 }],
    ['  PIN  gp15   HIGH ', { kind: 'pin', pin: 'GP15', level: 1 }],
    ['release GP15', { kind: 'pin', pin: 'GP15', level: null }],
    ['press GP14', { kind: 'press', pin: 'GP14', forMs: 100 }],
    ['press GP14 for 1.5s', { kind: 'press', pin: 'GP14', forMs: 1500 }],
    ['volts GP26 none', { kind: 'volts', pin: 'GP26', volts: null }],
    [
      'attach BME280 sda=GP6 scl=gp7 address=0x77 as outside',
      { kind: 'attach', part: 'bme280', id: 'outside', wiring: { sda: 'GP6', scl: 'GP7' }, numbers: { address: 0x77 } },
    ],
    ['set outside temperature -7.5', { kind: 'set', id: 'outside', name: 'temperature', value: -7.5 }],
    ['wifi loss 12.5%', { kind: 'wifi-loss', percent: 12.5 }],
    ['wifi password any', { kind: 'wifi-password', password: null }],
  ])('understands %j', (line, command) => {
    expect(parseSteering(line)).toEqual(command);
  });

  it.each([
    ['', /^A command is missing\. There are: pin, press, .*fault\.$/],
    ['toggle GP15', /^"toggle" is no command for a board\. There are: pin/],
    ['constructor', /^"constructor" is no command/],
    ['pin', /^The pin is missing\. It goes: pin GP15 low\|high\|release$/],
    ['pin GP15', /^The level is missing\. It goes: pin GP15/],
    ['pin GP15 up', /^The level is "up", not low, high or release\./],
    ['pin GP23 low', /^"GP23" is no pin: GP0 to GP22, GP26 to GP28\./],
    ['pin LED low', /^"LED" is no pin/],
    ['pin GP15 low now', /^"now" is too much\./],
    ['press GP15 for 200', /^How long is "200", not a time such as 200ms, 2s or 1min\./],
    ['volts GP26 5', /^The voltage is 5; it goes over 0 to 3\.3\./],
    ['attach bme280 sda', /^"sda" is neither a leg with its pin nor "as" and a name\./],
    ['attach bme280 sda=GP99', /^"GP99" is neither a pin/],
    ['attach bme280 as ../x', /^"\.\.\/x" cannot name a part/],
    ['set x temperature warm', /^The value is "warm", not a number\./],
    ['wire GP0', /^The pin is missing\./],
    ['wifi loss 10', /^The loss is "10", not 0% to 100%\./],
    ['power maybe', /^The word is "maybe", not off, on or cycle\./],
  ])('says what is wrong with %j', (line, sentence) => {
    expect(() => parseSteering(line)).toThrow(sentence);
    expect(() => parseSteering(line)).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it('shows for every command how it goes in a way that it reads', () => {
    for (const { usage } of Object.values(steeringVerbs)) {
      for (const way of usage.split(', ')) {
        const plain = way.replace(/ \[.*?\]/g, '').replace(/\|\S+$/, '');
        expect(() => parseSteering(plain)).not.toThrow();
      }
    }
  });
});
