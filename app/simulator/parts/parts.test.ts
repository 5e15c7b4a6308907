/** Each part alone, spoken to as its datasheet says. What a program makes of them is in firmware-tests. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../base/index.ts';
import { crc8 } from '../one-wire.ts';
import type { I2cFace, OneWireFace } from '../part.ts';
import { rawReadings } from './bme280-formulas.ts';
import { bme280, dht11, dht22, ds18b20, eeprom24c32, mpu6050, neopixelStrip, ssd1306 } from './index.ts';
import { registerPart } from './register-part.ts';

function face<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The part has no such face.');
  return value;
}

function write(part: { i2c?: I2cFace }, ...bytes: number[]): boolean {
  const i2c = face(part.i2c);
  if (i2c.begin?.('write') === false) return false;
  i2c.write(Uint8Array.from(bytes));
  i2c.stop?.();
  return true;
}

function read(part: { i2c?: I2cFace }, count: number): number[] {
  const i2c = face(part.i2c);
  const target = new Uint8Array(count);
  i2c.begin?.('read');
  i2c.read(target);
  i2c.stop?.();
  return [...target];
}

describe('a part of registers', () => {
  it('reads and writes from a register on, and goes round at the end', () => {
    const memory = new Uint8Array(256);
    const part = registerPart({
      name: 'Memory',
      address: 1,
      values: {},
      read: (at) => memory[at] ?? 0,
      write: (at, value) => {
        memory[at] = value;
      },
    });

    write(part, 0xfe, 1, 2, 3);
    write(part, 0xff);

    expect(read(part, 3)).toEqual([2, 3, 0]);
  });
});

describe('a BME280', () => {
  it("makes the raw readings of Bosch's worked example from its weather", () => {
    const { temperature, pressure } = rawReadings({ celsius: 25.0825, pascal: 100_653.27, percent: 50 });

    expect([Math.abs(temperature - 519_888) <= 1, Math.abs(pressure - 415_148) <= 1]).toEqual([true, true]);
  });

  it('measures only when it is told to', () => {
    const part = bme280();
    const temperature = () => {
      write(part, 0xfa);
      const [high = 0, middle = 0, low = 0] = read(part, 3);
      return (high << 12) | (middle << 4) | (low >> 4);
    };
    expect(temperature()).toBe(0x80000);

    write(part, 0xf4, 0b001_001_01);
    const once = temperature();
    part.values.temperature.value = 30;
    expect([once === 0x80000, temperature() === once]).toEqual([false, true]);

    write(part, 0xf4, 0b001_001_11);
    expect(temperature()).toBeGreaterThan(once);
  });

  it('forgets its settings at a soft reset', () => {
    const part = bme280();
    write(part, 0xf5, 0xa0, 0xe0, 0xb6);
    write(part, 0xe0, 0xb6);
    write(part, 0xf5);

    expect(read(part, 1)).toEqual([0]);
  });
});

describe('an MPU6050', () => {
  it('sleeps until it is woken, and scales as it is set', () => {
    const part = mpu6050();
    const accelZ = () => {
      write(part, 0x3f);
      const [high = 0, low = 0] = read(part, 2);
      return (high << 8) | low;
    };
    expect(accelZ()).toBe(0);
    write(part, 0x6b, 0);
    expect(accelZ()).toBe(16384);

    write(part, 0x1c, 0b11 << 3);

    expect(accelZ()).toBe(2048);
  });

  it('stops at the end of its scale', () => {
    const part = mpu6050();
    write(part, 0x6b, 0);
    part.values.accelX.value = -5;
    write(part, 0x3b);

    expect(read(part, 2)).toEqual([0x80, 0]);
  });
});

describe('a 24C32', () => {
  it('goes round within a page of 32 bytes', () => {
    const part = eeprom24c32({ clock: new ManualClock() });
    write(part, 0x00, 0x1f, 1, 2);

    expect([part.contents[0x1f], part.contents[0], part.contents[0x20]]).toEqual([1, 2, 0xff]);
  });

  it('does not answer for 5 ms after a write, and keeps its bytes without power', () => {
    const clock = new ManualClock();
    const part = eeprom24c32({ clock });
    write(part, 0, 5, 42);
    expect(write(part, 0, 5)).toBe(false);
    clock.advance(5);
    part.powerOn?.();

    write(part, 0, 5);

    expect(read(part, 1)).toEqual([42]);
  });

  it('holds what was written last at each place', () => {
    fc.assert(
      fc.property(fc.nat(4095), fc.uint8Array({ minLength: 1, maxLength: 80 }), (at, bytes) => {
        const part = eeprom24c32({ clock: new ManualClock() });
        write(part, at >> 8, at & 0xff, ...bytes);
        const page = at & ~31;
        const expected = new Uint8Array(32).fill(0xff);
        bytes.forEach((byte, index) => {
          expected[(at + index) & 31] = byte;
        });
        expect(part.contents.slice(page, page + 32)).toEqual(expected);
      }),
    );
  });
});

describe('an SSD1306', () => {
  const upright = [0x20, 0, 0xa1, 0xc8, 0xaf];
  const commands = (part: { i2c?: I2cFace }, ...bytes: number[]) => write(part, 0x00, ...bytes);
  const lit = (part: ReturnType<typeof ssd1306>) =>
    [...part.picture().pixels.entries()].filter(([, grey]) => grey > 0).map(([at]) => [at % 128, Math.floor(at / 128)]);

  it('is dark until it is switched on', () => {
    const part = ssd1306();
    write(part, 0x40, 0xff);
    expect(lit(part)).toEqual([]);

    commands(part, ...upright);

    expect(lit(part).length).toBe(8);
  });

  it('fills a window from left to right, then down', () => {
    const part = ssd1306();
    commands(part, ...upright, 0x21, 10, 11, 0x22, 1, 2);
    write(part, 0x40, 1, 2, 4, 8);

    expect(lit(part)).toEqual([
      [10, 8],
      [11, 9],
      [10, 18],
      [11, 19],
    ]);
  });

  it('takes pages one at a time in page mode', () => {
    const part = ssd1306();
    commands(part, 0xa1, 0xc8, 0xaf, 0xb3, 0x05, 0x11);
    write(part, 0x40, 1);

    expect(lit(part)).toEqual([[21, 24]]);
  });

  it('inverts, turns over, and lights everything', () => {
    const part = ssd1306({ height: 32 });
    commands(part, ...upright, 0xa7);
    expect(lit(part).length).toBe(128 * 32);
    commands(part, 0xa6, 0xa5);
    expect(lit(part).length).toBe(128 * 32);
    commands(part, 0xa4, 0xa0, 0xc0);
    write(part, 0x40, 1);

    expect(lit(part)).toEqual([[127, 31]]);
  });

  it('takes single bytes after control bytes, and data on SPI when its leg DC is high', () => {
    const part = ssd1306();
    write(part, 0x80, 0xaf, 0xc0, 0xff);
    const spi = ssd1306({ bus: 'spi' });
    face(spi.spi).transfer(Uint8Array.of(0xaf), () => 0);
    face(spi.spi).transfer(Uint8Array.of(0xff), () => 1);

    expect([lit(part).length, lit(spi).length]).toEqual([8, 8]);
  });

  it('survives any bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (writes) => {
        const part = ssd1306();
        for (const bytes of writes) write(part, ...bytes);
        return part.picture().pixels.length === 128 * 64;
      }),
    );
  });
});

describe('a DHT11', () => {
  it('says whole numbers and a checksum', () => {
    const part = dht11();
    part.values.temperature.value = 23.4;
    part.values.humidity.value = 60;

    expect([...part.dht.measure()]).toEqual([60, 0, 23, 0, 83]);
  });
});

describe('a DHT22', () => {
  it('says tenths with a sign and a checksum', () => {
    const part = dht22();
    part.values.temperature.value = -10.1;
    part.values.humidity.value = 65.2;

    expect([...part.dht.measure()]).toEqual([0x02, 0x8c, 0x80, 0x65, 0x73]);
  });
});

describe('a strip of NeoPixels', () => {
  it('keeps the colours of its LEDs and loses what is too much', () => {
    const strip = neopixelStrip({ count: 2 });
    face(strip.bitstream).receive(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9));

    expect(strip.picture()).toEqual({ width: 2, height: 1, format: 'rgb', pixels: Uint8Array.of(2, 1, 3, 5, 4, 6) });
  });

  it('mixes white in', () => {
    const strip = neopixelStrip({ count: 1, bytesPerPixel: 4 });
    face(strip.bitstream).receive(Uint8Array.of(10, 250, 0, 20));

    expect([...strip.picture().pixels]).toEqual([255, 30, 20]);
  });
});

describe('a DS18B20', () => {
  const writeByte = (parts: OneWireFace[], byte: number) => {
    for (let bit = 0; bit < 8; bit++) for (const part of parts) part.write(((byte >> bit) & 1) === 0 ? 0 : 1);
  };
  const readByte = (parts: OneWireFace[]) => {
    let byte = 0;
    for (let bit = 0; bit < 8; bit++) {
      const bits = parts.map((part) => part.read());
      if (!bits.includes(0)) byte |= 1 << bit;
    }
    return byte;
  };
  const command = (parts: OneWireFace[], ...bytes: number[]) => {
    for (const part of parts) part.reset();
    for (const byte of bytes) writeByte(parts, byte);
  };
  const readBytes = (parts: OneWireFace[], count: number) => Array.from({ length: count }, () => readByte(parts));

  it('says 85 °C until it has converted, which takes 750 ms', () => {
    const clock = new ManualClock();
    const part = ds18b20({ clock });
    part.values.temperature.value = -10.125;
    const bus = [part.oneWire];
    command(bus, 0xcc, 0xbe);
    const before = readBytes(bus, 9);
    command(bus, 0xcc, 0x44);
    const busy = part.oneWire.read();
    clock.advance(750);
    const ready = part.oneWire.read();
    command(bus, 0xcc, 0xbe);
    const after = readBytes(bus, 9);

    expect([before.slice(0, 2), busy, ready, after.slice(0, 2)]).toEqual([[0x50, 0x05], 0, 1, [0x5e, 0xff]]);
    expect([crc8(Uint8Array.from(before)), crc8(Uint8Array.from(after))]).toEqual([0, 0]);
  });

  it('tells its ROM code, and answers only to it when it is not alone', () => {
    const clock = new ManualClock();
    const [a, b] = [ds18b20({ clock, serial: 0x123456 }), ds18b20({ clock, serial: 2 })];
    command([a.oneWire], 0x33);
    const code = readBytes([a.oneWire], 8);
    expect([code.slice(0, 4), crc8(Uint8Array.from(code))]).toEqual([[0x28, 0x56, 0x34, 0x12], 0]);
    const bus = [a.oneWire, b.oneWire];

    command(bus, 0x55, ...code, 0x4e, 1, 2, 0x1f);

    command(bus, 0x55, ...code, 0xbe);
    expect(readBytes(bus, 5).slice(2)).toEqual([1, 2, 0x1f]);
    command([b.oneWire], 0xcc, 0xbe);
    expect(readBytes([b.oneWire], 5).slice(2)).toEqual([0x4b, 0x46, 0x7f]);
  });

  it('is faster and coarser at fewer bits', () => {
    const clock = new ManualClock();
    const part = ds18b20({ clock });
    part.values.temperature.value = 21.4375;
    const bus = [part.oneWire];
    command(bus, 0xcc, 0x4e, 0, 0, 0x1f);
    command(bus, 0xcc, 0x44);
    clock.advance(94);
    expect(part.oneWire.read()).toBe(1);
    command(bus, 0xcc, 0xbe);

    expect(readBytes(bus, 2)).toEqual([0x50, 0x01]);
  });
});
