import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { BrambleError } from '../../../app/base/index.ts';
import type { LogFilePiece } from '../../../app/syslog/index.ts';
import { type ImportOptions, importFile } from './import-file.ts';

const lastModified = Date.UTC(2024, 4, 1, 12);

/** A host that takes each piece, says that each line of it is one more, and the last time is how many pieces came. */
function hostThat(onPiece: (piece: LogFilePiece) => void = () => {}) {
  const pieces: LogFilePiece[] = [];
  const syslog: ImportOptions['syslog'] = {
    async importPiece(piece) {
      onPiece(piece);
      pieces.push(piece);
      const text = new TextDecoder().decode(piece.bytes);
      return { lines: text.split('\n').length - 1, unread: 1, lastTimeMs: pieces.length };
    },
  };
  return { syslog, pieces };
}

const long = Array.from({ length: 60_000 }, (_, index) => `line ${index} of the file\n`).join('');
const fileOf = (content: string | Uint8Array<ArrayBuffer>, name = 'router.log') =>
  new File([content], name, { lastModified });

it.each([
  ['plain', fileOf(long)],
  ['compressed', fileOf(new Uint8Array(gzipSync(long)))],
])('a file goes to the host in order, and each piece knows what came before, %s', async (_case, file) => {
  const { syslog, pieces } = hostThat();
  const told: [number, number][] = [];
  const imported = await importFile(file, {
    syslog,
    signal: new AbortController().signal,
    onProgress: (readBytes, { lines }) => told.push([readBytes, lines]),
  });
  expect(pieces.map(({ bytes }) => new TextDecoder().decode(bytes)).join('')).toBe(long);
  expect(pieces.map(({ isFirst, lastTimeMs }) => [isFirst, lastTimeMs])).toEqual(
    pieces.map((_piece, index) => (index === 0 ? [true, null] : [false, index])),
  );
  const zoneOffsetMinutes = -new Date(lastModified).getTimezoneOffset();
  expect(pieces[0]).toMatchObject({ name: 'router.log', modifiedMs: lastModified, zoneOffsetMinutes });
  expect(imported).toEqual({ lines: 60_000, unread: pieces.length });
  expect(told.at(-1)).toEqual([file.size, 60_000]);
});

it('ends when it is cancelled, and sends no more', async () => {
  const controller = new AbortController();
  const { syslog, pieces } = hostThat(() => controller.abort());
  const ended = importFile(fileOf(long), { syslog, signal: controller.signal, onProgress: () => {} });
  await expect(ended).rejects.toMatchObject({ name: 'AbortError' });
  expect(pieces.length).toBe(1);
});

it('tells what the host tells, and what is broken', async () => {
  const options = { signal: new AbortController().signal, onProgress: () => {} };
  const full = new BrambleError('log-store', 'The disk is full.');
  const { syslog } = hostThat(() => {
    throw full;
  });
  await expect(importFile(fileOf('a\n'), { syslog, ...options })).rejects.toBe(full);
  const cut = fileOf(new Uint8Array(gzipSync(long).subarray(0, -10)), 'cut.log.gz');
  await expect(importFile(cut, { ...hostThat(), ...options })).rejects.toMatchObject({
    code: 'file-unreadable',
    message: expect.stringMatching(/^cut\.log\.gz is broken: /),
  });
});
