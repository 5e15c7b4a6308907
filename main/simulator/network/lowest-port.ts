/**
 * Ports that a board has and its computer does not give to everyone: a web server at 80 is a board's first program on the network, and
 * Linux keeps that port to its administrator.
 */
import { readFileSync } from 'node:fs';
import { platform } from 'node:os';

/** What is added to a port that is not to be had: 80 becomes 8080, 443 becomes 8443. */
export const portShift = 8000;

/** The first port that this process may open; 0 when it may open all. */
export function lowestPort(): number {
  if (platform() !== 'linux' || process.getuid?.() === 0) return 0;
  try {
    return Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
  } catch {
    return 1024;
  }
}
