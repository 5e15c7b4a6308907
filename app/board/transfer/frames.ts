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
 * In a payload that holds Ctrl-C, each part begins with a byte that does not occur in it, which stands in for Ctrl-C: of 1 KB of random
 * bytes, some value is absent 99 times in 100, so that the parts cost a byte a kilobyte. Escapes in 4 KB would cost 12.
 */
const partUnit = 8;
/** The last always serves: 248 bytes leave 8 values out. */
const partLengths = [2040, 1536, 1024, 768, 512, 248];

/** `inflatedBytes` is what a deflated payload inflates to. */
export function encodeFrame(kind: FrameKind, payload: Uint8Array, inflatedBytes?: number): Uint8Array {
  const { units, body } = payload.includes(control.interrupt) ? inParts(payload) : { units: 0, body: payload };
  if (body.length > largestFrameBytes) throw new Error(`A frame of ${body.length} bytes is too large.`);
  const lengths = [body.length, ...(inflatedBytes === undefined ? [] : [inflatedBytes])].flatMap(digits);
  return concat([Uint8Array.of(kinds[kind].charCodeAt(0), units, ...lengths), body]);
}

function digits(value: number): number[] {
  return [digitBase ** 2, digitBase, 1].map((place) => 32 + (Math.floor(value / place) % digitBase));
}

/** A payload in the longest parts that serve; `units` is how many bytes each has, in units of 8. */
function inParts(payload: Uint8Array): { units: number; body: Uint8Array } {
  for (const length of partLengths) {
    const parts = Array.from({ length: Math.ceil(payload.length / length) }, (_, index) =>
      withStandIn(payload.subarray(index * length, (index + 1) * length)),
    );
    const whole = parts.filter((part) => part !== null);
    if (whole.length === parts.length) return { units: length / partUnit, body: concat(whole) };
  }
  throw new Error('Every value occurs in 248 bytes.');
}

/** Null when every value occurs. */
function withStandIn(part: Uint8Array): Uint8Array | null {
  const occurs = new Uint8Array(256);
  for (const byte of part) occurs[byte] = 1;
  occurs[control.interrupt] = 1;
  const standIn = occurs.indexOf(0);
  if (standIn < 0) return null;
  return Uint8Array.of(standIn, ...part.map((byte) => (byte === control.interrupt ? standIn : byte)));
}
