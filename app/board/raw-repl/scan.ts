/** Finds markers in a stream that arrives in arbitrary pieces. */
import { concat, indexOfBytes, noBytes } from '../bytes.ts';

export interface Scan {
  /** Which of the markers was found, -1 when none yet. */
  found: number;
  /** What came before the marker; without a marker, what cannot belong to one any more. */
  before: Uint8Array;
  /** What came after the marker; without a marker, the end that may be the beginning of one: the next `held`. */
  rest: Uint8Array;
}

/**
 * Looks for the earliest of `markers` in `held` followed by `bytes`. No marker may contain another. What is passed on
 * does not depend on how the stream was cut.
 */
export function scan(held: Uint8Array, bytes: Uint8Array, markers: readonly Uint8Array[]): Scan {
  const all = held.length === 0 ? bytes : concat([held, bytes]);
  let found = -1;
  let start = all.length;
  markers.forEach((marker, index) => {
    const at = indexOfBytes(all, marker);
    if (at !== -1 && at < start) [found, start] = [index, at];
  });
  const marker = markers[found];
  if (marker !== undefined) {
    return { found, before: all.subarray(0, start), rest: all.subarray(start + marker.length) };
  }
  const keep = Math.max(0, ...markers.map((wanted) => partialLength(all, wanted)));
  return { found, before: all.subarray(0, all.length - keep), rest: keep === 0 ? noBytes : all.slice(-keep) };
}

/** How many of the last bytes of `all` are the beginning of `marker`. */
function partialLength(all: Uint8Array, marker: Uint8Array): number {
  for (let length = Math.min(marker.length - 1, all.length); length > 0; length--) {
    const start = all.length - length;
    let same = true;
    for (let offset = 0; offset < length && same; offset++) same = all[start + offset] === marker[offset];
    if (same) return length;
  }
  return 0;
}

/**
 * Where in `bytes` the marker is complete, given the `tail` that came before: the number of bytes up to its end, or -1.
 * For streams that are shown as they come, where nothing may be held back.
 */
export function completesAt(tail: Uint8Array, bytes: Uint8Array, marker: Uint8Array): number {
  const overlap = tail.slice(Math.max(0, tail.length - (marker.length - 1)));
  const at = indexOfBytes(concat([overlap, bytes]), marker);
  return at === -1 ? -1 : at + marker.length - overlap.length;
}
