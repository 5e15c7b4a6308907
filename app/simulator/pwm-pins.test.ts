import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../base/index.ts';
import { PinBank, pinBankBytes, pinEdge } from './pin-bank.ts';
import { pinFunction } from './pin-function.ts';
import { PwmSlices } from './pwm.ts';
import { PwmPins } from './pwm-pins.ts';

const output = { function: pinFunction.pwm, output: true, openDrain: false, pull: 0 };
const input = { function: pinFunction.sio, output: false, openDrain: false, pull: 0 };

let clock: ManualClock;
let pins: PinBank;
let slices: PwmSlices;
let waves: PwmPins;
let interrupts: number;

/** A wave of 10 Hz on GP4, 30 ms of each period high, and a wire from there to GP6. */
beforeEach(() => {
  clock = new ManualClock();
  interrupts = 0;
  pins = new PinBank(
    new ArrayBuffer(pinBankBytes),
    () => {},
    () => {
      interrupts += 1;
      pins.interrupts.take();
    },
  );
  pins.reset();
  slices = new PwmSlices();
  waves = new PwmPins({ clock, pins, slices });
  pins.configure(4, output);
  pins.configure(6, input);
  pins.join([4, 6]);
  slices.setFrequency(4, 10);
  slices.setDuty(4, 'ns', 30_000_000);
  waves.update();
});

function levelsAt(times: readonly number[]): (0 | 1)[] {
  return times.map((atMs) => {
    clock.advance(atMs - clock.now());
    waves.look();
    return pins.level(6);
  });
}

describe('a pin with a PWM wave', () => {
  it('has its level when somebody looks, and at the other end of a wire', () => {
    expect([pins.isTimed(4), pins.isTimed(6), pins.isTimed(5)]).toEqual([true, true, false]);
    expect(levelsAt([1, 29, 31, 99, 101, 131])).toEqual([1, 1, 0, 0, 1, 0]);
  });

  it('is low first when it is inverted', () => {
    slices.setInverted(4, true);
    waves.update();

    expect(levelsAt([1, 29, 31, 99, 101])).toEqual([0, 0, 1, 1, 0]);
  });

  it('goes on where it is in its period when the frequency changes', () => {
    clock.advance(20);
    waves.look();
    slices.setFrequency(4, 20);
    slices.setDuty(4, 'u16', 32768);
    waves.update();

    // A fifth of the period was over.
    expect(levelsAt([21, 34, 36, 59, 61])).toEqual([1, 1, 0, 0, 1]);
  });

  it('interrupts at each edge that is waited for, and costs nothing when none is', () => {
    clock.advance(1000);
    expect(interrupts).toBe(0);

    pins.watch(6, pinEdge.rising);
    waves.look();
    clock.advance(1000);

    expect(interrupts).toBe(10);
  });

  it('makes no more of many edges at once than a board keeps waiting', () => {
    pins.watch(6, pinEdge.rising | pinEdge.falling);
    waves.look();
    interrupts = 0;
    slices.setFrequency(4, 50_000);
    slices.setDuty(4, 'u16', 32768);
    waves.update();
    interrupts = 0;

    clock.advance(1);

    expect(interrupts).toBeGreaterThan(4);
    expect(interrupts).toBeLessThan(12);
  });

  it('is asked no more once it is given to something else', () => {
    pins.configure(4, input);
    waves.look();

    expect([pins.isTimed(4), pins.level(4)]).toEqual([false, 0]);
  });

  it('keeps one level at no duty and at a whole one', () => {
    slices.setDuty(4, 'u16', 65535);
    waves.update();
    expect([pins.isTimed(4), pins.level(6), waves.pulse(6, 1)]).toEqual([false, 1, null]);

    slices.setDuty(4, 'u16', 0);
    waves.update();
    expect([pins.isTimed(4), pins.level(6)]).toEqual([false, 0]);
  });
});

describe('a pulse', () => {
  it('is known before it comes', () => {
    clock.advance(50);

    expect([waves.pulse(6, 1), waves.pulse(4, 0), waves.pulse(5, 1)]).toEqual([
      { beginUs: expect.closeTo(50_000, -1), endUs: expect.closeTo(80_000, -1) },
      { beginUs: 0, endUs: expect.closeTo(50_000, -1) },
      null,
    ]);
  });
});
