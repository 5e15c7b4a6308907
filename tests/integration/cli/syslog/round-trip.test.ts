/** What a server received, exported as RFC 5424 and imported into another store: the same messages. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { CommandRoom, endAll } from '../command-process.ts';
import { send, serveSyslog } from './serving.ts';

const room = new CommandRoom();
afterEach(endAll);
afterAll(() => room.end());

const head = '<11>1 2026-04-30T18:45:34.125Z picow app 7 ID';
const hostile: (string | Uint8Array)[] = [
  `${head} - Traceback (most recent call last):\n  File "main.py", line 3\nOSError: 5`,
  `${head} - a literal #012 and no line break`,
  `${head} - a literal #012 and\r\na line break\n`,
  `${head} [escaped@32473][x@1 k="a#012\nb\\]"] ##012 \x1b[31m\x7f`,
  `${head} [escaped@32473] #012`,
  `${head} - \ufeffgrößer ␀`,
  `${head} - a NUL \0 in it`,
  Buffer.concat([Buffer.from(`${head} - no UTF-8 `), Buffer.of(0xff, 0xc3, 0x28, 0x0a, 0x80)]),
  Buffer.of(0xff, 0x00, 0x0a, 0xfe),
  '<14>Apr 30 18:45:34 picow app[7]: #012\n  more',
];

it('an export as RFC 5424 comes back as it was', async () => {
  const syslog = (store: string, ...args: string[]) => room.run(['syslog', ...args, '--store', store]);
  const { port, process: server } = await serveSyslog(room, 'one.db', '--quiet');
  await send(port, ...hostile);
  // It takes what its socket still holds before it ends.
  server.signal('SIGINT');
  await server.ended;
  const exported = (await syslog('one.db', 'export', '--format', 'rfc5424')).stdout;
  writeFileSync(join(room.folder, 'one.log'), exported);
  expect((await syslog('two.db', 'import', 'one.log')).stderr).toBe('bramble: 10 lines of one.log are in the log.\n');
  const messages = async (store: string) =>
    (await syslog(store, 'export', '--json')).stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .map(({ severity, text, structuredData, appName }) => ({ severity, text, structuredData, appName }));
  const received = await messages('one.db');
  expect(received).toHaveLength(hostile.length);
  expect(await messages('two.db')).toEqual(received);
  expect((await syslog('two.db', 'export', '--format', 'rfc5424')).stdout).toBe(exported);
});
