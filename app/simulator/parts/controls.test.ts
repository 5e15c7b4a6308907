/** What hands and eyes use on a bench: a button, a potentiometer, a lamp, at the pins of a board. */
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../base/index.ts';
import { Bench } from '../bench.ts';
import { PinBank, pinBankBytes, pinPull } from '../pin-bank.ts';
import { pinFunction } from '../pin-function.ts';
import { button, led, potentiometer } from './index.ts';

const input = { function: pinFunction.sio, output: false, openDrain: false, pull: pinPull.up };

function newBench() {
  const clock = new ManualClock();
  const pins = new PinBank(new ArrayBuffer(pinBankBytes));
  pins.reset();
  pins.configure(15, input);
  return { clock, pins, bench: new Bench(pins) };
}

describe('a button', () => {
  it('joins its pin to ground while it is pressed', () => {
    const { clock, pins, bench } = newBench();
    const { id } = bench.attach(button({ clock }));
    const levels = [pins.level(15)];
    for (const pressed of [1, 0, 1]) {
      bench.setValue(id, 'pressed', pressed);
      levels.push(pins.level(15));
    }
    expect([levels, pins.snapshot()[15]?.drivenFromOutside, clock.pending]).toEqual([[1, 0, 1, 0], null, 0]);
  });

  it('joins it to 3.3 V when it is built so', () => {
    const { clock, pins, bench } = newBench();
    pins.configure(15, { ...input, pull: pinPull.down });
    const { id } = bench.attach(button({ clock, level: 1 }));
    bench.setValue(id, 'pressed', 1);
    expect(pins.level(15)).toBe(1);
  });

  it('gives way to a hand that drives the pin, and takes it back', () => {
    const { clock, pins, bench } = newBench();
    const { id } = bench.attach(button({ clock }));
    bench.setValue(id, 'pressed', 1);
    pins.drive(15, 1);
    const driven = pins.level(15);
    pins.drive(15, null);
    expect([driven, pins.level(15)]).toEqual([1, 0]);
  });

  it('lets its pin go when it is taken off', () => {
    const { clock, pins, bench } = newBench();
    const attached = bench.attach(button({ clock }));
    bench.setValue(attached.id, 'pressed', 1);
    attached.dispose();
    expect(pins.level(15)).toBe(1);
  });

  it('bounces when it is told to, and rests where it was put', () => {
    const { clock, pins, bench } = newBench();
    const part = button({ clock, bounceMs: 6 });
    bench.attach(part);
    const before = pins.changes(15);
    part.press();
    clock.advance(6);
    const pressed = [pins.changes(15) - before, pins.level(15)];
    part.release();
    clock.advance(6);
    expect([pressed, pins.changes(15) - before, pins.level(15), clock.pending]).toEqual([[7, 0], 14, 1, 0]);
  });
});

describe('a potentiometer', () => {
  it('puts its part of 3.3 V on its pin, which a digital input reads as a level', () => {
    const { pins, bench } = newBench();
    const { id, dispose } = bench.attach(potentiometer(), { wiper: 'GP27' });
    const seen = [[bench.volts(1), pins.level(27)]];
    bench.setValue(id, 'position', 10);
    seen.push([Number(bench.volts(1).toFixed(3)), pins.level(27)]);
    dispose();
    expect([...seen, bench.snapshot().volts]).toEqual([[1.65, 1], [0.33, 0], {}]);
  });

  it('is measured at the other end of a wire, too', () => {
    const { bench } = newBench();
    bench.attach(potentiometer({ position: 100 }), { wiper: 'GP26' });
    bench.join('GP26', 'GP28');
    expect([bench.volts(2), bench.snapshot().volts]).toEqual([3.3, { GP26: 3.3, GP28: 3.3 }]);
  });

  it('is refused at a pin that measures no voltage', () => {
    const { bench } = newBench();
    expect(() => bench.attach(potentiometer(), { wiper: 'GP3' })).toThrow('GP3 measures no voltage.');
    expect(bench.snapshot().parts).toEqual([]);
  });
});

it('an LED is lit by the level of its pin, or by the duty of the wave there', () => {
  const { pins, bench } = newBench();
  bench.attach(led({ colour: 0x00ff00 }));
  const brightness = (...waves: Parameters<Bench['snapshot']>) => bench.snapshot(...waves).parts[0]?.light;
  pins.drive(16, 1);
  expect([brightness(), brightness([{ pin: 'GP16', frequencyHz: 1000, duty: 0.25 }])]).toEqual([
    { colour: 0x00ff00, brightness: 1 },
    { colour: 0x00ff00, brightness: 0.25 },
  ]);
});
