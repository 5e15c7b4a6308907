/** Text and bytes as Python writes them: safe in a source line of any REPL. */
import { BrambleError } from '../base/index.ts';
import { encode } from './bytes.ts';

/** A `str` literal in printable ASCII. Throws `usage` for text that is no Unicode (a lone surrogate). */
export function pythonString(text: string): string {
  let literal = '';
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff) {
      throw new BrambleError('usage', `${JSON.stringify(text)} is not valid text: it holds half of a character.`);
    }
    if (code > 0xffff) literal += `\\U${code.toString(16).padStart(8, '0')}`;
    else if (code > 0x7e) literal += `\\u${code.toString(16).padStart(4, '0')}`;
    else literal += escapedAscii(code);
  }
  return `'${literal}'`;
}

/** A tuple of `str` literals, right for none and for one as well. */
export function pythonStrings(texts: readonly string[]): string {
  return `(${texts.map((text) => `${pythonString(text)},`).join('')})`;
}

/** A `bytes` literal in printable ASCII. */
export function pythonBytes(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (const byte of bytes) parts.push(byteLiterals[byte] ?? '');
  return `b'${parts.join('')}'`;
}

/**
 * A `bytes` literal that holds nearly all bytes as they are, so that random ones get a twentieth longer; Python is not alike in this, but
 * MicroPython takes any byte between quotes. What the raw REPL takes for a key is escaped, and what ends or changes a line.
 */
export function densePythonBytes(bytes: Uint8Array): Uint8Array {
  const literal = [...encode("b'")];
  for (const byte of bytes) {
    const isPlain = byte > 0x05 && !escapedInDense.includes(byte);
    if (isPlain) literal.push(byte);
    else literal.push(...encode(escapedAscii(byte)));
  }
  return Uint8Array.from([...literal, quote]);
}

/** How long `pythonBytes` would be. */
export function pythonBytesLength(bytes: Uint8Array): number {
  let length = 3;
  for (const byte of bytes) length += byteLiterals[byte]?.length ?? 0;
  return length;
}

const quote = 0x27;
const escapedInDense: readonly number[] = [0x0a, 0x0d, quote, 0x5c];
const byteLiterals: readonly string[] = Array.from({ length: 256 }, (_, byte) => escapedAscii(byte));

function escapedAscii(code: number): string {
  switch (code) {
    case 0x0a:
      return '\\n';
    case 0x0d:
      return '\\r';
    case 0x09:
      return '\\t';
    case 0x27:
      return "\\'";
    case 0x5c:
      return '\\\\';
    default:
      return code >= 0x20 && code <= 0x7e ? String.fromCharCode(code) : `\\x${code.toString(16).padStart(2, '0')}`;
  }
}
