/** Whether what a server forwards comes back to itself: a row that does is sent on again, for ever. It knows addresses and asks no network. */
import { isIPv4 } from 'node:net';
import type { ForwardTarget } from '../../../../app/syslog/index.ts';

export interface ListeningPlace {
  protocol: string;
  host: string;
  port: number;
}

/** `own` are the addresses of this computer, and `hostname` is its name. */
export function isForwardLoop(
  target: ForwardTarget,
  listeners: readonly ListeningPlace[],
  { own, hostname }: { own: readonly string[]; hostname: string },
): boolean {
  if (target.kind !== 'syslog') return false;
  const address = addressOf(target.host, hostname);
  if (!own.includes(address) && !address.startsWith('127.')) return false;
  return listeners.some(
    ({ protocol, host, port }) => protocol === target.protocol && port === target.port && takes(host, address),
  );
}

/** A name of this computer, and the address that stands for all of them, lead to itself. */
function addressOf(host: string, hostname: string): string {
  if (host === '::') return '::1';
  return ['localhost', hostname, '0.0.0.0'].includes(host) ? '127.0.0.1' : host;
}

/** `::` takes IPv4 as well. */
function takes(host: string, address: string): boolean {
  return host === address || host === '::' || (host === '0.0.0.0' && isIPv4(address));
}
