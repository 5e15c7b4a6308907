/** Raw deflate as the upload agent inflates it, packed as well as zlib can. */
import { constants, deflateRawSync } from 'node:zlib';

/** 16 KB take about a millisecond. */
export function deflate(
  bytes: Uint8Array,
  { before, windowBits }: { before: Uint8Array; windowBits: number },
): Uint8Array {
  const dictionary = before.length === 0 ? {} : { dictionary: before };
  return deflateRawSync(bytes, {
    windowBits,
    level: 9,
    memLevel: 9,
    finishFlush: constants.Z_SYNC_FLUSH,
    ...dictionary,
  });
}
