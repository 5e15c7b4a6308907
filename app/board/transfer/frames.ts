/**
 * The frames that the upload agent reads (app/micropython/agent/upload.py). No byte of a frame is Ctrl-C: the board takes it as an
 * interrupt at any time, so that an upload can be ended as any program can, by Bramble and by any other tool.
 */
import { concat } from '../bytes.ts';
import { control } from '../raw-repl/state.ts';

/** `end` closes the stream. */
export type FrameKind = 'deflated' | 'plain' | 'end';

const kinds: Readonly<Record<FrameKind, string>> = { deflated: 'z', plain: 'p', end: 'e' };
const digitBase = 64;
/** What the length in three digits can tell. */
const largestFrameBytes = digitBase ** 3 - 1;

/**
 * In a payload that holds Ctrl-C, another byte stands in for it, and that byte and the escape are escaped. The two rarest bytes of
 * 4 KB of random ones occur 5 and 6 times, Ctrl-C 16 times: escaping Ctrl-C itself would cost twice as much.
 */
interface Substitution {
  standIn: number;
  escapeByte: number;
}

const none: Substitution = { standIn: 0, escapeByte: 0 };
const standInCode = 's'.charCodeAt(0);
const escapeCode = 'e'.charCodeAt(0);

/** `inflatedBytes` is what a deflated payload inflates to. */
export function encodeFrame(kind: FrameKind, payload: Uint8Array, inflatedBytes?: number): Uint8Array {
  const substitution = payload.includes(control.interrupt) ? rarestBytes(payload) : none;
  const body = substitution === none ? payload : substituted(payload, substitution);
  if (body.length > largestFrameBytes) throw new Error(`A frame of ${body.length} bytes is too large.`);
  const { standIn, escapeByte } = substitution;
  const lengths = [body.length, ...(inflatedBytes === undefined ? [] : [inflatedBytes])].flatMap(digits);
  return concat([Uint8Array.of(kinds[kind].charCodeAt(0), standIn, escapeByte, ...lengths), body]);
}

function digits(value: number): number[] {
  return [digitBase ** 2, digitBase, 1].map((place) => 32 + (Math.floor(value / place) % digitBase));
}

/** Neither Ctrl-C nor 0, which says that nothing is substituted, nor a code. */
function rarestBytes(bytes: Uint8Array): Substitution {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  const reserved = [0, control.interrupt, standInCode, escapeCode];
  const candidates = Array.from(counts.keys()).filter((byte) => !reserved.includes(byte));
  const [standIn = 1, escapeByte = 2] = candidates.sort((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0));
  return { standIn, escapeByte };
}

function substituted(bytes: Uint8Array, { standIn, escapeByte }: Substitution): Uint8Array {
  const out: number[] = [];
  for (const byte of bytes) {
    if (byte === control.interrupt) out.push(standIn);
    else if (byte === standIn) out.push(escapeByte, standInCode);
    else if (byte === escapeByte) out.push(escapeByte, escapeCode);
    else out.push(byte);
  }
  return Uint8Array.from(out);
}
