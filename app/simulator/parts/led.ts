/** An LED with its resistor from a pin to ground: lit while the pin is high, by its duty while the pin carries a PWM wave. */
import type { Part } from '../part.ts';

const red = 0xff3b30;

export interface LedOptions {
  /** 0xRRGGBB. */
  colour?: number;
}

export function led({ colour = red }: LedOptions = {}): Part {
  return { name: 'LED', usualWiring: { anode: 'GP16' }, light: { leg: 'anode', colour } };
}
