/** What the upload agent makes of frames, as app/micropython/agent/upload.py reads them, without a board. */
import { constants, inflateRawSync } from 'node:zlib';

export interface ReadFrame {
  kind: string;
  payload: Buffer;
  /** 0 for a frame that is not deflated. */
  inflatedBytes: number;
}

export function readFrames(bytes: Uint8Array): ReadFrame[] {
  const frames: ReadFrame[] = [];
  const number = (at: number) => {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    return (a - 32) * 4096 + (b - 32) * 64 + c - 32;
  };
  for (let at = 0; at < bytes.length; ) {
    const [kind = 0, units = 0] = bytes.subarray(at, at + 2);
    const size = number(at + 2);
    const isDeflated = kind === 'z'.charCodeAt(0);
    const inflatedBytes = isDeflated ? number(at + 5) : 0;
    const start = at + (isDeflated ? 8 : 5);
    const body = bytes.subarray(start, start + size);
    const payload = units === 0 ? Buffer.from(body) : withoutParts(body, units * 8 + 1);
    frames.push({ kind: String.fromCharCode(kind), payload, inflatedBytes });
    at = start + size;
  }
  return frames;
}

/** Each part begins with what stands for Ctrl-C in it. */
function withoutParts(body: Uint8Array, partLength: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; at += partLength) {
    const [standIn, ...rest] = body.subarray(at, at + partLength);
    parts.push(Buffer.from(rest.map((byte) => (byte === standIn ? 3 : byte))));
  }
  return Buffer.concat(parts);
}

/** The files and folders that the stream in the frames holds. */
export function readStream(frames: readonly ReadFrame[]): { path: string; hash: string; bytes: Buffer | null }[] {
  const deflated = Buffer.concat(frames.filter(({ kind }) => kind === 'z').map(({ payload }) => payload));
  let inflated = inflateRawSync(deflated, { finishFlush: constants.Z_SYNC_FLUSH });
  const stream = Buffer.concat(
    frames.map(({ kind, payload, inflatedBytes }) => {
      if (kind !== 'z') return payload;
      const part = inflated.subarray(0, inflatedBytes);
      inflated = inflated.subarray(inflatedBytes);
      return part;
    }),
  );
  const entries: { path: string; hash: string; bytes: Buffer | null }[] = [];
  for (let at = 0; at < stream.length; ) {
    const pathEnd = at + 22 + stream.readUInt16LE(at);
    const size = stream.readUInt32LE(at + 2);
    const end = pathEnd + (size === 0xffffffff ? 0 : size);
    entries.push({
      path: stream.subarray(at + 22, pathEnd).toString(),
      hash: stream.subarray(at + 6, at + 22).toString('hex'),
      bytes: size === 0xffffffff ? null : stream.subarray(pathEnd, end),
    });
    at = end;
  }
  return entries;
}
