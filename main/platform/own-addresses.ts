/** This computer's IPv4 addresses as boards in its network would name it, the likeliest first. */
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

export interface OwnAddress {
  /** Such as `wlan0` or `Wi-Fi`. */
  interface: string;
  address: string;
}

/** Bridges and tunnels that programs make: no board is behind them, as a rule. */
const virtual = /^(docker|br-|veth|virbr|vmnet|vboxnet|utun|tun|tap|wg|tailscale|zt|vEthernet)/i;
const wireless = /^(wl|wi-?fi)/i;

export function ownAddresses(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces()): OwnAddress[] {
  return Object.entries(interfaces)
    .flatMap(([name, addresses = []]) =>
      addresses
        // 169.254: no network gave it an address.
        .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
        .map(({ address }): OwnAddress => ({ interface: name, address })),
    )
    .map((own, index) => ({ own, rank: rankOf(own.interface), index }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ own }) => own);
}

function rankOf(name: string): number {
  if (virtual.test(name)) return 2;
  return wireless.test(name) ? 0 : 1;
}
