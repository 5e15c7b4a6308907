import { createSocket } from 'node:dgram';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Emitter } from '../../../app/base/index.ts';
import { type Alert, type AlertRule, AlertWatch, type SyslogRow } from '../../../app/syslog/index.ts';
import { importLines } from '../../../main/syslog/store/import-lines.ts';
import { LogWriter } from '../../../main/syslog/store/log-writer.ts';
import { startSyslogServer } from '../../../main/syslog/syslog-server.ts';
import { temporaryFolder } from '../../../main/syslog/testing/batches.ts';

const rule = (part: Partial<AlertRule> = {}): AlertRule => ({
  name: 'failures',
  query: 'severity>=error',
  threshold: 2,
  periodSeconds: 600,
  isOn: true,
  ...part,
});

/** A watch over a server, and what it tells. */
async function arrange() {
  const storeFile = join(temporaryFolder(), 'log.db');
  const server = await startSyslogServer({ port: 0, storeFile });
  const reported: string[] = [];
  const watch = new AlertWatch(server, (sentence) => reported.push(sentence));
  const alerts: string[] = [];
  watch.onDidAlert(({ rule: { name, threshold }, row }) => alerts.push(`${name}: ${threshold}, ${row.text}`));
  const socket = createSocket('udp4');
  onTestFinished(async () => {
    socket.close();
    watch.dispose();
    await server.dispose();
  });
  const port = (await server.status()).listening?.port;
  /** Resolves when the rows are announced and looked at. */
  const send = async (...lines: string[]) => {
    const next = (await server.status()).lastId + lines.length;
    const seen = new Promise<void>((resolve) => {
      const listening = server.onDidChange(({ lastId }) => {
        if (lastId < next) return;
        listening.dispose();
        resolve();
      });
    });
    for (const line of lines) await new Promise((sent) => socket.send(line, port ?? 0, '127.0.0.1', sent));
    await seen;
    await watch.settled();
  };
  return { watch, alerts, reported, send, storeFile };
}

it('tells when the lines of a rule come, each once, and not those of before', async () => {
  const { watch, alerts, reported, send } = await arrange();
  await send('<11>before', '<11>also before');
  await watch.watch([rule(), rule({ name: 'warm', query: 'warm', threshold: 1 })]);
  await send('<11>first', '<14>fine');
  expect(alerts).toEqual([]);
  await send('<11>second', '<11>third');
  await send('<14>warm');
  expect(alerts).toEqual(['failures: 2, second', 'warm: 1, warm']);
  expect(reported).toEqual([]);
});

it('is not told by what is imported meanwhile, nor kept from what comes', async () => {
  const { watch, alerts, send, storeFile } = await arrange();
  await watch.watch([
    rule(),
    rule({ name: 'any', query: '', threshold: 3 }),
    rule({ name: 'or', query: 'one OR last' }),
  ]);
  await send('<11>one');
  const writer = new LogWriter(storeFile);
  async function* file() {
    yield Buffer.from('<11>1 2024-05-01T10:00:00Z picow - - - - old one\n'.repeat(5));
  }
  await importLines(file(), { writer, name: 'old.log', modifiedMs: Date.now(), zoneOffsetMinutes: 0 });
  writer.dispose();
  await send('<14>fine');
  expect(alerts).toEqual([]);
  await send('<11>last');
  expect(alerts.toSorted()).toEqual(['any: 3, last', 'failures: 2, last', 'or: 2, last']);
});

it('goes on counting for a rule that stays as it is, and no more for one that is off or gone', async () => {
  const { watch, alerts, send } = await arrange();
  await watch.watch([rule(), rule({ name: 'other', threshold: 2 }), rule({ name: 'gone' })]);
  await send('<11>first');
  await watch.watch([rule(), rule({ name: 'other', isOn: false })]);
  await send('<11>second');
  expect(alerts).toEqual(['failures: 2, second']);
});

it('refuses a rule that cannot be, and keeps those of before', async () => {
  const { watch, alerts, send } = await arrange();
  await watch.watch([rule({ threshold: 1 })]);
  await expect(watch.watch([rule({ query: 'severity>=' })])).rejects.toMatchObject({ code: 'bad-query' });
  await expect(watch.watch([rule({ threshold: 0 })])).rejects.toMatchObject({ code: 'usage' });
  await send('<11>first');
  expect(alerts).toEqual(['failures: 1, first']);
});

it('says once that a log cannot be asked, and goes on when it can', async () => {
  const changes = new Emitter<{ lastId: number }>();
  let failure: Error | null = new Error('no disk');
  const source = {
    onDidChange: changes.event,
    status: async () => ({ lastId: 0 }),
    rowsAfter: async () => {
      if (failure !== null) throw failure;
      return [{ id: 3, receivedAtMs: 0, text: 'here' } as SyslogRow];
    },
  };
  const reported: string[] = [];
  const alerts: Alert[] = [];
  const watch = new AlertWatch(source, (sentence) => reported.push(sentence));
  watch.onDidAlert((alert) => alerts.push(alert));
  await watch.watch([rule({ threshold: 1 })]);
  for (const lastId of [1, 2]) {
    changes.fire({ lastId });
    await watch.settled();
  }
  failure = null;
  changes.fire({ lastId: 3 });
  await watch.settled();
  expect([reported, alerts.length]).toEqual([['The alert “failures” cannot be looked at: Error: no disk'], 1]);
});
