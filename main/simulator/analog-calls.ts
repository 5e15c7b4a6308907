/** The ADC and the PWM slices as system calls (`adc.*`, `pwm.*`), called by `_machine_analog.py` alone. */
import { adcReading, type Bench, type PwmProblem, type PwmSlices } from '../../app/simulator/index.ts';
import type { SystemCall } from './system-calls.ts';

export interface AnalogCallsOptions {
  bench: Bench;
  pwm: PwmSlices;
  /** A wave changed. */
  notify: () => void;
}

export function analogCalls({ bench, pwm, notify }: AnalogCallsOptions): Record<string, SystemCall> {
  /** MicroPython's complaint travels as text, which Python raises. */
  const done = (problem: PwmProblem | null): number | string => {
    notify();
    return problem ?? 0;
  };
  return {
    'adc.read': ([channel]) => adcReading(bench.volts(Number(channel))),
    'pwm.claim': ([gpio]) => {
      pwm.claim(Number(gpio));
      return 0;
    },
    'pwm.freq': ([gpio]) => pwm.frequency(Number(gpio)),
    'pwm.set_freq': ([gpio, hz]) => done(pwm.setFrequency(Number(gpio), Number(hz))),
    'pwm.duty_u16': ([gpio]) => pwm.dutyU16(Number(gpio)),
    'pwm.set_duty_u16': ([gpio, duty]) => done(pwm.setDuty(Number(gpio), 'u16', Number(duty))),
    'pwm.duty_ns': ([gpio]) => pwm.dutyNs(Number(gpio)),
    'pwm.set_duty_ns': ([gpio, duty]) => done(pwm.setDuty(Number(gpio), 'ns', Number(duty))),
    'pwm.invert': ([gpio, inverted]) => {
      pwm.setInverted(Number(gpio), inverted === 1);
      return done(null);
    },
    'pwm.stop': ([gpio]) => {
      pwm.stop(Number(gpio));
      return done(null);
    },
  };
}
