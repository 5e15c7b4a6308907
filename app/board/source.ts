/** Source code on its way to a board. */
import { BrambleError } from '../base/index.ts';
import { encode } from './bytes.ts';
import { control } from './raw-repl/state.ts';

/** What the raw REPL takes for a key, not for text: Ctrl-A to Ctrl-E. */
const keys: ReadonlySet<number> = new Set(Object.values(control));

/**
 * The bytes of a program, without a byte order mark, which MicroPython does not know. Throws `usage` when it holds a
 * control character that the raw REPL would take for a command.
 */
export function programBytes(source: string | Uint8Array): Uint8Array {
  const all = typeof source === 'string' ? encode(source) : source;
  const bytes = all[0] === 0xef && all[1] === 0xbb && all[2] === 0xbf ? all.subarray(3) : all;
  const at = bytes.findIndex((byte) => keys.has(byte));
  if (at === -1) return bytes;
  const line = bytes.subarray(0, at).filter((byte) => byte === 0x0a).length + 1;
  const written = `\\x0${bytes[at]}`;
  throw new BrambleError(
    'usage',
    `The program holds the control character ${written} in line ${line}, which a board takes for a command. Write it as "${written}".`,
  );
}
