import { createHash } from 'node:crypto';
import { readdirSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { CommandRoom, endAll, entry } from '../command-process.ts';
import { openPipe } from './named-pipe.ts';

const room = new CommandRoom();
afterEach(endAll);
afterAll(() => room.end());

describe('bramble syslog import and export', () => {
  it('imports log files, counts the rows and exports them', async () => {
    writeFileSync(
      join(room.folder, 'board.log'),
      '<11>1 2026-04-30T18:45:34Z picow app - - - =first\n<14>1 - other - - - - second\n',
    );
    const syslog = (...args: string[]) => room.run(['syslog', ...args, '--store', 'imported.db']);
    expect(await syslog('import', 'missing.log')).toMatchObject({ exitCode: 2, stdout: '' });
    expect(await syslog('import', 'board.log')).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/^bramble: 2 lines/),
    });
    expect(await syslog('export', '--json', '--format', 'csv')).toMatchObject({ exitCode: 2, stdout: '' });
    const outputs = await Promise.all([
      syslog('stats', '--json'),
      syslog('stats', '--json', 'host:picow'),
      syslog('export', '--format', 'csv', 'first'),
      syslog('export', '--format', 'rfc5424', 'first'),
      syslog('export', '--json'),
      syslog('export', '(-first)'),
    ]);
    const [all, one, csv, rfc5424, jsonl, text] = outputs.map(({ stdout }) => stdout);
    expect([JSON.parse(all ?? ''), JSON.parse(one ?? '')]).toEqual([
      { total: 2, dropped: 0, bySeverity: { error: 1, info: 1 }, byBoard: { other: 1, picow: 1 } },
      { total: 1, dropped: 0, bySeverity: { error: 1 }, byBoard: { picow: 1 } },
    ]);
    expect([
      csv?.split('\n')[1],
      rfc5424,
      jsonl
        ?.trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).text),
      text,
    ]).toEqual([
      "1,2026-04-30T18:45:34.000Z,2026-04-30T18:45:34.000Z,error,user,picow,board.log,app,,,'=first",
      '<11>1 2026-04-30T18:45:34.000Z picow app - - - =first\n',
      ['=first', 'second'],
      expect.stringMatching(/other +second\n$/),
    ]);
  });

  it('imports what is compressed, and says what is broken', async () => {
    const whole = gzipSync('<14>one\n<14>two\n');
    writeFileSync(join(room.folder, 'board.log.gz'), whole);
    writeFileSync(join(room.folder, 'cut.log.gz'), whole.subarray(0, -10));
    const syslog = (...args: string[]) => room.run(['syslog', ...args, '--store', 'compressed.db']);
    expect(await syslog('import', 'board.log.gz')).toMatchObject({
      exitCode: 0,
      stderr: 'bramble: 2 lines of board.log.gz are in the log.\n',
    });
    expect(await syslog('import', 'cut.log.gz')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^bramble: cut\.log\.gz is broken: unexpected end of file\./),
    });
    expect((await syslog('export')).stdout).toMatch(/one\n.*two\n/);
    const lines = Array.from(
      { length: 3000 },
      (_, index) => `<14>${createHash('sha256').update(`${index}`).digest('hex')}\n`,
    );
    writeFileSync(join(room.folder, 'long.log.gz'), gzipSync(lines.join('')).subarray(0, -10_000));
    expect((await syslog('import', 'long.log.gz')).stderr).toMatch(
      / What stood before in long\.log\.gz is in the log\.\n$/,
    );
    expect(JSON.parse((await syslog('stats', '--json')).stdout).total).toBeGreaterThan(2000);
  });

  it.skipIf(process.platform === 'win32')('import ends at Ctrl-C, and keeps what it read', async () => {
    const pipe = openPipe(join(room.folder, 'endless.log'));
    const importing = room.start(['syslog', 'import', '--store', 'interrupted.db', 'endless.log']);
    writeSync(pipe, '<14>first\n');
    await expect.poll(() => readdirSync(room.folder), { timeout: 20_000 }).toContain('interrupted.db');
    importing.signal('SIGINT');
    let hasEnded = false;
    void importing.ended.then(() => {
      hasEnded = true;
    });
    const writeOn = () => {
      writeSync(pipe, '<14>more\n');
      return hasEnded;
    };
    await expect.poll(writeOn, { timeout: 20_000 }).toBe(true);
    expect(await importing.ended).toMatchObject({
      exitCode: 130,
      stderr: 'bramble: What stood before in endless.log is in the log.\n',
    });
    expect((await room.run(['syslog', 'export', '--store', 'interrupted.db'])).stdout).toMatch(/first\n/);
  });

  it.skipIf(process.platform !== 'linux')('import blames the file that cannot be read, not the store', async () => {
    // Its first page is mapped nowhere.
    const { stderr, exitCode } = await room.run(['syslog', 'import', '--store', 'blamed.db', '/proc/self/mem']);
    expect([stderr, exitCode]).toEqual([expect.stringMatching(/^bramble: \/proc\/self\/mem cannot be read: EIO/), 2]);
  });

  it.skipIf(process.platform === 'win32')('imports what comes through a pipe, compressed or not', async () => {
    writeFileSync(join(room.folder, 'piped.gz'), gzipSync('<14>one\n<14>two\n'));
    const line =
      'cat piped.gz | "$0" "$@" /dev/stdin && gunzip -c piped.gz | "$0" "$@" /dev/stdin && : | "$0" "$@" /dev/stdin';
    const args = ['syslog', 'import', '--store', 'piped.db'];
    const { stderr, exitCode } = await room.startProgram('sh', ['-c', line, process.execPath, entry, ...args]).ended;
    expect([stderr, exitCode]).toEqual([
      [2, 2, 0].map((count) => `bramble: ${count} lines of /dev/stdin are in the log.\n`).join(''),
      0,
    ]);
  });

  it.skipIf(process.platform !== 'linux')('export to a full disk is no success', async () => {
    writeFileSync(join(room.folder, 'some.log'), '<14>one\n');
    await room.run(['syslog', 'import', '--store', 'some.db', 'some.log']);
    const args = ['syslog', 'export', '--store', 'some.db'];
    const exporting = room.startProgram('sh', ['-c', 'exec "$0" "$@" > /dev/full', process.execPath, entry, ...args]);
    const { stderr, exitCode } = await exporting.ended;
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/^bramble: The results could not be written: ENOSPC/),
    ]);
  });
});
