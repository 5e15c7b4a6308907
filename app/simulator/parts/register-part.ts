/** The usual I2C sensor: a file of 8-bit registers behind a pointer that the first byte of a write sets, and that moves on. */
import type { I2cFace, Part, PartValue } from '../part.ts';

export interface RegisterPartOptions<Values extends Readonly<Record<string, PartValue>>> {
  name: string;
  /** 7-bit. */
  address: number;
  values: Values;
  /** The byte in a register. */
  read(register: number): number;
  /** The board writes a byte into a register; left out, nothing can be written. */
  write?(register: number, value: number): void;
  /** The board begins to read: the moment to take a measurement, so that its bytes belong together. */
  beginRead?(): void;
  powerOn?(): void;
}

/** Registers are numbered 0 to 255, and 0 follows 255. */
export function registerPart<Values extends Readonly<Record<string, PartValue>>>(
  options: RegisterPartOptions<Values>,
): Part & { readonly values: Values } {
  let pointer = 0;
  let expectsPointer = false;
  const i2c: I2cFace = {
    address: options.address,
    begin(direction) {
      expectsPointer = direction === 'write';
      if (direction === 'read') options.beginRead?.();
      return true;
    },
    write(bytes) {
      for (const byte of bytes) {
        if (expectsPointer) {
          pointer = byte;
          expectsPointer = false;
          continue;
        }
        options.write?.(pointer, byte);
        pointer = (pointer + 1) & 0xff;
      }
      return bytes.length;
    },
    read(target) {
      for (let at = 0; at < target.length; at++) {
        target[at] = options.read(pointer) & 0xff;
        pointer = (pointer + 1) & 0xff;
      }
    },
  };
  return {
    name: options.name,
    usualWiring: { sda: 'GP4', scl: 'GP5' },
    i2c,
    values: options.values,
    powerOn() {
      pointer = 0;
      options.powerOn?.();
    },
  };
}
