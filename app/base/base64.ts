/** Base64 (RFC 4648), as `binascii` on the board speaks it. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Map([...alphabet].map((letter, value) => [letter.charCodeAt(0), value]));

export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const letters = [bits >> 18, (bits >> 12) & 63, (bits >> 6) & 63, bits & 63].map((value) => alphabet[value]);
    parts.push(
      letters
        .slice(0, Math.min(4, left + 1))
        .join('')
        .padEnd(4, '='),
    );
  }
  return parts.join('');
}

/** Null when the text is not Base64. */
export function fromBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let at = 0, out = 0; at < text.length; at += 4, out += 3) {
    let bits = 0;
    for (let i = 0; i < 4; i++) {
      const padded = at + i >= text.length - padding;
      const value = padded ? 0 : values.get(text.charCodeAt(at + i));
      if (value === undefined) return null;
      bits = (bits << 6) | value;
    }
    for (let i = 0; i < 3 && out + i < bytes.length; i++) bytes[out + i] = (bits >> (16 - 8 * i)) & 0xff;
  }
  return bytes;
}
