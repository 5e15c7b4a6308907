/** An IPv4 sender on an IPv6 socket is shown as `::ffff:192.168.1.7`. */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}
