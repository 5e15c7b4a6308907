/** A potentiometer between ground and 3.3 V: its wiper at an analog pin gives what part of the voltage its position says. */
import { adcReferenceVolts } from '../adc.ts';
import { type Part, type PartValue, partValue } from '../part.ts';

/** `values`: position in %. */
export function potentiometer({ position = 50 }: { position?: number } = {}): Part & {
  readonly values: { readonly position: PartValue };
} {
  const values = { position: partValue(position, '%', 0, 100) };
  return {
    name: 'Potentiometer',
    usualWiring: { wiper: 'GP26' },
    analogLegs: ['wiper'],
    values,
    drives: () => (values.position.value / 100) * adcReferenceVolts,
  };
}
