/** What can be told from outside: which ports there are, who may open them, who has them open. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { parseBoardAddress } from '../../../../app/board/index.ts';
import { holdersForPeople, holdersOf } from '../../../platform/port-holders.ts';
import type { FoundBoard } from '../../../transports/index.ts';
import { serialOpenError } from '../../../transports/serial-errors.ts';
import type { SerialPortInfo } from '../../../transports/serial-port-info.ts';
import { type Check, ok, problem, warning } from './check.ts';

export function boardsCheck(boards: readonly FoundBoard[], ports: readonly SerialPortInfo[]): Check {
  const usable = boards.filter(({ kind }) => kind !== 'bootloader');
  if (usable.length > 0)
    return ok('boards', usable.map(({ name, address, title }) => `${name ?? address} (${title})`).join(', '));
  const others = ports.map(({ path, vendorId, productId }) => `${path} (${vendorId ?? '?'}:${productId ?? '?'})`);
  const seen =
    others.length === 0
      ? 'There is no USB serial port at all'
      : `No board is among the serial ports: ${others.join(', ')}`;
  return warning(
    'boards',
    `${seen}.`,
    'Plug the board in. If its light is on and nothing appears here, the cable only charges: take one that carries data. A board on a UART adapter is named by its port: --device serial:PATH.',
  );
}

/** Where the board is that the user names. */
export function addressCheck(device: string, address: string): Check {
  const place = parseBoardAddress(address).kind === 'sim' ? 'a simulated board, which runs within this command' : null;
  const found = [...(device === address ? [] : [address]), ...(place === null ? [] : [place])];
  return ok('address', found.length === 0 ? `${device}.` : `${device} is ${found.join(', ')}.`);
}

export function bootloaderChecks(boards: readonly FoundBoard[]): Check[] {
  const bootloaders = boards.filter(({ kind }) => kind === 'bootloader');
  return bootloaders.map(({ title, address, remedy }) => warning('bootsel', `${title} (${address}).`, remedy ?? ''));
}

export async function permissionCheck(path: string): Promise<Check> {
  try {
    await access(path, constants.R_OK | constants.W_OK);
    return ok('permissions', `${path} may be read and written.`);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const words = missing ? 'No such file or directory' : 'Permission denied';
    return problem('permissions', serialOpenError(words, path, process.platform, error).message);
  }
}

export async function holdersCheck(path: string): Promise<Check> {
  const who = holdersForPeople(await holdersOf(path));
  if (who === null) return ok('holders', `No other program of yours has ${path} open.`);
  return warning(
    'holders',
    `${who} has ${path} open.`,
    'Close it there: two programs on one port take each other’s bytes.',
  );
}

export function usbCheck(path: string, ports: readonly SerialPortInfo[]): Check[] {
  const port = ports.find((each) => each.path === path);
  if (port === undefined) return [];
  const ids = `${port.vendorId ?? '?'}:${port.productId ?? '?'}`;
  return [
    ok('usb', `${ids}, serial number ${port.serialNumber ?? 'none'}, ${port.manufacturer ?? 'no maker’s name'}.`),
  ];
}
