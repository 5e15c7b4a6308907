import type { NetworkInterfaceInfo } from 'node:os';
import { expect, it } from 'vitest';
import { ownAddresses } from './own-addresses.ts';

const at = (address: string, rest: Partial<NetworkInterfaceInfo> = {}) =>
  ({ address, family: address.includes(':') ? 'IPv6' : 'IPv4', internal: false, ...rest }) as NetworkInterfaceInfo;

it('names what a board could reach: Wi-Fi first, bridges of programs last, no loopback', () => {
  const interfaces = {
    lo: [at('127.0.0.1', { internal: true })],
    docker0: [at('172.17.0.1')],
    eth0: [at('10.0.0.5'), at('fe80::1')],
    eth1: [at('169.254.7.7')],
    wlan0: [at('192.168.1.20')],
  };
  expect(ownAddresses(interfaces)).toEqual([
    { interface: 'wlan0', address: '192.168.1.20' },
    { interface: 'eth0', address: '10.0.0.5' },
    { interface: 'docker0', address: '172.17.0.1' },
  ]);
});
