/** An upload that is broken off, cancelled or garbled at any byte: a file is the old one or the new one, and the board at its prompt. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BrambleError, type Clock } from '../../../app/base/index.ts';
import type { UploadEntry } from '../../../app/board/index.ts';
import { systemClock } from '../../../main/platform/system-clock.ts';
import {
  agentBytes,
  arrangeBoard,
  board,
  boardIsClean,
  connect,
  files,
  flash,
  line,
  onFlash,
  random,
  session,
  source,
} from './transfer-bench.ts';

arrangeBoard();

/** A clock that runs ten times as fast: deadlines come sooner. */
const fast: Clock = {
  now: () => systemClock.now() * 10,
  schedule: (task, delayMs) => systemClock.schedule(task, delayMs / 10),
};

describe('an upload', () => {
  it('whose cable is pulled at any byte leaves the old file or the new one, and the board is found again', async () => {
    const [old, fresh] = [random(3_000), source(700)];
    await files.write('/x.bin', fresh);
    const wholeBytes = line.sentBytes;
    for (let cutAfter = 1; cutAfter < wholeBytes; cutAfter += 97) {
      writeFileSync(join(flash, 'x.bin'), old);
      session.dispose();
      await connect();
      line.cutAfter = line.sentBytes + cutAfter;
      await files
        .write('/x.bin', fresh)
        .catch((error: unknown) => expect(error).toMatchObject({ code: 'connection-lost' }));
      session.dispose();
      await connect();
      const there = onFlash('x.bin');
      expect(Buffer.compare(there, old) === 0 || Buffer.compare(there, fresh) === 0, `cut after ${cutAfter}`).toBe(
        true,
      );
      await boardIsClean();
    }
  });

  it.each([1, 100, 2_000, 2_450, 2_600, 6_000, 9_000, 15_000, 31_000])(
    'that is cancelled when %i bytes are sent leaves the old file, and the board at its prompt',
    async (afterBytes) => {
      writeFileSync(join(flash, 'x.bin'), 'old');
      const cancel = new AbortController();
      const start = line.sentBytes;
      line.meddle = (bytes, at) => {
        if (at + bytes.length - start >= afterBytes) cancel.abort();
        return bytes;
      };
      const writing = files.write('/x.bin', random(40_000), { signal: cancel.signal });
      await expect(writing).rejects.toMatchObject({ code: 'cancelled' });
      expect(readFileSync(join(flash, 'x.bin'), 'utf8')).toBe('old');
      await boardIsClean();
    },
  );

  it('that is cancelled at any byte leaves the old file, and the board at its prompt', async () => {
    const pair: UploadEntry[] = ['/x.py', '/y.py'].map((path) => ({ kind: 'file', path, bytes: source(2) }));
    const first = line.sentBytes;
    await files.writeAll(pair);
    const wholeBytes = line.sentBytes - first;
    // Every byte of the stream, and some of the agent's source before it.
    const points = Array.from({ length: wholeBytes }, (_, at) => at).filter((at) => at > agentBytes || at % 50 === 0);
    const seen = new Set<string>();
    for (const afterBytes of points) {
      for (const { path } of pair) writeFileSync(join(flash, path), 'old');
      const cancel = new AbortController();
      const start = line.sentBytes;
      line.meddle = (bytes, at) => {
        if (at + bytes.length - start > afterBytes) cancel.abort();
        return bytes;
      };
      const how = await files.writeAll(pair, { signal: cancel.signal }).then(
        () => 'done',
        (error: unknown) => (error instanceof BrambleError ? error.code : String(error)),
      );
      line.meddle = (bytes) => bytes;
      expect(session.state, `after ${afterBytes} bytes`).toEqual({ kind: 'ready' });
      expect(readdirSync(flash).sort()).toEqual(['x.py', 'y.py']);
      const fates = pair.map(({ path }) => {
        const bytes = onFlash(path);
        if (Buffer.from(bytes).toString() === 'old') return 'old';
        return Buffer.compare(bytes, source(2)) === 0 ? 'new' : 'neither';
      });
      seen.add(`${how}: ${fates.join(', ')}`);
    }
    for (const outcome of seen) {
      expect(['cancelled: old, old', 'cancelled: new, old', 'cancelled: new, new', 'done: new, new']).toContain(
        outcome,
      );
    }
    expect(seen).toContain('cancelled: old, old');
    await boardIsClean();
  });

  it('in which a byte is changed arrives whole, by the plain way', async () => {
    const start = line.sentBytes;
    line.meddle = (bytes, at) => {
      const target = start + agentBytes + 8_000;
      if (target < at || target >= at + bytes.length) return bytes;
      const changed = bytes.slice();
      changed[target - at] = (changed[target - at] ?? 0) ^ 0x80;
      return changed;
    };
    await files.write('/x.bin', random(20_000));
    expect(onFlash('x.bin')).toEqual(random(20_000));
    await boardIsClean();
  });

  it.each([
    ['early', 4_000, 10_000],
    // Then the rest of the stream does not even fill a frame.
    ['late', 3_000, 4_000],
  ])('in which bytes are lost %s arrives by the plain way', async (_when, fromBytes, toBytes) => {
    session.dispose();
    await connect(fast);
    let lost = 0;
    line.meddle = (bytes) => {
      if (lost > 0 || bytes.length < fromBytes || bytes.length >= toBytes) return bytes;
      lost = 4;
      return bytes.subarray(0, bytes.length - lost);
    };
    await files.write('/x.bin', random(20_000));
    expect(lost).toBeGreaterThan(0);
    expect(onFlash('x.bin')).toEqual(random(20_000));
    await boardIsClean();
  });

  it('whose host died is ended by the Ctrl-C of whoever comes next', async () => {
    writeFileSync(join(flash, 'x.bin'), 'old');
    line.cutAfter = line.sentBytes + agentBytes + 5_000;
    await expect(files.write('/x.bin', random(40_000))).rejects.toMatchObject({ code: 'connection-lost' });
    const next = board.openLine();
    let said = '';
    const prompt = new Promise<void>((resolve) => {
      next.onData((bytes) => {
        said += Buffer.from(bytes).toString('latin1');
        // The end of a raw REPL answer; a lone '>' also ends a piece of "<module>".
        if (said.endsWith('\x04>')) resolve();
      });
    });
    await next.write(Uint8Array.of(3));
    await prompt;
    next.dispose();
    expect(said).toContain('KeyboardInterrupt');
    expect(readdirSync(flash)).toEqual(['x.bin']);
    await connect();
  });
});
