/** The computer's own IPv4 address, which a simulated board shows as its own: its sockets are the computer's. */
import { networkInterfaces } from 'node:os';
import type { WlanAddress } from '../../../app/simulator/index.ts';

/** The first address that others can reach, else loopback; the gateway is a guess (Node does not tell). */
export function computerAddress(): WlanAddress {
  const all = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  const found = all.find(({ family, internal }) => family === 'IPv4' && !internal);
  if (found === undefined) {
    return { address: '127.0.0.1', netmask: '255.0.0.0', gateway: '127.0.0.1', dns: '127.0.0.1' };
  }
  const gateway = found.address.replace(/\d+$/, '1');
  return { address: found.address, netmask: found.netmask, gateway, dns: gateway };
}
