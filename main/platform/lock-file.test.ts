import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isHolder, takeLock } from './lock-file.ts';

/** Says that it is there, takes the lock when told to, says whether it has it, and lives until its input ends. */
const contender = `
  import { isHolder, takeLock } from ${JSON.stringify(new URL('./lock-file.ts', import.meta.url).href)};
  process.stdout.write('?');
  process.stdin.once('data', () => process.stdout.write(isHolder(takeLock(process.argv[1], { pid: process.pid })) ? 'other' : 'own'));
`;

/** The id of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('A lock file', () => {
  let folder: string;
  const file = () => path.join(folder, 'lock');

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'bramble-lock-file-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('says what its holder said of itself, as long as that lives and holds it', () => {
    const lock = takeLock(file(), { pid: process.pid, what: 'build' });
    expect(takeLock(file(), { pid: process.pid })).toMatchObject({ pid: process.pid, what: 'build' });
    if (isHolder(lock)) throw new Error('It was not free.');
    lock.dispose();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is had when who took it over from a dead holder died at that, too', () => {
    const died = JSON.stringify({ pid: deadPid() });
    writeFileSync(file(), died);
    writeFileSync(`${file()}.after-${createHash('sha256').update(died).digest('hex').slice(0, 32)}`, `${died} `);
    const lock = takeLock(file(), { pid: process.pid });
    expect(readdirSync(folder)).toEqual(['lock']);
    if (isHolder(lock)) throw new Error('It was not free.');
    lock.dispose();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that cannot be read is an error, not a wait', () => {
    mkdirSync(file());
    expect(() => takeLock(file(), { pid: process.pid })).toThrow('EISDIR');
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it.each([
    ['whose holder died', () => JSON.stringify({ pid: deadPid() })],
    ['that says nothing', () => ''],
    ['with a bare process id', () => String(process.pid)],
  ])('%s goes to one of many who want it at once', async (_name, content) => {
    writeFileSync(file(), content());
    const processes = Array.from({ length: 6 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', contender, file()], { stdio: ['pipe', 'pipe', 'inherit'] }),
    );
    await Promise.all(processes.map(({ stdout }) => once(stdout, 'data')));
    const answers = processes.map(async ({ stdin, stdout }) => {
      const answer = once(stdout, 'data');
      stdin.write('now');
      return String((await answer)[0]);
    });
    expect((await Promise.all(answers)).sort()).toEqual([...Array(5).fill('other'), 'own']);
    const ends = processes.map((process) => once(process, 'exit'));
    for (const { stdin } of processes) stdin.end();
    await Promise.all(ends);
  });
});
