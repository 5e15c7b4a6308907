import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LineReader } from '../../../tests/integration/line-reader.ts';
import { boardStart } from '../../../tests/support/board-start.ts';
import { startTemporaryBoard, type TemporaryBoard } from '../../../tests/support/temporary-board.ts';

/** A stream that keeps what it gets, and gives what is in `typed`. */
const stream = `
import io, os
class Stream(io.IOBase):
    def __init__(self, typed=b""):
        self.got, self.typed, self.closed = bytearray(), typed, False
    def write(self, data):
        self.got.extend(data)
        return len(data)
    def readinto(self, target):
        if not self.typed: return None
        target[0], self.typed = self.typed[0], self.typed[1:]
        return 1
    def ioctl(self, request, argument):
        if request == 4: self.closed = True
        return argument & (5 if self.typed else 4) if request == 3 else 0
`;

describe('os.dupterm', () => {
  let temporary: TemporaryBoard;
  let line: LineReader;

  beforeAll(async () => {
    temporary = await startTemporaryBoard({ name: 'dupterm', ...boardStart });
    line = new LineReader(temporary.board.openLine());
    await line.write('\u0001');
    await line.until('CTRL-B to exit\r\n>');
  });
  afterAll(() => temporary.dispose());

  /** Runs a program in the raw REPL of a fresh interpreter; gives output, EOTs and all. */
  async function run(program: string): Promise<string> {
    await line.write('\u0004');
    await line.until('CTRL-B to exit\r\n>');
    await line.write(`${stream}${program}\u0004`);
    await line.until('OK');
    return line.until('\u0004>');
  }

  it('gives a stream what is printed, and returns the one before', async () => {
    expect(
      await run(`
import sys
s = Stream()
print(os.dupterm(s), os.dupterm(s, 0) is s)
print("one", 2)
sys.stdout.buffer.write(b"raw\\n")
print(os.dupterm(None) is s, os.dupterm(None))
print(s.got)`),
    ).toBe("None True\r\none 2\r\nraw\nTrue None\r\nbytearray(b'None True\\r\\none 2\\r\\nraw\\n')\r\n\u0004\u0004>");
  });

  it('takes the stream’s input as typed, and a Ctrl-C as one', async () => {
    expect(await run('os.dupterm(Stream(b"hello\\r"))\nprint(repr(input()))')).toBe(
      "hello\r\n'hello'\r\n\u0004\u0004>",
    );
    expect(
      await run(
        'import select, sys\nos.dupterm(Stream(b"xy"))\nprint(select.select([sys.stdin], [], [], 5)[0] == [sys.stdin], sys.stdin.read(2))',
      ),
    ).toBe('True xy\r\n\u0004\u0004>');
    expect(await run('os.dupterm(Stream(b"\\x03"))\ninput()')).toContain('KeyboardInterrupt');
    expect(await run('os.dupterm(Stream(b"\\x03"))\nos.dupterm_notify(None)\nwhile True: pass')).toContain(
      'KeyboardInterrupt',
    );
  });

  it('lets somebody at the stream use the prompt', async () => {
    await run('s = Stream()\nos.dupterm(s)\ns.typed = b"\\x02print(6*7)\\r\\x01print(bytes(s.got))\\r\\x04"');
    expect(await line.until('raw REPL; CTRL-B to exit\r\n>')).toContain('>>> print(6*7)\r\n42\r\n>>> ');
    expect(await line.until('\u0004>')).toContain('print(6*7)\\r\\n42\\r\\n>>> ');
  });

  it('takes a stream off that fails, says why, and closes it', async () => {
    expect(
      await run(`
class Failing(Stream):
    def write(self, data): raise OSError(5)
s = Failing()
os.dupterm(s)
print("still printed")
print(os.dupterm(None), s.closed)`),
    ).toBe(
      [
        'still printeddupterm: Exception in write() method, deactivating: Traceback (most recent call last):',
        '  File "<stdin>", line 18, in write',
        'OSError: [Errno 5] EIO',
        '',
        'None True',
        '\u0004\u0004>',
      ].join('\r\n'),
    );
    expect(
      await run(`
class Ended(Stream):
    def readinto(self, target): return 0
os.dupterm(Ended())
import sys, select
select.select([sys.stdin], [], [], 0)
os.dupterm_notify(None)
print(os.dupterm(None))`),
    ).toBe('dupterm: EOF received, deactivating\r\nNone\r\n\u0004\u0004>');
  });

  it('survives a stream that prints', async () => {
    const output = await run(`
class Printing(Stream):
    def write(self, data):
        print("again")
        return len(data)
os.dupterm(Printing())
print("first")
print(os.dupterm(None))`);
    expect(output).toContain('dupterm: Exception in write() method, deactivating: ');
    expect(output.endsWith('None\r\n\u0004\u0004>')).toBe(true);
  });

  it('refuses what is no stream, and an index that a Pico W does not have', async () => {
    const refusals = await run(`
class Plain:
    def write(self, data): pass
for act in (lambda: os.dupterm(Plain()), lambda: os.dupterm(5), lambda: os.dupterm(None, 1)):
    try:
        act()
    except Exception as error:
        print(type(error).__name__, error)
b = io.BytesIO()
os.dupterm(b)
print("kept")
os.dupterm(None)
print(b.getvalue())`);
    expect(refusals.split('\r\n')).toEqual([
      'OSError stream operation not supported',
      'OSError stream operation not supported',
      'ValueError invalid dupterm index',
      'kept',
      "b'kept\\r\\n'",
      '\u0004\u0004>',
    ]);
  });

  it('is over with a soft reset', async () => {
    await run('os.dupterm(Stream())');
    expect(await run('print(os.dupterm(None))')).toBe('None\r\n\u0004\u0004>');
  });
});
