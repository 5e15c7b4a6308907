/** Byte arithmetic of the board's protocols: joining, searching, and showing bytes to people. */

const encoder = new TextEncoder();

/** Text as UTF-8. */
export function encode(text: string): Uint8Array {
  return encoder.encode(text);
}

/** UTF-8 as text; what is not UTF-8 becomes U+FFFD. */
export function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

export const noBytes: Uint8Array = new Uint8Array(0);

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Where `wanted` begins in `bytes`, from `from` on; -1 when nowhere. */
export function indexOfBytes(bytes: Uint8Array, wanted: Uint8Array, from = 0): number {
  const [first] = wanted;
  if (first === undefined) return from;
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (at + wanted.length > bytes.length) return -1;
    if (wanted.every((byte, offset) => bytes[at + offset] === byte)) return at;
  }
  return -1;
}

/** The last `count` bytes of `a` followed by `b`: what a bounded memory keeps of a stream. */
export function lastBytes(a: Uint8Array, b: Uint8Array, count: number): Uint8Array {
  if (b.length >= count) return b.slice(b.length - count);
  return concat([a.slice(Math.max(0, a.length + b.length - count)), b]);
}

/** Bytes in quotes for a sentence, such as `"…r\n>>> "`: escaped, and only the last `limit` of them. */
export function quoteBytes(bytes: Uint8Array, limit = 60): string {
  if (bytes.length === 0) return 'nothing';
  const text = decode(bytes.slice(Math.max(0, bytes.length - limit)));
  return `${bytes.length > limit ? '…' : ''}${JSON.stringify(text)}`;
}
