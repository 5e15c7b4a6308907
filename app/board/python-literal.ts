/** Text and bytes as Python writes them, in printable ASCII only: safe in a source line of any REPL. */
import { BrambleError } from '../base/index.ts';

/** A `str` literal. Throws `usage` for text that is no Unicode (a lone surrogate). */
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

/** A `bytes` literal. */
export function pythonBytes(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (const byte of bytes) parts.push(byteLiterals[byte] ?? '');
  return `b'${parts.join('')}'`;
}

/** How long `pythonBytes` would be. */
export function pythonBytesLength(bytes: Uint8Array): number {
  let length = 3;
  for (const byte of bytes) length += byteLiterals[byte]?.length ?? 0;
  return length;
}

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
