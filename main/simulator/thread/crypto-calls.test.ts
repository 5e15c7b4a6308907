import { createCipheriv, createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RawReplBoard } from '../../../tests/support/raw-repl-board.ts';

let raw: RawReplBoard;

async function run(...program: string[]): Promise<string> {
  return (await raw.run(...program)).replaceAll('\u0004', '').replaceAll('\r', '').slice(0, -1);
}

beforeAll(async () => {
  raw = await RawReplBoard.start();
});
afterAll(() => raw.dispose());

const data = Buffer.from(Array.from({ length: 96 }, (_, index) => (index * 37) & 0xff));
const key = Buffer.from('0123456789abcdef');
const longKey = Buffer.from('0123456789abcdef0123456789abcdef');
const iv = Buffer.from('fedcba9876543210');

function enciphered(name: string, with_: Buffer, vector: Buffer | null): string {
  const cipher = createCipheriv(name, with_, vector).setAutoPadding(false);
  return Buffer.concat([cipher.update(data), cipher.final()]).toString('hex');
}

describe('A simulated board', () => {
  it.each(['md5', 'sha1', 'sha256'])('hashes with %s, in pieces, and is final then', async (name) => {
    const output = await run(
      'import hashlib, binascii',
      'data = bytes((i * 37) & 255 for i in range(96))',
      `h = hashlib.${name}(data[:10])`,
      'h.update(memoryview(data)[10:])',
      'print(binascii.hexlify(h.digest()).decode())',
      'try: h.update(b"more")',
      'except ValueError as e: print(e)',
      `print(binascii.hexlify(hashlib.${name}().digest()).decode(), binascii.hexlify(hashlib.${name}("abc").digest()).decode())`,
    );
    const of = (content: string | Buffer) => createHash(name).update(content).digest('hex');
    expect(output).toBe(`${of(data)}\nhash is final\n${of('')} ${of('abc')}\n`);
  });

  it('enciphers and deciphers with AES as OpenSSL does, in pieces and in place', async () => {
    const output = await run(
      'import cryptolib, binascii',
      'data = bytes((i * 37) & 255 for i in range(96))',
      `key, iv = ${pythonBytes(key)}, ${pythonBytes(iv)}`,
      `for k in (key, ${pythonBytes(longKey)}):`,
      '    for mode in (1, 2, 6):',
      '        args = (k, mode) if mode == 1 else (k, mode, iv)',
      '        c = cryptolib.aes(*args)',
      '        cut = 21 if mode == 6 else 32',
      '        out = c.encrypt(data[:cut]) + c.encrypt(data[cut:])',
      '        print(binascii.hexlify(out).decode())',
      '        again = bytearray(out)',
      '        cryptolib.aes(*args).decrypt(again, again)',
      '        assert again == data',
    );
    expect(output.trim().split('\n')).toEqual([
      enciphered('aes-128-ecb', key, null),
      enciphered('aes-128-cbc', key, iv),
      enciphered('aes-128-ctr', key, iv),
      enciphered('aes-256-ecb', longKey, null),
      enciphered('aes-256-cbc', longKey, iv),
      enciphered('aes-256-ctr', longKey, iv),
    ]);
  });

  it('refuses keys, modes and lengths as a board does', async () => {
    const output = await run(
      'import cryptolib',
      'for args in ((b"short", 1), (bytes(16), 3), (bytes(16), 2)):',
      '    try: cryptolib.aes(*args)',
      '    except ValueError as e: print(e)',
      'c = cryptolib.aes(bytes(16), 1)',
      'try: c.encrypt(b"15 bytes long..")',
      'except ValueError as e: print(e)',
      'c.encrypt(bytes(16))',
      'try: c.decrypt(bytes(16))',
      'except ValueError as e: print(e)',
    );
    expect(output).toBe("key\nmode\nIV\nblksize % 16\ncan't encrypt & decrypt\n");
  });
});

const pythonBytes = (bytes: Buffer) => `b"${bytes.toString('latin1')}"`;
