/** What only a terminal shows: raw mode, keys, Ctrl-C as a key. `script` lends the command one. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../third-party.ts';
import { CommandRoom, entry } from './command-process.ts';
import { offerBoard } from './simulated.ts';

describeWith(['script'], '"apt-get install bsdutils"', 'in a terminal', (script) => {
  const room = new CommandRoom();
  let device = '';

  beforeAll(async () => {
    device = (await offerBoard(room, '--flash', 'flash')).address;
  });
  afterAll(() => room.end());

  /** Runs the command, then says on a line of its own whether the terminal is as it was before. */
  const inTerminal = (...args: string[]) => {
    const command = [process.execPath, entry, '--device', device, ...args].map((word) => `'${word}'`).join(' ');
    const line = `before=$(stty -g); ${command}; echo "exit $?"; [ "$before" = "$(stty -g)" ] && echo restored`;
    return room.startProgram(script, ['-qec', line, '/dev/null']);
  };

  it('the repl types each key, leaves at Ctrl-], and leaves the terminal as it was', async () => {
    const repl = inTerminal('repl');
    await repl.said('stdout', />>> $/);
    repl.type('6*7\r');
    await repl.said('stdout', />>> 6\*7\r\n42\r\n>>> $/);
    repl.type('\x1d');
    await repl.said('stdout', /exit 0\r\nrestored\r\n/);
  });

  it.each([
    ['repl', ['repl']],
    ['mount', ['mount', '.']],
  ])('%s says once what became of a sync that was broken off', async (_name, args) => {
    writeFileSync(join(room.folder, 'flash', '.bramble-sync.0'), 'new');
    const talk = inTerminal(...args);
    await talk.said('stdout', />>> $/);
    talk.type('\x1d');
    await talk.said('stdout', /exit 0\r\nrestored\r\n/);
    expect(talk.stdout.match(/An interrupted upload was taken back/g)).toHaveLength(1);
  });

  it('a program’s input() reads what is typed, echoed once, by the board', async () => {
    writeFileSync(join(room.folder, 'asks.py'), "name = input('name? ')\nprint('hello', name)\n");
    const run = inTerminal('run', 'asks.py');
    await run.said('stdout', /name\? /);
    run.type('Adx\x7fa\r');
    await run.said('stdout', /exit 0\r\nrestored\r\n/);
    expect(run.stdout.match(/hello Ada/g)).toEqual(['hello Ada']);
    expect(run.stdout).not.toMatch(/name\? [\s\S]*Ad[\s\S]*Ad[\s\S]*hello/);
  });

  it.each(['csv', 'rfc5424', 'jsonl'])('an export as %s cannot steer the terminal', async (format) => {
    writeFileSync(join(room.folder, 'hostile.log'), '<14>red \x1b[31m \u009b31m\n');
    await room.run(['syslog', 'import', '--store', `${format}.db`, 'hostile.log']);
    const shown = inTerminal('syslog', 'export', '--store', `${format}.db`, '--format', format);
    await shown.said('stdout', /exit 0\r\n/);
    expect(shown.stdout).toMatch(/red /);
    expect(shown.stdout).not.toMatch(/[\x1b\x9b]/);
  });

  it('an error is followed by what it means, on a line of its own', async () => {
    const run = inTerminal('exec', 'open("missing.txt")');
    await run.said('stdout', /exit 1\r\nrestored\r\n/);
    expect(run.stdout).toContain(
      'OSError: [Errno 2] ENOENT\r\nbramble: There is no such file or folder on the board. Copy it there,',
    );
  });

  it('Ctrl-C interrupts the program on the board, also when it never read what was typed', async () => {
    writeFileSync(join(room.folder, 'endless.py'), "print('on')\nwhile True:\n    pass\n");
    const run = inTerminal('run', 'endless.py');
    await run.said('stdout', /on\r\n/);
    for (let line = 0; line < 40; line += 1) run.type('typed into the void\r');
    run.type('\x03');
    await run.said('stdout', /exit 130\r\nrestored\r\n/);
  });
});
