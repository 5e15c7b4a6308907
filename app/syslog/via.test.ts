import { expect, it } from 'vitest';
import { boardOfSerial, serialAddress, viaOf } from './via.ts';

it('tells the network, a serial line and a file by the address', () => {
  const addresses = [
    '192.168.1.20',
    '::1',
    'fe80::1%eth0',
    '::ffff:10.0.0.1',
    '',
    serialAddress('sim:'),
    'old.log',
    '1.2.3',
  ];
  expect(addresses.map(viaOf)).toEqual([
    'network',
    'network',
    'network',
    'network',
    'network',
    'serial',
    'file',
    'file',
  ]);
  expect(addresses.map(boardOfSerial)).toEqual([null, null, null, null, null, 'sim:', null, null]);
});
