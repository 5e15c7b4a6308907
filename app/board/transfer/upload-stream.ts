/**
 * The stream of an upload, as frames: heads and contents of all files one after the other, cut into blocks, each deflated if that
 * pays. It knows neither boards nor answers.
 */
import { concat, encode } from '../bytes.ts';
import { sha256Hex } from '../sha256.ts';
import { encodeFrame } from './frames.ts';

/** Raw deflate (RFC 1951) with a window of at most 4 KB (`windowBits` 12), which is what the board sets aside to inflate. */
export type Deflate = (bytes: Uint8Array) => Uint8Array;

export type UploadEntry =
  | { kind: 'file'; path: string; bytes: Uint8Array }
  /** Made if it is not there; the folder above it must be. */
  | { kind: 'folder'; path: string };

export interface UploadFrame {
  bytes: Uint8Array;
  /** How far the stream is at the frame's end, from 0 to 1. */
  share: number;
  /** Whether it is the last. */
  closes: boolean;
}

/**
 * Blocks of Python source deflate to 0.331 of their size at 16 KB, 0.325 at 32 KB, and to 0.383 at 16 KB with a window of 1 KB.
 * What does not get small enough is halved: the board holds a frame as it came, up to three times at once while it takes escapes out.
 */
const blockBytes = 32 * 1024;
const largestDeflatedBytes = 12 * 1024;
const smallestBlockBytes = 8 * 1024;
const plainBytes = 4 * 1024;
const folderSize = 0xffffffff;

/** The frames in order, the closing one last. Each is made when it is asked for. */
export function* uploadFrames(entries: readonly UploadEntry[], deflate: Deflate | null): Generator<UploadFrame> {
  const stream = concat(
    entries.flatMap((entry) => (entry.kind === 'file' ? [head(entry), entry.bytes] : [head(entry)])),
  );
  let done = 0;
  for (const { bytes, streamBytes } of blocksOf(stream, deflate)) {
    done += streamBytes;
    yield { bytes, share: done / stream.length, closes: false };
  }
  yield { bytes: encodeFrame('end', new Uint8Array(0)), share: 1, closes: true };
}

function head(entry: UploadEntry): Uint8Array {
  const path = encode(entry.path);
  const bytes = new Uint8Array(38 + path.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, path.length, true);
  view.setUint32(2, entry.kind === 'file' ? entry.bytes.length : folderSize, true);
  if (entry.kind === 'file') bytes.set(fromHex(sha256Hex(entry.bytes)), 6);
  bytes.set(path, 38);
  return bytes;
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

interface Piece {
  bytes: Uint8Array;
  streamBytes: number;
}

function* blocksOf(stream: Uint8Array, deflate: Deflate | null): Generator<Piece> {
  for (let at = 0; at < stream.length; at += blockBytes) yield* piecesOf(stream.subarray(at, at + blockBytes), deflate);
}

function* piecesOf(bytes: Uint8Array, deflate: Deflate | null): Generator<Piece> {
  const whole = deflated(bytes, deflate);
  if (whole !== null) {
    yield whole;
  } else if (bytes.length > smallestBlockBytes && deflate !== null) {
    const middle = bytes.length > blockBytes / 2 ? blockBytes / 2 : smallestBlockBytes;
    yield* piecesOf(bytes.subarray(0, middle), deflate);
    yield* piecesOf(bytes.subarray(middle), deflate);
  } else {
    for (let at = 0; at < bytes.length; at += plainBytes) {
      const piece = bytes.subarray(at, at + plainBytes);
      yield { bytes: encodeFrame('plain', piece), streamBytes: piece.length };
    }
  }
}

/** Null when it does not pay: a twentieth is what inflating costs the board. */
function deflated(bytes: Uint8Array, deflate: Deflate | null): Piece | null {
  const small = deflate?.(bytes);
  if (small === undefined || small.length > Math.min(largestDeflatedBytes, bytes.length * 0.95)) return null;
  return { bytes: encodeFrame('deflated', small), streamBytes: bytes.length };
}
