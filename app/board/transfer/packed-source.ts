/** Source for a board's raw prompt, deflated: about half as long on the wire. A board without `deflate` raises ImportError. */
import { concat, encode, noBytes } from '../bytes.ts';
import { densePythonBytes } from '../python-literal.ts';
import type { Deflate } from './upload-stream.ts';

const windowBits = 12;

/** Executes `source` in `__main__`. Null sends it as it is. */
export function packedSource(source: string, deflate: Deflate | null): Uint8Array {
  const bytes = encode(source);
  if (deflate === null) return bytes;
  const small = densePythonBytes(deflate(bytes, { before: noBytes, windowBits }));
  const before = "(lambda i:i('builtins').exec(i('deflate').DeflateIO(i('io').BytesIO(";
  return concat([encode(before), small, encode(`),1,${windowBits}).read(${bytes.length}),globals()))(__import__)\n`)]);
}
