/** How many datagrams Linux dropped at a UDP socket whose buffer was full: the last column of /proc/net/udp. */
import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { endianness } from 'node:os';

/** What the system dropped at a UDP listener since it was opened; null where it does not tell. */
export interface ListenerDrops {
  host: string;
  port: number;
  dropped: number | null;
}

/** All that is known of these, added up; null when nothing is. */
export function sumOfDrops(drops: readonly ListenerDrops[]): number | null {
  const known = drops.map(({ dropped }) => dropped).filter((dropped) => dropped !== null);
  return known.length === 0 ? null : known.reduce((sum, dropped) => sum + dropped, 0);
}

/** Drops at the socket bound to `host` and `port` since it was opened; null where the system does not tell. */
export async function readKernelDrops(host: string, port: number): Promise<number | null> {
  if (process.platform !== 'linux' || endianness() !== 'LE') return null;
  const table = isIPv6(host) ? '/proc/self/net/udp6' : '/proc/self/net/udp';
  try {
    return kernelDropsIn(await readFile(table, 'latin1'), host, port);
  } catch {
    // A container may hide /proc/net, and senders may have taken all files that the process may open: then the loss is unknown for now, not
    // an error.
    return null;
  }
}

/** The drops column of the lines of that address in the text of the table, added up; null when it has no such line. */
export function kernelDropsIn(table: string, host: string, port: number): number | null {
  const portHex = port.toString(16).toUpperCase().padStart(4, '0');
  // An IPv6 address has many spellings; its port alone names it well enough.
  const local = isIPv6(host) ? `:${portHex}` : `${littleEndianHex(host)}:${portHex}`;
  let total: number | null = null;
  for (const line of table.split('\n')) {
    const columns = line.trim().split(/\s+/);
    const drops = Number(columns.at(-1));
    if (columns.length < 13 || !columns[1]?.endsWith(local) || !Number.isInteger(drops)) continue;
    // Several sockets share a port where the system's buffers are small.
    total = (total ?? 0) + drops;
  }
  return total;
}

function littleEndianHex(address: string): string {
  const bytes = address.split('.').map((part) => Number(part).toString(16).toUpperCase().padStart(2, '0'));
  return bytes.reverse().join('');
}

/** Whether the socket of that inode is a UDP socket bound to the port. False where the system does not tell. */
export async function isUdpPortOf(inode: string, port: number): Promise<boolean> {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const table of ['/proc/self/net/udp', '/proc/self/net/udp6']) {
    const text = await readFile(table, 'latin1').catch(() => '');
    const isLine = (columns: readonly string[]) => columns[1]?.endsWith(local) === true && columns[9] === inode;
    if (text.split('\n').some((line) => isLine(line.trim().split(/\s+/)))) return true;
  }
  return false;
}
