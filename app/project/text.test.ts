import { expect, it } from 'vitest';
import { decodeText } from './text.ts';

it('text is UTF-8 without NULs, and keeps its byte order mark', () => {
  expect(decodeText(Buffer.from('\ufeffprint("é")\r\n'))).toBe('\ufeffprint("é")\r\n');
  expect(decodeText(new Uint8Array())).toBe('');
  expect(decodeText(Buffer.from('abc\0def'))).toBeNull();
  expect(decodeText(Uint8Array.of(0x61, 0xff))).toBeNull();
});
