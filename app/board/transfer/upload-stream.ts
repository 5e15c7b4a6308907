/**
 * The stream of an upload, as frames: heads and contents of all files one after the other, cut into blocks, each deflated if that
 * pays. It knows neither boards nor answers.
 */
import { concat, encode, lastBytes, noBytes } from '../bytes.ts';
import { sha256Hex } from '../sha256.ts';
import { encodeFrame } from './frames.ts';

/**
 * Raw deflate (RFC 1951) that goes on where `before` ended, the last bytes of what was deflated so far, and ends with a flush to a whole byte
 * (zlib's Z_SYNC_FLUSH), so that the board inflates all of it as one stream. The window has 2 ** `windowBits` bytes.
 */
export type Deflate = (bytes: Uint8Array, options: { before: Uint8Array; windowBits: number }) => Uint8Array;

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
 * As one stream, our modules for the board deflate to 0.288 of their size with a window of 16 KB and 0.325 with one of 4 KB; in blocks
 * of 16 KB that each begin anew to 0.320 and 0.334. What does not get small enough is halved: the board holds a frame as it came, up to
 * three times at once while it takes escapes out.
 */
const blockBytes = 16 * 1024;
const largestDeflatedBytes = 12 * 1024;
const smallestBlockBytes = 8 * 1024;
const plainBytes = 4 * 1024;
/** Half of a SHA-256 shows damage as surely, and 50 small files are a hundredth shorter. */
const hashBytes = 16;
const headBytes = 6 + hashBytes;
const folderSize = 0xffffffff;

export interface FrameOptions {
  /** Null sends everything as it is. */
  deflate: Deflate | null;
  windowBits: number;
}

/** The frames in order, the closing one last. Each is made when it is asked for. */
export function* uploadFrames(entries: readonly UploadEntry[], options: FrameOptions): Generator<UploadFrame> {
  const totalBytes = entries.reduce((sum, entry) => sum + streamBytesOf(entry), 0);
  let done = 0;
  for (const { bytes, streamBytes } of new Blocks(options).of(blocksOf(entries))) {
    done += streamBytes;
    yield { bytes, share: done / totalBytes, closes: false };
  }
  yield { bytes: encodeFrame('end', new Uint8Array(0)), share: 1, closes: true };
}

function streamBytesOf(entry: UploadEntry): number {
  return headBytes + encode(entry.path).length + (entry.kind === 'file' ? entry.bytes.length : 0);
}

/**
 * The stream in blocks, all full but the last. A file is hashed when its turn comes: the board writes the first one while the
 * second is.
 */
function* blocksOf(entries: readonly UploadEntry[]): Generator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  for (const entry of entries) {
    for (let rest of entry.kind === 'file' ? [head(entry), entry.bytes] : [head(entry)]) {
      while (waitingBytes + rest.length >= blockBytes) {
        const part = rest.subarray(0, blockBytes - waitingBytes);
        rest = rest.subarray(part.length);
        yield concat([...waiting, part]);
        waiting = [];
        waitingBytes = 0;
      }
      waiting.push(rest);
      waitingBytes += rest.length;
    }
  }
  if (waitingBytes > 0) yield concat(waiting);
}

function head(entry: UploadEntry): Uint8Array {
  const path = encode(entry.path);
  const bytes = new Uint8Array(headBytes + path.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, path.length, true);
  view.setUint32(2, entry.kind === 'file' ? entry.bytes.length : folderSize, true);
  if (entry.kind === 'file') bytes.set(fromHex(sha256Hex(entry.bytes)).subarray(0, hashBytes), headBytes - hashBytes);
  bytes.set(path, headBytes);
  return bytes;
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

interface Piece {
  bytes: Uint8Array;
  streamBytes: number;
}

/** Makes frames of blocks, and remembers what the board's inflater remembers. */
class Blocks {
  readonly #options: FrameOptions;
  #before: Uint8Array = noBytes;

  constructor(options: FrameOptions) {
    this.#options = options;
  }

  *of(blocks: Iterable<Uint8Array>): Generator<Piece> {
    for (const block of blocks) yield* this.#pieces(block);
  }

  *#pieces(bytes: Uint8Array): Generator<Piece> {
    const whole = this.#deflated(bytes);
    if (whole !== null) {
      yield whole;
    } else if (bytes.length > smallestBlockBytes && this.#options.deflate !== null) {
      yield* this.#pieces(bytes.subarray(0, smallestBlockBytes));
      yield* this.#pieces(bytes.subarray(smallestBlockBytes));
    } else {
      for (let at = 0; at < bytes.length; at += plainBytes) {
        const piece = bytes.subarray(at, at + plainBytes);
        yield { bytes: encodeFrame('plain', piece), streamBytes: piece.length };
      }
    }
  }

  /** Null when it does not pay: a twentieth is what inflating costs the board. */
  #deflated(bytes: Uint8Array): Piece | null {
    const { deflate, windowBits } = this.#options;
    const small = deflate?.(bytes, { before: this.#before, windowBits });
    if (small === undefined || small.length > Math.min(largestDeflatedBytes, bytes.length * 0.95)) return null;
    this.#before = lastBytes(this.#before, bytes, 2 ** windowBits);
    return { bytes: encodeFrame('deflated', small, bytes.length), streamBytes: bytes.length };
  }
}
