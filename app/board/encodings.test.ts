import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64 } from '../base/index.ts';
import { pythonBytes, pythonBytesLength, pythonString } from './python-literal.ts';

describe('Base64', () => {
  it('is what Node writes, and is read back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
      }),
    );
  });

  it.each(['A', 'AAA', 'AA=A', 'AA!A', 'QUJD\n'])('refuses %j', (text) => {
    expect(fromBase64(text)).toBeNull();
  });
});

describe('Python literals', () => {
  it('carry any name in printable ASCII', () => {
    expect(pythonString('it\'s "a\\b"\n\té🍓\x00')).toBe(String.raw`'it\'s "a\\b"\n\t\u00e9\U0001f353\x00'`);
  });

  it('refuse half a character', () => {
    expect(() => pythonString('\ud83c')).toThrow(/half of a character/);
  });

  it('carry any bytes, in the length foretold', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const literal = pythonBytes(bytes);
        expect(literal).toMatch(/^b'[ -~]*'$/);
        expect(literal.length).toBe(pythonBytesLength(bytes));
        // JavaScript reads the escapes of this literal as Python does.
        const read: unknown = JSON.parse(
          `"${literal
            .slice(2, -1)
            .replace(/\\x(..)/g, '\\u00$1')
            .replace(/\\'/g, "'")
            .replace(/"/g, '\\"')}"`,
        );
        expect(read).toBe(String.fromCharCode(...bytes));
      }),
    );
  });
});
