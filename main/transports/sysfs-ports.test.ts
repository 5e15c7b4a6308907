import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listSysfsPorts } from './sysfs-ports.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bramble-sysfs-'));
  await mkdir(join(root, 'class'));
});

afterEach(() => rm(root, { recursive: true }));

/** A USB device with one interface, whose tty lies `depth` folders below. */
async function plug(name: string, attributes: Record<string, string>, driverFolder = ''): Promise<void> {
  const device = join(root, 'devices', name);
  const holder = join(device, 'interface-1.0', driverFolder);
  await mkdir(holder, { recursive: true });
  for (const [attribute, value] of Object.entries(attributes)) await writeFile(join(device, attribute), `${value}\n`);
  await mkdir(join(root, 'class', name));
  await symlink(holder, join(root, 'class', name, 'device'));
}

it('tells the ids of USB ports, however deep the driver puts them, and leaves other ttys out', async () => {
  await plug('ttyACM1', { idVendor: '2e8a', idProduct: '0005', serial: 'E661', manufacturer: 'MicroPython' });
  await plug('ttyUSB0', { idVendor: '10c4', idProduct: 'ea60' }, 'ttyUSB0');
  await mkdir(join(root, 'class', 'ttyS0'));
  await mkdir(join(root, 'class', 'ttyACM9'));
  expect(await listSysfsPorts(join(root, 'class'))).toEqual([
    { path: '/dev/ttyACM1', vendorId: '2e8a', productId: '0005', serialNumber: 'E661', manufacturer: 'MicroPython' },
    { path: '/dev/ttyUSB0', vendorId: '10c4', productId: 'ea60' },
  ]);
});

it('tells apart that there are no ports and that nobody knows', async () => {
  expect(await listSysfsPorts(join(root, 'class'))).toEqual([]);
  expect(await listSysfsPorts(join(root, 'nowhere'))).toBeNull();
});
