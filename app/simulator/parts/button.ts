/** A push button from a pin to ground, or to 3.3 V. Its contacts are ideal until they are told to bounce. */
import { type Clock, type Disposable, Emitter } from '../../base/index.ts';
import { adcReferenceVolts } from '../adc.ts';
import type { Part, PartValue } from '../part.ts';

export interface ButtonOptions {
  clock: Clock;
  /** What the pin is joined to while it is pressed: 0 ground, which wants a pull-up; 1 3.3 V, which wants a pull-down. */
  level?: 0 | 1;
  /** How long its contacts open and close again after each press and release; 0: not at all. */
  bounceMs?: number;
}

/** Each press and release opens and closes the contacts this often before they rest. */
const bounces = 3;

export interface Button extends Part {
  readonly values: { readonly pressed: PartValue };
  press(): void;
  release(): void;
}

export function button({ clock, level = 0, bounceMs = 0 }: ButtonOptions): Button {
  const changed = new Emitter<void>();
  const volts = level === 0 ? 0 : adcReferenceVolts;
  let pressed = false;
  let closed = false;
  let bouncing: Disposable | undefined;

  const settle = (flipsLeft: number) => {
    closed = flipsLeft % 2 === 0 ? pressed : !pressed;
    changed.fire();
    if (flipsLeft > 0) bouncing = clock.schedule(() => settle(flipsLeft - 1), bounceMs / (2 * bounces));
  };
  const set = (next: boolean) => {
    if (next === pressed) return;
    pressed = next;
    bouncing?.dispose();
    settle(bounceMs > 0 ? 2 * bounces : 0);
  };
  return {
    name: 'Button',
    usualWiring: { pin: 'GP15' },
    drives: () => (closed ? volts : null),
    onDidChange: changed.event,
    values: {
      pressed: {
        unit: '',
        minimum: 0,
        maximum: 1,
        get value() {
          return pressed ? 1 : 0;
        },
        set value(value) {
          set(value >= 0.5);
        },
      },
    },
    press: () => set(true),
    release: () => set(false),
  };
}
