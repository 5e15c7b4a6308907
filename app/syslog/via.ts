/**
 * By which way a row came into the log, as its address tells: an IP address of the network, a board's serial line, or the name of a file
 * that was imported.
 */
export const vias = ['network', 'serial', 'file'] as const satisfies readonly string[];
export type Via = (typeof vias)[number];

/** No IP address begins so, and no file's name has a slash. */
const serialPrefix = 'serial/';
/** Addresses of IPv4 and IPv6, these with their zone: `fe80::1%eth0`. */
const ipAddress = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]*:[\da-f:.]*(?:%.*)?)$/i;

export function viaOf(address: string): Via {
  if (address.startsWith(serialPrefix)) return 'serial';
  // Stores of an older Bramble, which knew nothing but the network, have it elsewhere.
  return address === '' || ipAddress.test(address) ? 'network' : 'file';
}

/** What stands as the address of rows that a board printed: `serial/sim:`. */
export function serialAddress(boardAddress: string): string {
  return serialPrefix + boardAddress;
}

/** The board whose serial line a row came by; null for a row that came by another way. */
export function boardOfSerial(address: string): string | null {
  return address.startsWith(serialPrefix) ? address.slice(serialPrefix.length) : null;
}
