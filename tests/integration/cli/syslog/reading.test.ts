import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { CommandRoom, endAll } from '../command-process.ts';
import { send, serveSyslog } from './serving.ts';

const room = new CommandRoom();
afterEach(endAll);
afterAll(() => room.end());

const serve = (store: string, ...args: string[]) => serveSyslog(room, store, ...args);

describe('bramble syslog, reading what is kept', () => {
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
});
