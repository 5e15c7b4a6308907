/** Linux's own list of serial ports. */
import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SerialPortInfo } from './serial-port-info.ts';

/** Every USB serial port that `/sys/class/tty` names, null where there is no such folder. Ports that go away meanwhile are left out. */
export async function listSysfsPorts(root = '/sys/class/tty'): Promise<SerialPortInfo[] | null> {
  const names = await readdir(root).catch(() => null);
  if (names === null) return null;
  const usb = names.filter((name) => /^tty(ACM|USB)\d+$/.test(name)).sort();
  const ports = await Promise.all(usb.map((name) => describe(root, name)));
  return ports.filter((port) => port !== null);
}

async function describe(root: string, name: string): Promise<SerialPortInfo | null> {
  try {
    // The tty's device is a USB interface; the USB device above it has the ids, after a driver's own folder or two.
    let folder = await realpath(join(root, name, 'device'));
    for (let level = 0; level < 4; level++) {
      const vendorId = await attribute(folder, 'idVendor');
      if (vendorId !== undefined) return await fromUsbDevice(folder, name, vendorId);
      folder = dirname(folder);
    }
  } catch {
    // Unplugged between the two looks.
  }
  return null;
}

async function fromUsbDevice(folder: string, name: string, vendorId: string): Promise<SerialPortInfo> {
  const [productId, serialNumber, manufacturer] = await Promise.all(
    ['idProduct', 'serial', 'manufacturer'].map((attributeName) => attribute(folder, attributeName)),
  );
  return { path: `/dev/${name}`, vendorId, productId, serialNumber, manufacturer };
}

async function attribute(folder: string, name: string): Promise<string | undefined> {
  try {
    return (await readFile(join(folder, name), 'utf8')).trim();
  } catch {
    return undefined;
  }
}
