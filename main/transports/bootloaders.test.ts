import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { listBootloaders } from './bootloaders.ts';

it('boards in BOOTSEL mode are told from all else on USB', async () => {
  const root = await mkdtemp(join(tmpdir(), 'bramble-usb-'));
  onTestFinished(() => rm(root, { recursive: true }));
  const plug = async (device: string, idVendor: string, idProduct: string) => {
    await mkdir(join(root, device));
    await writeFile(join(root, device, 'idVendor'), `${idVendor}\n`);
    await writeFile(join(root, device, 'idProduct'), `${idProduct}\n`);
  };
  await plug('1-2', '2e8a', '0003');
  await plug('1-1.4', '2e8a', '000f');
  await plug('1-3', '2e8a', '0005');
  await plug('2-1', '046d', '0003');
  // An interface of a device has no ids.
  await mkdir(join(root, '1-2:1.0'));
  expect(await listBootloaders(root)).toEqual([
    { device: '1-1.4', chip: 'RP2350' },
    { device: '1-2', chip: 'RP2040' },
  ]);
  expect(await listBootloaders(join(root, 'nowhere'))).toEqual([]);
});
