import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSyslogServer } from '../syslog/index.ts';
import { type LogListener, startLog } from './log-listener.ts';

let folder: string;
let blocker: Socket;
let log: LogListener | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bramble-log-'));
  blocker = createSocket('udp4');
});
afterEach(async () => {
  await log?.dispose();
  log = null;
  await new Promise<void>((resolve) => blocker.close(() => resolve()));
  await rm(folder, { recursive: true });
});

const host = '127.0.0.1';

it('listens where it is asked to and has nothing to remark', async () => {
  log = await startLog(startSyslogServer, join(folder, 'syslog.db'), { host, port: 0 });
  expect(log).toMatchObject({ port: expect.any(Number), remark: null });
  expect(await log.source.status()).toMatchObject({ listening: { host, port: log.port }, problem: null });
});

it('takes another port when the usual one is taken, and says so with the remedy', async () => {
  blocker.bind(0, host);
  await once(blocker, 'listening');
  const { port } = blocker.address();
  log = await startLog(startSyslogServer, join(folder, 'syslog.db'), { host, port });
  expect(log.port).not.toBe(port);
  expect(log.remark).toBe(
    `Another program has UDP port ${port}, so Bramble listens on port ${log.port}. Send logs there, or end the other ` +
      'program and start Bramble again.',
  );
});

it('leaves Bramble working when the store is no database, and says what is wrong', async () => {
  await writeFile(join(folder, 'syslog.db'), 'this is no database, but somebody’s text file. '.repeat(100));
  log = await startLog(startSyslogServer, join(folder, 'syslog.db'), { host, port: 0 });
  const { listening, problem } = await log.source.status();
  expect(listening).toBeNull();
  expect(problem).toContain('syslog.db');
  await expect(log.source.rows({}, { limit: 10 })).rejects.toMatchObject({ code: 'log-store', message: problem });
});
