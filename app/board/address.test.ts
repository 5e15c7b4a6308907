import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BrambleError } from '../base/index.ts';
import { type BoardAddress, formatBoardAddress, parseBoardAddress } from './address.ts';

test.each<[string, BoardAddress]>([
  ['auto', { kind: 'auto' }],
  ['serial:/dev/ttyACM0', { kind: 'serial', path: '/dev/ttyACM0' }],
  ['/dev/ttyACM0', { kind: 'serial', path: '/dev/ttyACM0' }],
  ['COM3', { kind: 'serial', path: 'COM3' }],
  ['tcp:192.168.1.7:2217', { kind: 'tcp', host: '192.168.1.7', port: 2217 }],
  ['tcp:[::1]:2217', { kind: 'tcp', host: '::1', port: 2217 }],
  ['sim:', { kind: 'sim', name: 'default' }],
  ['sim:kitchen', { kind: 'sim', name: 'kitchen' }],
  ['id:E6614104031B2A2C', { kind: 'id', serialNumber: 'E6614104031B2A2C' }],
])('%s is read as the design says', (text, address) => {
  expect(parseBoardAddress(text)).toEqual(address);
});

test.each([
  '',
  'serial:',
  'tcp:host',
  'tcp:host:0',
  'tcp:host:70000',
  'tcp::1:5',
  'sim:../../etc',
  'sim:a b',
  'id:',
  'usb:1',
  'AUTO ',
])('%j is refused with a sentence that shows the forms', (text) => {
  expect(() => parseBoardAddress(text)).toThrow(BrambleError);
  expect(() => parseBoardAddress(text)).toThrow(/serial:\/dev\/ttyACM0/);
});

test('what is written is read back as the same address', () => {
  const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/);
  const address: fc.Arbitrary<BoardAddress> = fc.oneof(
    fc.constant<BoardAddress>({ kind: 'auto' }),
    fc.record({ kind: fc.constant('serial' as const), path: fc.stringMatching(/^\S.{0,20}$/) }),
    fc.record({
      kind: fc.constant('tcp' as const),
      host: fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain()),
      port: fc.integer({ min: 1, max: 65_535 }),
    }),
    fc.record({ kind: fc.constant('sim' as const), name }),
    fc.record({ kind: fc.constant('name' as const), name: fc.stringMatching(/^[A-Za-z][A-Za-z0-9._-]{0,20}$/) }),
    fc.record({ kind: fc.constant('bootsel' as const), device: fc.stringMatching(/^\d-[\d.]{1,6}$/) }),
    fc.record({ kind: fc.constant('id' as const), serialNumber: name }),
  );
  fc.assert(
    fc.property(address, (given) => {
      expect(parseBoardAddress(formatBoardAddress(given))).toEqual(given);
    }),
  );
});
