/** Boards in BOOTSEL mode: on USB with ids of their own, without a serial port. Linux, by /sys. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Bootloader {
  /** Where it is plugged in, such as `1-2.3`. */
  device: string;
  chip: 'RP2040' | 'RP2350';
}

const raspberryPi = '2e8a';
const chips: Readonly<Record<string, Bootloader['chip']>> = { '0003': 'RP2040', '000f': 'RP2350' };

/** Every board in BOOTSEL mode; none on a system that has no such folder. */
export async function listBootloaders(root = '/sys/bus/usb/devices'): Promise<Bootloader[]> {
  const names = await readdir(root).catch(() => []);
  const found = await Promise.all(names.sort().map((name) => describe(root, name)));
  return found.filter((bootloader) => bootloader !== null);
}

async function describe(root: string, device: string): Promise<Bootloader | null> {
  const [vendor, product] = await Promise.all(
    ['idVendor', 'idProduct'].map((name) => readFile(join(root, device, name), 'utf8').catch(() => '')),
  );
  const chip = vendor?.trim() === raspberryPi ? chips[product?.trim() ?? ''] : undefined;
  return chip === undefined ? null : { device, chip };
}

/** For people: what such a board is good for. */
export const bootloaderRemedy =
  'Copy MicroPython’s .uf2 file onto its drive (RPI-RP2 or RP2350), or unplug it and plug it in again without holding BOOTSEL.';
