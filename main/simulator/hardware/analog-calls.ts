/** The ADC and the PWM slices as system calls (`adc.*`, `pwm.*`), called by `_machine_analog.py` alone. */
import { adcReading, type Bench, type PwmPins, type PwmProblem, type PwmSlices } from '../../../app/simulator/index.ts';
import type { SystemCall } from './system-calls.ts';

export interface AnalogCallsOptions {
  bench: Bench;
  pwm: PwmSlices;
  waves: PwmPins;
  /** A wave changed. */
  notify: () => void;
}

export function analogCalls({ bench, pwm, waves, notify }: AnalogCallsOptions): Record<string, SystemCall> {
  /** MicroPython's complaint travels as text, which Python raises. */
  const change = (act: () => PwmProblem | null): number | string => {
    waves.look();
    const problem = act();
    waves.update();
    notify();
    return problem ?? 0;
  };
  return {
    'adc.read': ([channel]) => adcReading(bench.volts(Number(channel))),
    'pwm.claim': ([gpio]) =>
      change(() => {
        pwm.claim(Number(gpio));
        return null;
      }),
    'pwm.freq': ([gpio]) => pwm.frequency(Number(gpio)),
    'pwm.set_freq': ([gpio, hz]) => change(() => pwm.setFrequency(Number(gpio), Number(hz))),
    'pwm.duty_u16': ([gpio]) => pwm.dutyU16(Number(gpio)),
    'pwm.set_duty_u16': ([gpio, duty]) => change(() => pwm.setDuty(Number(gpio), 'u16', Number(duty))),
    'pwm.duty_ns': ([gpio]) => pwm.dutyNs(Number(gpio)),
    'pwm.set_duty_ns': ([gpio, duty]) => change(() => pwm.setDuty(Number(gpio), 'ns', Number(duty))),
    'pwm.invert': ([gpio, inverted]) =>
      change(() => {
        pwm.setInverted(Number(gpio), inverted === 1);
        return null;
      }),
    'pwm.stop': ([gpio]) =>
      change(() => {
        pwm.stop(Number(gpio));
        return null;
      }),
    /** When the next pulse at a pin begins and ends, in µs from now, as text; 0 where no wave decides its level. */
    'pwm.pulse': ([gpio, level]) => {
      const pulse = waves.pulse(Number(gpio), level === 1 ? 1 : 0);
      return pulse === null ? 0 : `${Math.round(pulse.beginUs)} ${Math.round(pulse.endUs)}`;
    },
  };
}
