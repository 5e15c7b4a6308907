import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RawReplBoard } from '../../../tests/support/raw-repl-board.ts';

let raw: RawReplBoard;

describe('The flash of a simulated board', () => {
  beforeAll(async () => {
    raw = await RawReplBoard.start();
  });
  afterEach(() => {
    for (const name of readdirSync(raw.flash)) rmSync(path.join(raw.flash, name), { recursive: true });
  });
  afterAll(() => raw.dispose());

  it('is the root: files, folders, text and bytes', async () => {
    const output = await raw.run(
      'import os',
      'os.mkdir("d")',
      'with open("d/a.txt", "w") as f: print(f.write("é\\nb"))',
      'os.chdir("d")',
      'print(os.getcwd(), os.listdir(), open("a.txt").read(1), open("/d/a.txt", "rb").read(), list(open("a.txt")))',
      'print(list(os.ilistdir("/")), os.stat("a.txt")[:7], os.stat("/d")[:7])',
      'with open("a.txt", "r+b") as f: print(f.seek(-1, 2), f.read(), f.tell())',
      'os.chdir("..")',
      'os.rename("d/a.txt", "b.txt"); os.rmdir("d"); os.sync()',
      'print(os.listdir(), os.statvfs("/"))',
      'os.remove("b.txt")',
    );
    expect(output.split('\r\n').slice(0, -1)).toEqual([
      '4',
      "/d ['a.txt'] é b'\\xc3\\xa9\\nb' ['é\\n', 'b']".replaceAll('é', '\u00c3\u00a9'),
      "[('d', 16384, 0, 0)] (32768, 0, 0, 0, 0, 0, 4) (16384, 0, 0, 0, 0, 0, 0)",
      "3 b'b' 4",
      "['b.txt'] (4096, 4096, 212, 210, 210, 0, 0, 0, 0, 255)",
    ]);
  });

  it('raises a board’s errors', async () => {
    const attempts = [
      'open("nope")',
      'os.mkdir("d")',
      'os.rmdir("d")',
      'open("d")',
      'os.chdir("x")',
      'open("d/x/y", "w")',
    ];
    const output = await raw.run(
      'import os',
      'os.mkdir("d"); open("d/f", "w").close()',
      'def attempt(act):',
      '    try: act()',
      '    except OSError as e: print(e)',
      ...attempts.map((text) => `attempt(lambda: ${text})`),
      'os.remove("d/f"); os.rmdir("d")',
    );
    expect(output.split('\r\n').slice(0, -1)).toEqual([
      '[Errno 2] ENOENT',
      '[Errno 17] EEXIST',
      '39',
      '[Errno 21] EISDIR',
      '[Errno 2] ENOENT',
      '[Errno 2] ENOENT',
    ]);
  });

  it('is full at a Pico W’s 848 KB, with ENOSPC, and keeps what it had', async () => {
    const output = await raw.run(
      'import os',
      'with open("keep", "w") as f: f.write("kept")',
      'f = open("big", "wb")',
      'n = 0',
      'try:',
      '    while True: n += f.write(bytes(4096))',
      'except OSError as e: print(e, n > 800000, n <= 848 * 1024)',
      'f.close()',
      // littlefs does not keep a file whose last write failed.
      'print(open("keep").read(), os.stat("big")[6])',
      'os.remove("big"); os.remove("keep")',
      'print(os.statvfs("/")[3])',
    );
    expect(output).toBe('28 True True\r\nkept 0\r\n210\r\n\u0004\u0004>');
  });

  it('has modules imported from / and /lib', async () => {
    mkdirSync(path.join(raw.flash, 'lib', 'pack'), { recursive: true });
    writeFileSync(path.join(raw.flash, 'one.py'), 'x = 1\n');
    writeFileSync(path.join(raw.flash, 'lib', 'two.py'), 'def f(): raise ValueError("two")\n');
    writeFileSync(path.join(raw.flash, 'lib', 'pack', '__init__.py'), 'from .inner import y\n');
    writeFileSync(path.join(raw.flash, 'lib', 'pack', 'inner.py'), 'y = 3\n');
    expect(await raw.run('import one, two, pack', 'print(one.x, pack.y, two.__file__)', 'two.f()')).toBe(
      '1 3 /lib/two.py\r\n\u0004Traceback (most recent call last):\r\n  File "<stdin>", line 3, in <module>\r\n  File "/lib/two.py", line 1, in f\r\nValueError: two\r\n\u0004>',
    );
  });

  it('outlives the board', async () => {
    await raw.run('with open("left.txt", "w") as f: f.write("behind")');
    expect(readFileSync(path.join(raw.flash, 'left.txt'), 'utf8')).toBe('behind');
    await raw.board.powerCycle();
    raw.plugIn();
    await raw.enter();
    expect(await raw.run('print(open("left.txt").read())')).toBe('behind\r\n\u0004\u0004>');
  });
});
