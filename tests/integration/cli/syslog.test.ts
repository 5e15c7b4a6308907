import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, constants, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { rootCertificates } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { CommandRoom, endAll, entry } from './command-process.ts';
import { send, serveSyslog } from './syslog-serving.ts';

const room = new CommandRoom();
afterEach(endAll);
afterAll(() => room.end());

const serve = (store: string, ...args: string[]) => serveSyslog(room, store, ...args);

/** A named pipe in the room, open at both its ends until the test has finished. */
function openPipe(name: string): number {
  const file = join(room.folder, name);
  execFileSync('sh', ['-c', 'mkfifo "$0"', file]);
  const pipe = openSync(file, constants.O_RDWR | constants.O_NONBLOCK);
  onTestFinished(() => closeSync(pipe));
  return pipe;
}

describe('bramble syslog', () => {
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

  it('boards says of each board how it fares', async () => {
    const { port, process } = await serve('boards.db');
    const line = (sequence: number) => `<14>1 - kitchen app - - [meta sequenceId="${sequence}"] hello ${sequence}`;
    await send(port, line(1), line(4));
    await process.said('stdout', /hello 4/);
    process.signal('SIGINT');
    await process.ended;
    const { stdout } = await room.run(['syslog', 'boards', '--store', 'boards.db']);
    expect(stdout).toMatch(
      /^board +address +last heard +a minute +boots +lost +crashes\nkitchen +127\.0\.0\.1 +\d+ s ago +2 +0 +2 +0\n$/,
    );
    const json = await room.run(['syslog', 'boards', '--store', 'boards.db', '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject([{ board: 'kitchen', messages: 2, lost: 2, silentMs: null }]);
  });

  it('errors shows each kind of error once, and a query for it', async () => {
    const { port, process } = await serve('errors.db');
    const traceback = (line: number) =>
      `<11>1 - shed main - - - Traceback (most recent call last):\n  File "main.py", line ${line}, in connect\nOSError: [Errno 116] ETIMEDOUT`;
    await send(
      port,
      traceback(40),
      '<14>1 - shed app - - - fine',
      '<11>1 - shed app - - - \u001b[31mlost 1',
      traceback(41),
    );
    await send(port, '<11>1 - attic app - - - \u001b[31mlost 22');
    await process.said('stdout', /lost 22/);
    process.signal('SIGINT');
    await process.ended;
    const { stdout } = await room.run(['syslog', 'errors', '--store', 'errors.db']);
    const time = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d';
    expect(stdout).toMatch(
      new RegExp(
        `^severity +count +first seen +last seen +boards +error\n` +
          `error +2 +${time}  ${time}  attic, shed  app: \\\\x1b\\[#mlost #\n` +
          `error +2 +${time}  ${time}  shed         OSError: \\[Errno 116\\] ETIMEDOUT  main\\.py:41 in connect\n$`,
      ),
    );
    const json = await room.run(['syslog', 'errors', '--store', 'errors.db', '--json', 'host:attic']);
    const { kinds, more } = JSON.parse(json.stdout);
    expect(kinds).toMatchObject([{ title: '\u001b[#mlost #', severityName: 'error', count: 1, boards: ['attic'] }]);
    expect(more).toEqual({ kinds: 0, lines: 0, isAtLeast: false });
    const found = await room.run(['syslog', 'search', '--store', 'errors.db', kinds[0].term]);
    expect(found.stdout.trimEnd().split('\n')).toHaveLength(2);
    const none = await room.run(['syslog', 'errors', '--store', 'errors.db', 'host:cellar']);
    expect(none).toMatchObject({ stdout: '', stderr: 'There are no errors.\n', exitCode: 0 });
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

  it('tail and search choose by number, severity, host and words', async () => {
    const { port, process } = await serve('many.db', '--json');
    await send(
      port,
      '<11>1 - a app - - - first trouble',
      '<14>1 - b app - - - all well',
      '<12>1 - b app - - - more Trouble',
    );
    await process.said('stdout', /(?:.*\n){3}/);
    process.signal('SIGTERM');
    await process.ended;
    const texts = async (...args: string[]) => {
      const { stdout } = await room.run(['syslog', ...args, '--store', 'many.db', '--json']);
      return stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line).text);
    };
    const answers = await Promise.all([
      texts('tail'),
      texts('tail', '-n', '1'),
      texts('tail', '--severity', 'warning'),
      texts('tail', '--host', 'b'),
      texts('tail', '--text', 'ALL'),
      texts('search', 'trouble'),
      texts('search', 'more', 'trouble'),
      texts('search', '100%'),
      texts('search', 'severity>=warning -first'),
      texts('tail', 'host:b', '"all well" OR more'),
    ]);
    expect(answers).toEqual([
      ['first trouble', 'all well', 'more Trouble'],
      ['more Trouble'],
      ['first trouble', 'more Trouble'],
      ['all well', 'more Trouble'],
      ['all well'],
      ['first trouble', 'more Trouble'],
      ['more Trouble'],
      [],
      ['more Trouble'],
      ['all well', 'more Trouble'],
    ]);
  });

  it('shows a traceback of several messages as one block, among those of another board', async () => {
    const { port, process } = await serve('tracebacks.db');
    const texts = ['Traceback (most recent call last):', '  File "main.py", line 3, in f', 'OSError: 5'];
    for (const text of texts) await send(port, `<11>1 - a main - - - ${text}`, `<14>1 - b main - - - ${text}`);
    await send(port, '<14>1 - a main - - - started');
    const live = (await process.said('stdout', /(?:.*\n){6}.*started\n/))[0];
    process.signal('SIGINT');
    await process.ended;
    const syslog = (...args: string[]) => room.run(['syslog', ...args, '--store', 'tracebacks.db']);
    const whole = await Promise.all([syslog('search', 'via:network'), syslog('export'), syslog('tail')]);
    const json = await Promise.all([syslog('search', 'via:network', '--json'), syslog('export', '--json')]);
    const said = (text = '') => text.split('\n').map((line) => line.replace(/^\d{4}-\S+ \S+ /, ''));
    const block = (severity: string, board: string) => [
      ` ${severity.padEnd(9)}  ${board}  main: Traceback (most recent call last):`,
      '      File "main.py", line 3, in f',
      '    OSError: 5',
    ];
    const blocks = [...block('error', 'a'), ...block('info', 'b'), ' info       a  main: started', ''];
    expect(whole.map(({ stdout }) => said(stdout))).toEqual([blocks, blocks, blocks]);
    expect(json.map(({ stdout }) => stdout.split('\n').length)).toEqual([8, 8]);
    // As they come, and whose they are.
    expect(said(live)).toEqual([
      ...texts.flatMap((text) => [` error      a  main: ${text}`, ` info       b  main: ${text}`]),
      ...blocks.slice(-2),
    ]);
  });

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
    const pipe = openPipe('endless.log');
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

  it('search says what is wrong with a query, and where', async () => {
    await serve('queried.db');
    const { stdout, stderr, exitCode } = await room.run(['syslog', 'search', 'a hots:b', '--store', 'queried.db']);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(/^bramble: The query is wrong at character 3: There is no field “hots”/);
  });

  it.each([
    ['a follower, before it waits', ['tail', '-n', '0', '--follow']],
    ['an export, before the first line', ['export', '--format', 'csv']],
  ])('a query that is wrong ends %s, also where there is no row', async (_case, args) => {
    await serve('unqueried.db');
    const command = room.start(['syslog', ...args, 'hots:b', '--store', 'unqueried.db']);
    const [sentence] = await command.said('stderr', /^.*\n/);
    expect([sentence, (await command.ended).stdout]).toEqual([
      expect.stringMatching(/^bramble: The query is wrong/),
      '',
    ]);
  });

  it('tail --follow shows what another process receives', async () => {
    const { port } = await serve('followed.db');
    const tail = room.start(['syslog', 'tail', '--follow', '--store', 'followed.db']);
    await tail.said('stderr', /Ctrl-C/);
    await send(port, '<14>hello follower');
    await tail.said('stdout', /hello follower\n/);
    tail.signal('SIGINT');
    expect(await tail.ended).toMatchObject({ exitCode: 0, signal: null });
  });

  it('tail says that there is no store yet, and makes none', async () => {
    const { stdout, stderr, exitCode } = await room.run(['syslog', 'tail', '--store', 'nothing.db']);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(/^bramble: .*nothing\.db.*\n$/);
  });
  it.skipIf(process.platform === 'win32')('serve ends, with all stored, when nobody reads what it prints', async () => {
    openPipe('unread');
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
