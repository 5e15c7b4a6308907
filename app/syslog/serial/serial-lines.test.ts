import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSyslog } from '../parse/parse.ts';
import { longestSerialLine, SerialLines } from './serial-lines.ts';
import { serialMessage } from './serial-message.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const texts = (found: { bytes: Uint8Array }[]) => found.map((each) => new TextDecoder().decode(each.bytes));
const printed = (text: string) => {
  const lines = new SerialLines();
  return texts([...lines.take(bytes(text)), ...lines.rest()]);
};

const traceback =
  'Traceback (most recent call last):\r\n  File "<stdin>", line 3, in loop\r\nOSError: [Errno 5] EIO\r\n';

describe('lines that a board prints', () => {
  it('are kept when their end comes, without what a prompt shows and a restart says', () => {
    const session =
      'MPY: soft reboot\r\nMicroPython v1.29.0 on 2026-05-06; Raspberry Pi Pico W with RP2040\r\n' +
      'Type "help()" for more information.\r\n>>> 1 + 1\r\n2\r\n>>> for i in "ab":\r\n...     print(i)\r\n... \r\na\r\nb\r\n\r\n>>> ';
    expect(printed(session)).toEqual(['MPY: soft reboot', '2', 'a', 'b']);
  });

  it('are the same however their bytes are split', () => {
    const session = `one\r\n${traceback}two é\r\n>>> print(3)\r\n3\r\n>>> `;
    const whole = printed(session);
    fc.assert(
      fc.property(fc.array(fc.nat(session.length)), (cuts) => {
        const lines = new SerialLines();
        const all = bytes(session);
        const ends = [...cuts, all.length].sort((a, b) => a - b);
        const found = ends.flatMap((end, index) => lines.take(all.subarray(ends[index - 1] ?? 0, end)));
        expect(texts([...found, ...lines.rest()])).toEqual(whole);
      }),
    );
  });

  it('without an end are kept when the board rests, and no longer than 8 KB', () => {
    const lines = new SerialLines();
    expect(texts(lines.take(bytes('50 %')))).toEqual([]);
    expect(lines.isWaiting).toBe(true);
    expect(texts(lines.rest())).toEqual(['50 %']);
    expect(lines.isWaiting).toBe(false);
    const long = 'é'.repeat(6000);
    const pieces = [...lines.take(bytes(`x${long}`)), ...lines.rest()];
    expect(pieces.every((piece) => piece.bytes.length <= longestSerialLine)).toBe(true);
    expect(texts(pieces).join('')).toBe(`x${long}`);
  });

  it('have a traceback as one, an error unless somebody pressed Stop', () => {
    const lines = new SerialLines();
    const found = lines.take(
      bytes(`before\r\n${traceback}after\r\n${traceback.replace('OSError: [Errno 5] EIO', 'KeyboardInterrupt: ')}`),
    );
    expect(found.map(({ severity }) => severity)).toEqual([6, 3, 6, 5]);
    expect(texts(found)[1]).toBe(
      'Traceback (most recent call last):\n  File "<stdin>", line 3, in loop\nOSError: [Errno 5] EIO',
    );
  });

  it('of a traceback that breaks off are kept as far as they came', () => {
    expect(printed('Traceback (most recent call last):\r\n  File "main.py", line 3, in f\r\nready!\r\n')).toEqual([
      'Traceback (most recent call last):\n  File "main.py", line 3, in f',
      'ready!',
    ]);
  });
});

describe('what somebody types', () => {
  it('is not kept when the board sends it back', () => {
    const lines = new SerialLines();
    lines.take(bytes('Password: '));
    expect(texts(lines.rest())).toEqual(['Password: ']);
    lines.type(bytes('hunt'));
    lines.take(bytes('hunt'));
    expect(texts(lines.rest())).toEqual([]);
    lines.type(bytes('erx\x7f2\r'));
    expect(texts(lines.take(bytes('erx\b\x1b[K2\r\nThank you\r\n')))).toEqual(['Thank you']);
    lines.type(bytes('print("secret")\r'));
    expect(texts(lines.take(bytes('>>> print("secret")\r\n')))).toEqual([]);
  });

  it('leaves a line whole that ends otherwise', () => {
    const lines = new SerialLines();
    lines.type(bytes('stop\r'));
    expect(texts(lines.take(bytes('21.5 degrees\r\n')))).toEqual(['21.5 degrees']);
  });
});

describe('a line as a message', () => {
  const reception = { receivedAtMs: 0, zoneOffsetMinutes: 0 };
  const read = (host: string, program: string, text: string) =>
    parseSyslog(serialMessage({ host, program }, { bytes: bytes(text), severity: 6 }), reception);

  it('says who printed it, and keeps its bytes', () => {
    expect(read('kitchen', 'main.py', '  <13>1 - \u001b[31mhot\u001b[0m é 🍓')).toMatchObject({
      format: 'rfc5424',
      facility: 1,
      severity: 6,
      hostname: 'kitchen',
      appName: 'main.py',
      text: '  <13>1 - \u001b[31mhot\u001b[0m é 🍓',
    });
  });

  it('is well formed whatever the names are', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: 'grapheme' }), fc.string({ minLength: 1 }), (host, program, text) => {
        expect(read(host, program, text).format).toBe('rfc5424');
      }),
    );
  });
});
