import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandRoom, entry } from './command-process.ts';
import { offerBoard } from './simulated.ts';

const room = new CommandRoom();
let device = '';

beforeAll(async () => {
  device = (await offerBoard(room)).address;
});
afterAll(() => room.end());

const onBoard = (...args: string[]) => room.run(['--device', device, ...args]);
const start = (...args: string[]) => room.start(['--device', device, ...args]);
const save = (name: string, source: string) => writeFileSync(join(room.folder, name), source);

describe('bramble exec', () => {
  it('prints what the code prints, byte for byte', async () => {
    const code = "import sys; print('a'); sys.stdout.buffer.write(b'\\x00\\xff\\n\\r\\n')";
    const command = start('exec', code);
    command.endOfInput();
    const { stderr, exitCode } = await command.ended;
    expect({ bytes: [...command.bytes], stderr, exitCode }).toEqual({
      bytes: [...Buffer.from('a\r\n\x00\xff\n\r\n', 'latin1')],
      stderr: '',
      exitCode: 0,
    });
  });

  it('ends lines with LF when asked to', async () => {
    expect(await onBoard('exec', '--lf', 'print(1); print(2)')).toMatchObject({ stdout: '1\n2\n', exitCode: 0 });
  });

  it('starts from nothing each time, unless told otherwise', async () => {
    await onBoard('exec', 'kept = 42');
    expect(await onBoard('exec', '--no-reset', '--lf', 'print(kept)')).toMatchObject({ stdout: '42\n', exitCode: 0 });
    expect(await onBoard('exec', 'print(kept)')).toMatchObject({ stdout: '', exitCode: 1 });
  });

  it('puts the traceback on stderr and exits with 1 when the code raises', async () => {
    expect(await onBoard('exec', '--lf', "print('before')\n1/0")).toEqual({
      stdout: 'before\n',
      stderr:
        'Traceback (most recent call last):\n  File "<stdin>", line 2, in <module>\nZeroDivisionError: divide by zero\n',
      exitCode: 1,
      signal: null,
    });
  });

  it('adds nothing to what the board said of an error where no terminal shows it', async () => {
    expect((await onBoard('exec', "open('missing.txt')")).stderr).toBe(
      'Traceback (most recent call last):\n  File "<stdin>", line 1, in <module>\nOSError: [Errno 2] ENOENT\n',
    );
  });

  it('takes sys.exit() as the program’s end', async () => {
    expect(await onBoard('exec', '--lf', "print('x')\nimport sys\nsys.exit()")).toMatchObject({
      stdout: 'x\n',
      exitCode: 0,
    });
  });
});

describe('bramble run', () => {
  it('names the file in a traceback', async () => {
    save('fails.py', 'def f():\n    raise ValueError("no")\nf()\n');
    expect(await onBoard('run', 'fails.py')).toEqual({
      stdout: '',
      stderr: [
        'Traceback (most recent call last):',
        '  File "fails.py", line 3, in <module>',
        '  File "fails.py", line 2, in f',
        'ValueError: no',
        '',
      ].join('\n'),
      exitCode: 1,
      signal: null,
    });
  });

  it('shows where a syntax error is', async () => {
    save('broken.py', 'x = 1\nif x\n    pass\n');
    const { stdout, stderr, exitCode } = await onBoard('run', 'broken.py');
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 });
    expect(stderr).toMatch(/File "broken\.py", line 2\n?[\s\S]*SyntaxError: invalid syntax\n$/);
  });

  it('streams: output comes while the program still runs', async () => {
    save('slow.py', "import time\nprint('first')\nwhile True:\n    time.sleep(1)\n");
    const command = start('run', 'slow.py');
    await command.said('stdout', /first/);
    command.signal('SIGINT');
    expect(await command.ended).toMatchObject({ exitCode: 130 });
  });

  it('stops `while True: pass` at Ctrl-C, and the board takes the next program', async () => {
    save('endless.py', "print('on')\nwhile True:\n    pass\n");
    const command = start('run', 'endless.py');
    await command.said('stdout', /on/);
    command.signal('SIGINT');
    expect(await command.ended).toMatchObject({ exitCode: 130, signal: null });
    expect(await onBoard('exec', '--lf', 'print(1)')).toMatchObject({ stdout: '1\n', exitCode: 0 });
  });

  it('passes Ctrl-C on to a program that handles it', async () => {
    save(
      'handles.py',
      "try:\n    print('on')\n    while True:\n        pass\nexcept KeyboardInterrupt:\n    print('cleaned up')\n",
    );
    const command = start('run', 'handles.py');
    await command.said('stdout', /on/);
    command.signal('SIGINT');
    const { stdout, exitCode } = await command.ended;
    expect({ stdout, exitCode }).toEqual({ stdout: 'on\r\ncleaned up\r\n', exitCode: 130 });
  });

  it('stops a program that runs too long, and exits with 4', async () => {
    save('long.py', "print('on')\nwhile True:\n    pass\n");
    const { stdout, stderr, exitCode } = await onBoard('run', '--timeout', '0.5', 'long.py');
    // On a busy computer the time may be over before anything is printed.
    expect({ stdout, exitCode }).toEqual({ stdout: expect.stringMatching(/^(on\r\n)?$/), exitCode: 4 });
    expect(stderr).toMatch(/^bramble: .*long\.py.*0\.5 s.*\n$/);
    expect(await onBoard('exec', '--lf', 'print(2)')).toMatchObject({ stdout: '2\n', exitCode: 0 });
  });

  it('reads the program from stdin', async () => {
    const command = start('run', '--lf', '-');
    command.type("print('from a pipe')\n");
    command.endOfInput();
    expect(await command.ended).toMatchObject({ stdout: 'from a pipe\n', stderr: '', exitCode: 0 });
  });

  it('gives what comes on stdin to input() when asked to', async () => {
    save('asks.py', "name = input('name? ')\nprint('hello', name)\n");
    const command = start('run', '--lf', '--input', 'asks.py');
    await command.said('stdout', /name\? /);
    command.type('Ada\n');
    expect(await command.ended).toMatchObject({ stdout: 'name? Ada\nhello Ada\n', exitCode: 0 });
  });

  it('lets no prompt execute what the program did not read', async () => {
    save('short.py', "input()\nprint('done')\n");
    const command = start('run', '--lf', '--input', 'short.py');
    command.type('go\n');
    command.type("open('/leak.txt','w').close()\n".repeat(500));
    expect(await command.ended).toMatchObject({ stdout: expect.stringMatching(/done\n$/), exitCode: 0 });
    const after = "import os\nprint('leak.txt' in os.listdir('/'))";
    expect(await onBoard('exec', '--lf', after)).toMatchObject({ stdout: 'False\n', exitCode: 0 });
  });

  it('leaves a pipe on stdin to the shell’s loop', async () => {
    const loop = `while read -r word; do "$0" "$1" --device "$2" exec --lf "print('$word')"; done`;
    const shell = room.startProgram('sh', ['-c', loop, process.execPath, entry, device]);
    shell.type('one\ntwo\n');
    shell.endOfInput();
    expect(await shell.ended).toMatchObject({ stdout: 'one\ntwo\n', exitCode: 0 });
  });

  it('ends quietly when nobody reads its output any more, and stops the program', async () => {
    save('chatty.py', "while True:\n    print('x' * 60)\n");
    const command = start('run', 'chatty.py');
    await command.said('stdout', /x/);
    command.closeStdout();
    expect(await command.ended).toMatchObject({ stderr: '', exitCode: 0 });
    expect(await onBoard('exec', '--lf', 'print(3)')).toMatchObject({ stdout: '3\n', exitCode: 0 });
  });
});

describe('a lost connection', () => {
  it('ends the run with one sentence and exit code 3', async () => {
    const lonely = await offerBoard(room, 'lonely');
    save('waits.py', "print('on')\nwhile True:\n    pass\n");
    const command = room.start(['--device', lonely.address, 'run', 'waits.py']);
    await command.said('stdout', /on/);
    await lonely.process.kill();
    const { stderr, exitCode } = await command.ended;
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^bramble: .*\n$/);
  });
});
