/** The parts that ship, by the names under which a bench's description asks for them. `docs/simulator-parts.md` lists them. */
import type { Clock } from '../../base/index.ts';
import type { Part } from '../part.ts';
import { bme280 } from './bme280.ts';
import { button } from './button.ts';
import { dht22 } from './dht22.ts';
import { ds18b20 } from './ds18b20.ts';
import { eeprom24c32 } from './eeprom-24c32.ts';
import { led } from './led.ts';
import { mpu6050 } from './mpu6050.ts';
import { neopixelStrip } from './neopixel-strip.ts';
import { potentiometer } from './potentiometer.ts';
import { ssd1306 } from './ssd1306.ts';

export { registerPart } from './register-part.ts';
export { bme280, button, dht22, ds18b20, eeprom24c32, led, mpu6050, neopixelStrip, potentiometer, ssd1306 };

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
  dht22: () => dht22(),
  ds18b20: (clock, { serial = 1 } = {}) => ds18b20({ clock, serial }),
  neopixel: (_clock, { count = 8 } = {}) => neopixelStrip({ count }),
};
