/** Which parts can be joined at a pin, and where their other legs then go. Knows the pins of a Pico W, no board. */
import { type PinName, pinIndex } from '../../app/simulator/index.ts';

export interface AttachChoice {
  /** Its name in the catalogue of parts. */
  part: string;
  /** As people call it. */
  name: string;
  wiring: Record<string, PinName>;
}

const single: readonly { part: string; name: string; leg: string }[] = [
  { part: 'button', name: 'Button', leg: 'pin' },
  { part: 'neopixel', name: 'NeoPixels', leg: 'data' },
  { part: 'dht11', name: 'DHT11', leg: 'data' },
  { part: 'dht22', name: 'DHT22', leg: 'data' },
  { part: 'ds18b20', name: 'DS18B20', leg: 'data' },
];
const onI2c: readonly { part: string; name: string }[] = [
  { part: 'bme280', name: 'BME280' },
  { part: 'ssd1306', name: 'SSD1306' },
  { part: 'mpu6050', name: 'MPU6050' },
  { part: '24c32', name: '24C32' },
];

/** The colours that an LED can be had in. */
export const ledColours: readonly { name: string; colour: number }[] = [
  { name: 'red', colour: 0xff3b30 },
  { name: 'green', colour: 0x34d058 },
  { name: 'yellow', colour: 0xffd23f },
  { name: 'blue', colour: 0x4c8dff },
  { name: 'white', colour: 0xf4f4ff },
];

/** What can be joined at a GP pin but LEDs, which go everywhere; those that want that very pin first. */
export function attachChoices(pin: PinName): AttachChoice[] {
  const index = pinIndex(pin) ?? 0;
  const potentiometer = index >= 26 ? [{ part: 'potentiometer', name: 'Potentiometer', wiring: { wiper: pin } }] : [];
  return [
    ...potentiometer,
    ...single.map(({ part, name, leg }) => ({ part, name, wiring: { [leg]: pin } })),
    ...i2cChoices(index),
    ...spiChoices(index),
  ];
}

function i2cChoices(index: number): AttachChoice[] {
  const sda = gpio(index - (index % 2));
  const scl = gpio(index - (index % 2) + 1);
  if (sda === null || scl === null) return [];
  return onI2c.map((each) => ({ ...each, wiring: { sda, scl } }));
}

/** The pins of an SPI bus stand in fours: RX, CSn, SCK, TX. Data or command goes to the one after them. */
function spiChoices(index: number): AttachChoice[] {
  const first = index - (index % 4);
  const [cs, sck, mosi, dc] = [1, 2, 3, 4].map((offset) => gpio(first + offset));
  if (index === first || !cs || !sck || !mosi || !dc) return [];
  return [{ part: 'ssd1306-spi', name: 'SSD1306 on SPI', wiring: { sck, mosi, cs, dc } }];
}

function gpio(index: number): PinName | null {
  const name = `GP${index}` as const;
  return pinIndex(name) === undefined ? null : name;
}
