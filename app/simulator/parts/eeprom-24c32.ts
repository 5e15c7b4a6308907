/** A 24C32 EEPROM on I2C: 4 KB in pages of 32, busy for 5 ms after a write (Microchip DS21072). Keeps its bytes without power. */
import type { Clock } from '../../base/index.ts';
import type { Part } from '../part.ts';

const size = 4096;
const pageBytes = 32;
const writeCycleMs = 5;

export interface Eeprom24c32Options {
  clock: Clock;
  /** 0x50 to 0x57, by its three address legs. */
  address?: number;
}

/** `contents` is its memory, to read and to fill. */
export function eeprom24c32({ clock, address = 0x50 }: Eeprom24c32Options): Part & { readonly contents: Uint8Array } {
  const contents = new Uint8Array(size).fill(0xff);
  let pointer = 0;
  /** The address bytes of a write, then what is to be written; a page at most, the last one that came for each place. */
  let addressBytes = 0;
  const pending = new Map<number, number>();
  let busyUntilMs = Number.NEGATIVE_INFINITY;

  return {
    name: '24C32',
    usualWiring: { sda: 'GP4', scl: 'GP5' },
    contents,
    i2c: {
      address,
      begin(direction) {
        // Not acknowledging its address is how it says that it still writes.
        if (clock.now() < busyUntilMs) return false;
        if (direction === 'write') addressBytes = 0;
        pending.clear();
        return true;
      },
      write(bytes) {
        for (const byte of bytes) {
          if (addressBytes < 2) {
            pointer = ((pointer << 8) | byte) & (size - 1);
            addressBytes += 1;
            continue;
          }
          pending.set(pointer, byte);
          // Past the end of a page it goes on at the page's beginning.
          pointer = (pointer & ~(pageBytes - 1)) | ((pointer + 1) & (pageBytes - 1));
        }
        return bytes.length;
      },
      read(target) {
        for (let at = 0; at < target.length; at++) {
          target[at] = contents[pointer] ?? 0;
          pointer = (pointer + 1) & (size - 1);
        }
      },
      stop() {
        if (pending.size === 0) return;
        for (const [at, byte] of pending) contents[at] = byte;
        pending.clear();
        busyUntilMs = clock.now() + writeCycleMs;
      },
    },
    powerOn() {
      pending.clear();
      busyUntilMs = Number.NEGATIVE_INFINITY;
    },
  };
}
