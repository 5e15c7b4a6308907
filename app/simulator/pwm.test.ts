import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PwmSlices, pwmSnapshot } from './pwm.ts';

it('runs from the moment when it has a frequency and a duty', () => {
  const pwm = new PwmSlices();
  pwm.claim(4);
  pwm.setDuty(4, 'u16', 32768);
  expect(pwm.wave(4)).toBeNull();

  pwm.setFrequency(4, 1000);

  expect(pwm.wave(4)).toEqual({ frequencyHz: 1000, duty: expect.closeTo(0.5, 3) });
});

it('keeps the duties of both pins of a slice when one of them changes the frequency', () => {
  const pwm = new PwmSlices();
  pwm.setFrequency(4, 1000);
  pwm.setDuty(4, 'u16', 16384);
  pwm.setDuty(5, 'ns', 100_000);

  pwm.setFrequency(5, 50);

  expect([pwm.frequency(4), pwm.dutyU16(4), Math.round(pwm.dutyNs(5) / 1000)]).toEqual([50, 16384, 100]);
});

it('gives GP0 and GP16 the same channel', () => {
  const pwm = new PwmSlices();
  pwm.setFrequency(0, 500);
  pwm.setDuty(0, 'u16', 65535);

  expect(pwm.wave(16)).toEqual({ frequencyHz: 500, duty: 1 });
});

it('refuses what the divider and the counter cannot do, and stays as it was', () => {
  const pwm = new PwmSlices();
  pwm.setFrequency(2, 1000);
  pwm.setDuty(2, 'u16', 1000);

  expect([
    pwm.setFrequency(2, 7),
    pwm.setFrequency(2, 0),
    pwm.setFrequency(2, 300_000_000),
    pwm.setDuty(2, 'ns', 2_000_000_000),
  ]).toEqual(['freq too small', 'freq too small', 'freq too large', 'duty larger than period']);
  expect([pwm.frequency(2), pwm.dutyU16(2)]).toEqual([1000, 1000]);
});

it('is all off at 0, all on at 65535, and the other way round when inverted, at any frequency', () => {
  fc.assert(
    fc.property(fc.integer({ min: 8, max: 30_000_000 }), fc.nat(29), (hz, gpio) => {
      const pwm = new PwmSlices();
      pwm.setFrequency(gpio, hz);
      pwm.setDuty(gpio, 'u16', 0);
      const off = pwm.wave(gpio)?.duty;
      pwm.setDuty(gpio, 'u16', 65535);
      const on = pwm.wave(gpio)?.duty;
      pwm.setInverted(gpio, true);
      return off === 0 && on === 1 && pwm.wave(gpio)?.duty === 0;
    }),
  );
});

it('comes within a percent of a frequency that is asked for, up to 1 MHz', () => {
  fc.assert(
    fc.property(fc.integer({ min: 8, max: 1_000_000 }), (hz) => {
      const pwm = new PwmSlices();
      expect(pwm.setFrequency(0, hz)).toBeNull();
      return Math.abs(pwm.frequency(0) - hz) <= Math.max(1, hz / 100);
    }),
  );
});

it('shows the waves of the pins that were given to it, and none after a stop', () => {
  const pwm = new PwmSlices();
  pwm.setFrequency(6, 100);
  pwm.setDuty(6, 'u16', 65535);
  const shown = () => pwmSnapshot(pwm, (gpio) => gpio === 6);
  expect(shown()).toEqual([{ pin: 'GP6', frequencyHz: 100, duty: 1 }]);

  pwm.stop(6);

  expect(shown()).toEqual([]);
});
