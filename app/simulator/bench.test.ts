import { describe, expect, it } from 'vitest';
import { BrambleError, ManualClock } from '../base/index.ts';
import { adcReading } from './adc.ts';
import { Bench } from './bench.ts';
import type { Part, PinName } from './part.ts';
import { bme280, dht22 } from './parts/index.ts';
import { PinBank, pinBankBytes } from './pin-bank.ts';
import { Watchdog } from './watchdog.ts';

function newBench() {
  const pins = new PinBank(new ArrayBuffer(pinBankBytes));
  pins.reset();
  return { pins, bench: new Bench(pins) };
}

/** The code and the message of what it throws. */
function refusal(act: () => unknown): string {
  try {
    act();
    return 'accepted';
  } catch (error) {
    return error instanceof BrambleError ? `${error.code}: ${error.message}` : String(error);
  }
}

describe('a bench', () => {
  it('finds a part at the pins of its legs, and at the other end of a wire to them', () => {
    const { bench } = newBench();
    bench.attach(bme280(), { sda: 'GP6', scl: 'GP7' });
    expect([bench.i2c(6, 7).length, bench.i2c(4, 5).length]).toEqual([1, 0]);

    bench.join('GP4', 'GP6');
    bench.join('GP5', 'GP7');

    expect(bench.i2c(4, 5).length).toBe(1);
  });

  it('forgets a part that is taken off', () => {
    const { bench } = newBench();
    const attached = bench.attach(bme280());
    bench.attach(dht22());

    attached.dispose();
    attached.dispose();

    expect([bench.i2c(4, 5), bench.snapshot().parts.map(({ name }) => name)]).toEqual([[], ['DHT22']]);
  });

  it('says in words what cannot be', () => {
    const { bench } = newBench();
    const { id } = bench.attach(dht22());

    expect([
      refusal(() => bench.attach(bme280(), { mosi: 'GP3' })),
      refusal(() => bench.attach(bme280(), { sda: 'LED' })),
      refusal(() => bench.attach(bme280(), { sda: 'GP24' as PinName })),
      refusal(() => bench.join('GP2', 'GP2')),
      refusal(() => bench.setVolts('GP3', 1)),
      refusal(() => bench.setVolts('GP26', 5)),
      refusal(() => bench.setVolts('GP26', Number.NaN)),
      refusal(() => bench.setValue('nothing', 'temperature', 1)),
      refusal(() => bench.setValue(id, 'constructor', 1)),
      refusal(() => bench.setValue(id, 'temperature', 200)),
    ]).toEqual([
      'usage: A BME280 has no leg "mosi". Its legs are sda, scl.',
      'usage: Nothing can be joined to "LED". Use GP0 to GP22, GP26 to GP28.',
      'usage: Nothing can be joined to "GP24". Use GP0 to GP22, GP26 to GP28.',
      'usage: A wire joins two different pins or more.',
      'usage: GP3 measures no voltage. Use GP26, GP27 or GP28.',
      'usage: A pin of a Pico W takes 0 to 3.3 V.',
      'usage: A pin of a Pico W takes 0 to 3.3 V.',
      'usage: No part "nothing" is joined to the board. Joined are: DHT22-1.',
      'usage: A DHT22 has no "constructor" to set. It has: temperature, humidity.',
      'usage: temperature of a DHT22 goes from -40 to 80 °C.',
    ]);
  });

  it('tells of every change', () => {
    const { bench } = newBench();
    let changes = 0;
    bench.onDidChange(() => changes++);

    const { id, dispose } = bench.attach(dht22());
    bench.setValue(id, 'humidity', 50);
    bench.setVolts('GP26', 1);
    bench.join('GP0', 'GP1').dispose();
    dispose();

    expect(changes).toBe(6);
  });

  it('puts a new wire in place of those at its pins', () => {
    const { bench, pins } = newBench();
    const old = bench.join('GP0', 'GP1');
    bench.join('GP1', 'GP2');

    old.dispose();

    expect([bench.snapshot().wires, pins.joined(1), pins.joined(0)]).toEqual([[['GP1', 'GP2']], [1, 2], [0]]);
  });

  it('gives parts their power when they are joined and when the board gets it back', () => {
    const { bench } = newBench();
    let times = 0;
    const part: Part = { name: 'Lamp', usualWiring: { data: 'GP9' }, powerOn: () => times++ };
    bench.attach(part);

    bench.powerOn();

    expect(times).toBe(2);
  });
});

describe('an analog pin', () => {
  it('has the voltage that was put on it, else that of its level', () => {
    const { bench, pins } = newBench();
    expect(bench.volts(0)).toBe(0);
    pins.drive(26, 1);
    expect(bench.volts(0)).toBe(3.3);

    bench.setVolts('GP26', 1.1);

    expect(bench.volts(0)).toBe(1.1);
  });

  it('reads 0 at 0 V, 65535 at full scale, and never outside', () => {
    expect([-1, 0, 1.65, 3.3, 9].map(adcReading)).toEqual([0, 0, 32776, 65535, 65535]);
  });

  it('measures the temperature of the chip as its datasheet says', () => {
    const { bench } = newBench();
    bench.celsius = 27;

    expect(bench.volts(4)).toBeCloseTo(0.706);
  });
});

describe('a watchdog', () => {
  it('calls for a reset when it was not fed in time, once', () => {
    const clock = new ManualClock();
    let resets = 0;
    const watchdog = new Watchdog({ clock, onStarved: () => resets++ });
    watchdog.feed();
    watchdog.start(100);
    clock.advance(99);
    watchdog.feed();
    clock.advance(99);
    expect(resets).toBe(0);

    clock.advance(1000);

    expect([resets, clock.pending]).toEqual([1, 0]);
  });

  it('is over after a reset', () => {
    const clock = new ManualClock();
    const watchdog = new Watchdog({ clock, onStarved: () => expect.unreachable() });
    watchdog.start(100);
    watchdog.reset();
    clock.advance(1000);

    expect(clock.pending).toBe(0);
  });
});
