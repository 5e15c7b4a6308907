import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../base/index.ts';
import { Bench } from '../bench.ts';
import { Link } from '../link.ts';
import { PinBank, pinBankBytes } from '../pin-bank.ts';
import { pinIndex } from '../pin-layout.ts';
import { parseSteering } from './parse.ts';
import { Steering } from './steering.ts';

let clock: ManualClock;
let pins: PinBank;
let bench: Bench;
let steering: Steering;
let done: unknown[];

beforeEach(() => {
  clock = new ManualClock();
  pins = new PinBank(new SharedArrayBuffer(pinBankBytes));
  pins.reset();
  bench = new Bench(pins);
  done = [];
  steering = new Steering({
    clock,
    bench,
    wifi: {
      setOn: (on) => done.push(['on', on]),
      setRssi: (dbm) => done.push(['rssi', dbm]),
      setPassword: (password) => done.push(['password', password]),
      setPacketLoss: (ratio) => done.push(['loss', ratio]),
    },
    drivePin: (pin, level) => pins.drive(pinIndex(pin) ?? -1, level),
    link: new Link(),
    setFlashSpeed: (profile) => done.push(['flash', profile]),
    flashFaults: {
      fill: (bytesLeft) => done.push(['fill', bytesLeft]),
      losePowerAfter: (bytes) => done.push(['lose power', bytes]),
      clear: () => done.push(['clear']),
    },
    setPower: async (to) => void done.push(['power', to]),
  });
});

const steer = (line: string) => steering.steer(parseSteering(line));
const driven = (pin: number) => pins.drivenFromOutside(pin);

describe('a pressed button', () => {
  it('is let go by itself', async () => {
    await steer('press GP15 for 200ms');
    const seen = [driven(15)];
    clock.advance(199);
    seen.push(driven(15));
    clock.advance(1);
    expect([...seen, driven(15)]).toEqual([0, 0, null]);
  });

  it('is held longer when it is pressed again', async () => {
    await steer('press GP15');
    clock.advance(60);
    await steer('press GP15');
    clock.advance(60);
    const meanwhile = driven(15);
    clock.advance(40);
    expect([meanwhile, driven(15), clock.pending]).toEqual([0, null, 0]);
  });

  it('leaves a pin alone that somebody drives since', async () => {
    await steer('press GP15');
    await steer('pin GP15 high');
    clock.advance(1000);
    expect(driven(15)).toBe(1);
  });
});

describe('parts', () => {
  it('are joined by the name that they are given, set and taken off', async () => {
    expect(await steer('attach bme280 sda=GP6 scl=GP7 as outside')).toEqual({ id: 'outside' });
    await steer('set outside temperature 31.5');
    const joined = bench.snapshot().parts;
    await steer('detach outside');
    expect([joined, bench.snapshot().parts]).toEqual([
      [
        expect.objectContaining({
          id: 'outside',
          name: 'BME280',
          wiring: { sda: 'GP6', scl: 'GP7' },
          values: expect.objectContaining({ temperature: { value: 31.5, unit: '°C', minimum: -40, maximum: 85 } }),
        }),
      ],
      [],
    ]);
  });

  it('are found by what they are while there is one such', async () => {
    await steer('attach dht22');
    await steer('set dht22 humidity 80');
    await steer('attach dht22 data=GP3');
    await expect(steer('set dht22 humidity 10')).rejects.toThrow(
      'Several parts are a dht22. Name one of them: DHT22-1, DHT22-2.',
    );
    expect(bench.snapshot().parts.map(({ id, values }) => [id, values.humidity?.value])).toEqual([
      ['DHT22-1', 80],
      ['DHT22-2', 45],
    ]);
  });

  it.each([
    ['attach toaster', /^There is no part "toaster"\. There are: button, /],
    ['attach bme280 data=GP3', /^A BME280 has no leg "data"\./],
    ['attach potentiometer wiper=GP15', /^GP15 measures no voltage\./],
    ['detach nothing', /^No part "nothing" is joined to the board\. Joined are: none\.$/],
    ['wire GP3 GP3', /^A wire joins two different pins or more\.$/],
    ['volts GP15 1', /^GP15 measures no voltage\./],
  ])('%j is refused', async (line, sentence) => {
    await expect(steer(line)).rejects.toThrow(sentence);
    expect(bench.snapshot().parts).toEqual([]);
  });

  it('have a name of their own', async () => {
    await steer('attach dht22 as one');
    await expect(steer('attach dht22 data=GP3 as one')).rejects.toThrow(/^A part is called "one" already\./);
  });
});

describe('what hands use', () => {
  it('a button joins its pin to ground, or to 3.3 V, while it is pressed', async () => {
    await steer('attach button pin=GP14 as stop');
    await steer('attach button pin=GP13 level=1 as go');
    const seen = [driven(14), driven(13)];
    await steer('set stop pressed 1');
    await steer('set go pressed 1');
    seen.push(driven(14), driven(13));
    await steer('set stop pressed 0');
    await steer('detach go');
    expect([...seen, driven(14), driven(13)]).toEqual([null, null, 0, 1, null, null]);
  });

  it('a potentiometer puts its part of 3.3 V on its pin until it is taken off', async () => {
    await steer('attach potentiometer wiper=GP27');
    const seen = [bench.volts(1)];
    await steer('set potentiometer position 100');
    seen.push(bench.volts(1));
    await steer('detach potentiometer');
    expect([...seen, bench.snapshot().volts]).toEqual([1.65, 3.3, {}]);
  });
});

describe('wires', () => {
  it('are put and taken off, pin by pin', async () => {
    await steer('wire GP0 GP1 GP2');
    await steer('unwire GP1');
    const left = bench.snapshot().wires;
    const joined = [bench.areJoined(0, 1), bench.areJoined(0, 2)];
    await steer('unwire GP0');
    expect([left, joined, bench.snapshot().wires, bench.areJoined(0, 2)]).toEqual([
      [['GP0', 'GP2']],
      [false, true],
      [],
      false,
    ]);
  });
});

it('the air and the power are asked of the board', async () => {
  for (const line of [
    'wifi off',
    'wifi rssi -80',
    'wifi loss 25%',
    'wifi password x',
    'power cycle',
    'flash-speed rp2',
    'fault flash full',
    'fault flash full 1000 bytes left',
    'fault power lost after 5 bytes',
    'fault off',
  ])
    await steer(line);
  expect(done).toEqual([
    ['on', false],
    ['rssi', -80],
    ['loss', 0.25],
    ['password', 'x'],
    ['power', 'cycle'],
    ['flash', 'rp2'],
    ['fill', 0],
    ['fill', 1000],
    ['lose power', 5],
    ['clear'],
  ]);
});
