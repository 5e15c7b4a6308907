import { expect, test } from 'vitest';
import { hexDump } from './hex-dump.ts';

test('bytes are dumped eight a row', () => {
  expect(hexDump(Uint8Array.from({ length: 18 }, (_, index) => 0x3c + index))).toBe(
    '0000  3c 3d 3e 3f 40 41 42 43  <=>?@ABC\n' +
      '0008  44 45 46 47 48 49 4a 4b  DEFGHIJK\n' +
      '0010  4c 4d                    LM',
  );
});
