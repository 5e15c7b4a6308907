/** The parts that ship, by the names under which a bench's description asks for them. `docs/simulator-parts.md` lists them. */
import { BrambleError, type Clock } from '../../base/index.ts';
import type { Part, PinName } from '../part.ts';
import { bme280 } from './bme280.ts';
import { button } from './button.ts';
import { dht11 } from './dht11.ts';
import { dht22 } from './dht22.ts';
import { ds18b20 } from './ds18b20.ts';
import { eeprom24c32 } from './eeprom-24c32.ts';
import { led } from './led.ts';
import { mpu6050 } from './mpu6050.ts';
import { neopixelStrip } from './neopixel-strip.ts';
import { potentiometer } from './potentiometer.ts';
import { ssd1306 } from './ssd1306.ts';

export { registerPart } from './register-part.ts';
export { bme280, button, dht11, dht22, ds18b20, eeprom24c32, led, mpu6050, neopixelStrip, potentiometer, ssd1306 };

/** What a description may say of a part besides its pins: `address=119`, `serial=2`, `count=30`. */
type Numbers = Readonly<Record<string, number>>;

export const partCatalogue: Readonly<Record<string, (clock: Clock, numbers?: Numbers) => Part>> = {
  button: (clock, { level = 0, bounce = 0 } = {}) => button({ clock, level: level === 1 ? 1 : 0, bounceMs: bounce }),
  potentiometer: (_clock, { position = 50 } = {}) => potentiometer({ position }),
  led: (_clock, { colour = 0xff3b30 } = {}) => led({ colour }),
  bme280: (_clock, { address = 0x76 } = {}) => bme280({ address }),
  ssd1306: (_clock, { address = 0x3c, height = 64 } = {}) => ssd1306({ address, height: height === 32 ? 32 : 64 }),
  'ssd1306-spi': (_clock, { height = 64 } = {}) => ssd1306({ height: height === 32 ? 32 : 64, bus: 'spi' }),
  mpu6050: (_clock, { address = 0x68 } = {}) => mpu6050({ address }),
  '24c32': (clock, { address = 0x50 } = {}) => eeprom24c32({ clock, address }),
  dht11: () => dht11(),
  dht22: () => dht22(),
  ds18b20: (clock, { serial = 1 } = {}) => ds18b20({ clock, serial }),
  neopixel: (_clock, { count = 8 } = {}) => neopixelStrip({ count }),
};

/** A part of the catalogue as a person chooses it. */
export interface PartDescription {
  /** Its name in the catalogue: `bme280`. */
  kind: string;
  /** As people call it: `BME280`. */
  name: string;
  /** Its legs, and where they usually are. */
  wiring: Record<string, PinName>;
  /** What may be set on it, and what it is at first. */
  values: Record<string, { value: number; unit: string; minimum: number; maximum: number }>;
}

/** How a part of the catalogue is made again. */
export interface PartRecipe {
  part: string;
  numbers: Numbers;
}

const recipes = new WeakMap<Part, PartRecipe>();

/** How `makePart` made this part; undefined for one that somebody made without it. */
export function recipeOf(part: Part): PartRecipe | undefined {
  return recipes.get(part);
}

/** Makes a part of the catalogue. Throws `usage` when there is none of that name. */
export function makePart(kind: string, clock: Clock, numbers: Numbers = {}): Part {
  const make = Object.hasOwn(partCatalogue, kind) ? partCatalogue[kind] : undefined;
  if (make === undefined) {
    const kinds = Object.keys(partCatalogue).join(', ');
    throw new BrambleError('usage', `There is no part "${kind}". There are: ${kinds}.`);
  }
  const part = make(clock, numbers);
  recipes.set(part, { part: kind, numbers });
  return part;
}

/** Everything that the catalogue has. */
export function describeParts(clock: Clock): PartDescription[] {
  return Object.entries(partCatalogue).map(([kind, make]) => {
    const { name, usualWiring, values = {} } = make(clock);
    const described = Object.entries(values).map(([each, { value, unit, minimum, maximum }]) => [
      each,
      { value, unit, minimum, maximum },
    ]);
    return { kind, name, wiring: { ...usualWiring }, values: Object.fromEntries(described) };
  });
}
