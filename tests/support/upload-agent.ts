/** What the upload agent makes of frames, as app/micropython/agent/upload.py reads them, without a board. */
import { inflateRawSync } from 'node:zlib';

export interface ReadFrame {
  kind: string;
  payload: Buffer;
}

export function readFrames(bytes: Uint8Array): ReadFrame[] {
  const frames: ReadFrame[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [kind = 0, mark = 0, escapeByte = 0, a = 0, b = 0, c = 0] = bytes.subarray(at, at + 6);
    const size = (a - 32) * 4096 + (b - 32) * 64 + c - 32;
    const body = Buffer.from(bytes.subarray(at + 6, at + 6 + size)).toString('latin1');
    const [markText, escapeText] = [String.fromCharCode(mark), String.fromCharCode(escapeByte)];
    const payload =
      mark === 0
        ? body
        : body
            .replaceAll(markText, '\x03')
            .replaceAll(`${escapeText}s`, () => markText)
            .replaceAll(`${escapeText}e`, () => escapeText);
    frames.push({ kind: String.fromCharCode(kind), payload: Buffer.from(payload, 'latin1') });
    at += 6 + size;
  }
  return frames;
}

/** The files and folders that the stream in the frames holds. */
export function readStream(frames: readonly ReadFrame[]): { path: string; hash: string; bytes: Buffer | null }[] {
  const stream = Buffer.concat(frames.map(({ kind, payload }) => (kind === 'z' ? inflateRawSync(payload) : payload)));
  const entries: { path: string; hash: string; bytes: Buffer | null }[] = [];
  for (let at = 0; at < stream.length; ) {
    const pathEnd = at + 38 + stream.readUInt16LE(at);
    const size = stream.readUInt32LE(at + 2);
    const end = pathEnd + (size === 0xffffffff ? 0 : size);
    entries.push({
      path: stream.subarray(at + 38, pathEnd).toString(),
      hash: stream.subarray(at + 6, at + 38).toString('hex'),
      bytes: size === 0xffffffff ? null : stream.subarray(pathEnd, end),
    });
    at = end;
  }
  return entries;
}
