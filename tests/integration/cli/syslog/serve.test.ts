import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { rootCertificates } from 'node:tls';
import { afterAll, afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { CommandRoom, endAll, entry } from '../command-process.ts';
import { openPipe } from './named-pipe.ts';
import { send, serveSyslog } from './serving.ts';

const room = new CommandRoom();
afterEach(endAll);
afterAll(() => room.end());

const serve = (store: string, ...args: string[]) => serveSyslog(room, store, ...args);

describe('bramble syslog serve', () => {
  it('serve shows what arrives, keeps it, and ends at Ctrl-C', async () => {
    const { port, process } = await serve('kept.db');
    await send(port, '<12>1 2026-04-30T18:45:34Z picow-03 wifi 12 - - reconnecting');
    await process.said('stdout', /warning +picow-03 +wifi\[12\]: reconnecting\n/);
    process.signal('SIGINT');
    expect(await process.ended).toMatchObject({ exitCode: 0, signal: null });
    expect(await room.run(['syslog', 'tail', '--store', 'kept.db'])).toMatchObject({
      stdout: expect.stringMatching(/picow-03 +wifi\[12\]: reconnecting\n$/),
      exitCode: 0,
    });
  });

  it('serve shows what it received until it was ended', async () => {
    const { port, process } = await serve('last-words.db');
    const texts = Array.from({ length: 200 }, (_, index) => `<14>word ${index}`);
    await send(port, ...texts);
    process.signal('SIGTERM');
    const { stdout } = await process.ended;
    expect(stdout.match(/word \d+/g)).toEqual(texts.map((text) => text.slice(4)));
  });

  it('serve tells of alerts and runs a command, to which a hostile line is no command', async () => {
    const line = '<11>1 - kitchen app - - - $(touch evil) `touch evil` "; touch evil; é\u0000\u001b[31m';
    const { port, process } = await serve(
      'alerts.db',
      ...['--alert', '2 in 5m: severity>=error', '--alert', 'text:warm'],
      '--on-alert',
      'cat >> alerts.jsonl; echo "$BRAMBLE_ALERT_BOARD/$BRAMBLE_ALERT_COUNT/$BRAMBLE_ALERT_TEXT" >> alerts.txt; test "$BRAMBLE_ALERT" != text:warm',
    );
    await send(port, line, '<14>1 - kitchen app - - - fine', line, line, line);
    const [sentence] = await process.said('stderr', /Alert: .*\n/);
    expect(sentence).toBe(
      'Alert: 2 lines within 5 minutes of severity>=error, the last of kitchen: $(touch evil) `touch evil` "; touch evil; é␀\\x1b[31m\n',
    );
    await send(port, '<14>1 - pico app - - - warm');
    await process.said('stderr', /The command for the alert “text:warm” ended with exit code 1\./);
    process.signal('SIGINT');
    expect(await process.ended).toMatchObject({ exitCode: 0 });
    expect(process.stderr.match(/Alert:/g)).toHaveLength(2);
    expect(readFileSync(join(room.folder, 'alerts.txt'), 'utf8')).toBe(
      'kitchen/2/$(touch evil) `touch evil` "; touch evil; é␀ [31m\npico/1/warm\n',
    );
    const alerts = readFileSync(join(room.folder, 'alerts.jsonl'), 'utf8').trimEnd().split('\n');
    expect(JSON.parse(alerts[0] ?? '')).toMatchObject({
      rule: { query: 'severity>=error', threshold: 2, periodSeconds: 300 },
      row: { hostname: 'kitchen', text: '$(touch evil) `touch evil` "; touch evil; é␀\u001b[31m' },
    });
    expect(readdirSync(room.folder)).not.toContain('evil');
  });

  it.each([
    [['--alert', 'severity>='], /query is wrong/],
    [['--alert', '0 in 5m: x'], /1 to 1000 lines/],
    [['--on-alert', 'true'], /give --alert as well/],
    [['--keep-rows', '0'], /Keep 1 at least/],
  ])('serve refuses %j before it listens', async (args, sentence) => {
    const { stderr, exitCode } = await room.run(['syslog', 'serve', '--udp', '0', '--store', 'refused.db', ...args]);
    expect(stderr).toMatch(sentence);
    expect(exitCode).toBe(2);
  });

  it('serve makes a row of garbage and goes on', async () => {
    const { port, process } = await serve('garbage.db', '--json');
    await send(port, Uint8Array.of(0xff, 0x00, 0x1b, 0x5b), '<14>after');
    await process.said('stdout', /"text":"after"/);
    const rows = process.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows).toHaveLength(2);
    expect(rows[1]).toMatchObject({ text: 'after', severityName: 'info', address: '127.0.0.1' });
  });

  it('serve listens in several places at once, IPv6 and TCP among them', async () => {
    const { port, process } = await serve('places.db', '--tcp', '0', '--tcp', '127.0.0.1:0', '--json');
    const [, first, second] = await process.said('stderr', /TCP 127\.0\.0\.1:(\d+) and TCP 127\.0\.0\.1:(\d+)/);
    await send(port, '<14>datagram');
    for (const tcp of [first, second]) {
      const socket = connect(Number(tcp), '127.0.0.1');
      socket.end('11 <14>counted');
    }
    await process.said('stdout', /(?:.*\n){3}/);
    expect(process.stdout.match(/"text":"\w+"/g)?.toSorted()).toEqual([
      '"text":"counted"',
      '"text":"counted"',
      '"text":"datagram"',
    ]);
  });

  it('serve keeps no more rows than it is told to', async () => {
    const { port, process } = await serve('few.db', '--keep-rows', '2');
    await send(port, '<14>one', '<14>two', '<14>three');
    await process.said('stdout', /(?:.*\n){3}/);
    process.signal('SIGINT');
    await process.ended;
    const again = await serve('few.db', '--keep-rows', '2');
    const total = async () =>
      JSON.parse((await room.run(['syslog', 'stats', '--json', '--store', 'few.db'])).stdout).total;
    await expect.poll(total, { timeout: 20_000 }).toBe(2);
    again.process.signal('SIGINT');
  });

  it('serve says when the store takes no rows, and when it takes them again', async () => {
    const { port, process } = await serve('troubled.db');
    const other = new DatabaseSync(join(room.folder, 'troubled.db'), { timeout: 10_000 });
    onTestFinished(() => other.close());
    other.exec('ALTER TABLE messages RENAME TO away');
    await send(port, '<14>waits');
    await process.said('stderr', /bramble: The log store .* Until the store takes rows again, they wait in memory\.\n/);
    other.exec('ALTER TABLE away RENAME TO messages');
    await process.said('stderr', /bramble: The store takes rows again\.\n/);
    await process.said('stdout', /waits\n/);
  });

  it('serve says how many messages waited for a store that took none to the end', async () => {
    const { port, process } = await serve('taking-none.db');
    const other = new DatabaseSync(join(room.folder, 'taking-none.db'), { timeout: 10_000 });
    onTestFinished(() => other.close());
    other.exec('ALTER TABLE messages RENAME TO away');
    await send(port, '<14>one', '<14>two');
    await process.said('stderr', /Until the store takes rows again/);
    process.signal('SIGTERM');
    const { stderr, exitCode } = await process.ended;
    expect([stderr.split('\n').at(-2), exitCode]).toEqual([
      'bramble: 2 messages waited for the store to the end, which took no rows.',
      0,
    ]);
  });

  it('serve says what TLS lacks', async () => {
    const args = ['syslog', 'serve', '--host', '127.0.0.1', '--udp', '0', '--store', 'tls.db', '--tls', '0'];
    writeFileSync(join(room.folder, 'locked.key'), '-----BEGIN ENCRYPTED PRIVATE KEY-----\n');
    writeFileSync(join(room.folder, 'own.pem'), rootCertificates[0] ?? '');
    const [without, missing, locked, unused] = await Promise.all([
      room.run(args),
      room.run([...args, '--cert', 'none.pem', '--key', 'none.key']),
      room.run([...args, '--cert', 'own.pem', '--key', 'locked.key']),
      room.run([...args.slice(0, -2), '--cert', 'none.pem', '--key', 'none.key']),
    ]);
    expect([without, missing, locked, unused].map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual([
      [2, expect.stringContaining('--cert FILE and --key FILE')],
      [2, expect.stringContaining('There is no file none.pem')],
      [2, expect.stringContaining('openssl pkey -in locked.key')],
      [2, expect.stringContaining('--cert, --key and --ca are for --tls PORT')],
    ]);
  });

  it('serve refuses a file without certificates in place of its own, of clients or of targets', async () => {
    writeFileSync(join(room.folder, 'empty.pem'), '');
    const [begin, end] = ['BEGIN', 'END'].map((word) => `-----${word} CERTIFICATE-----`);
    writeFileSync(join(room.folder, 'broken.pem'), `${begin}\nAAAA\n${end}\n`);
    const serve = ['syslog', 'serve', '--host', '127.0.0.1', '--udp', '0', '--store', 'pem.db'];
    const results = await Promise.all([
      room.run([...serve, '--tls', '0', '--cert', 'empty.pem', '--key', 'empty.pem']),
      room.run([...serve, '--tls', '0', '--cert', 'broken.pem', '--key', 'empty.pem']),
      room.run([...serve, '--forward', 'tls://127.0.0.1', '--forward-ca', 'empty.pem']),
    ]);
    expect(results.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual([
      [2, 'bramble: empty.pem is no file of certificates in PEM: it has none.\n'],
      [2, expect.stringContaining('bramble: broken.pem is no file of certificates in PEM: ')],
      [2, 'bramble: empty.pem is no file of certificates in PEM: it has none.\n'],
    ]);
  });

  it('serve says that the port is taken', async () => {
    const { port } = await serve('one.db');
    const args = ['syslog', 'serve', '--host', '127.0.0.1', '--udp', String(port), '--store', 'two.db'];
    const { stdout, stderr, exitCode } = await room.run(args);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 3 });
    expect(stderr).toMatch(new RegExp(`^bramble: .*${port}.*\\n$`));
  });

  it.skipIf(process.platform === 'win32')('serve ends, with all stored, when nobody reads what it prints', async () => {
    openPipe(join(room.folder, 'unread'));
    const args = ['syslog', 'serve', '--host', '127.0.0.1', '--udp', '0', '--tcp', '0', '--store', 'unread.db'];
    const serving = room.startProgram('sh', ['-c', 'exec "$0" "$@" > unread', process.execPath, entry, ...args]);
    const [, port] = await serving.said('stderr', /TCP 127\.0\.0\.1:(\d+)/);
    connect(Number(port), '127.0.0.1').end(`<14>${'x'.repeat(20_000)}\n`.repeat(20));
    const total = async () =>
      JSON.parse((await room.run(['syslog', 'stats', '--json', '--store', 'unread.db'])).stdout).total;
    await expect.poll(total, { timeout: 20_000 }).toBe(20);
    serving.signal('SIGTERM');
    expect(await serving.ended).toMatchObject({ exitCode: 0, signal: null });
  });
});
