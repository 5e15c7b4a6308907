import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { LineReader } from '../../tests/integration/line-reader.ts';
import { boardStart } from '../../tests/support/board-start.ts';
import { SimulatedBoard } from './simulated-board.ts';

const traceback = (line: number, error: string) =>
  `\u0004Traceback (most recent call last):\r\n  File "<stdin>", line ${line}, in <module>\r\n${error}\r\n\u0004>`;
const interrupted = (line: number) => traceback(line, 'KeyboardInterrupt: ');

let folder: string;
let flash: string;
let board: SimulatedBoard;
let line: LineReader;

async function powerOn(files: Record<string, string> = {}): Promise<void> {
  folder = mkdtempSync(path.join(tmpdir(), 'bramble-board-'));
  flash = path.join(folder, 'flash');
  mkdirSync(flash);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(flash, name), text);
  board = await SimulatedBoard.start({ name: 'test', flashFolder: flash, ...boardStart });
  line = new LineReader(board.openLine());
}

function powerOff(): void {
  board.dispose();
  rmSync(folder, { recursive: true, force: true });
}

/** Past whatever the board says at first, to the raw REPL. */
async function enterRaw(): Promise<void> {
  await whenActivity('prompt');
  await line.write('\u0003\u0002print("on" + "line")\r');
  await line.until('online\r\n>>> ');
  await line.write('\u0001');
  await line.until('CTRL-B to exit\r\n>');
}

/** Begins a program in the raw REPL. */
async function begin(...program: string[]): Promise<void> {
  await line.write(Buffer.from(`${program.join('\n')}\u0004`).toString('latin1'));
  await line.until('OK');
}

/** Runs a program in the raw REPL to its end; gives output, EOTs and all. */
async function run(...program: string[]): Promise<string> {
  await begin(...program);
  return line.until('\u0004>');
}

/** A program that breaks the interpreter. */
const breaking = (...first: string[]) =>
  [...first, 'import uctypes', 'uctypes.bytearray_at(0x7fffff00, 4)[0] = 1'].join('\n');

const whenActivity = (activity: string) =>
  vi.waitUntil(() => board.activity === activity, { interval: 1, timeout: 10_000 });

describe('A program on a simulated board', () => {
  beforeAll(async () => {
    await powerOn();
    await enterRaw();
  });
  afterAll(powerOff);

  it('is stopped by Ctrl-C in a tight loop, again and again, with a clean traceback each time', async () => {
    for (let round = 0; round < 3; round++) {
      await begin('x = 0', 'while True: x += 1');
      await line.write('\u0003');
      expect(await line.until('\u0004>')).toBe(interrupted(2));
    }
    expect(await run('print(x > 0)')).toBe('True\r\n\u0004\u0004>');
  });

  it('is stopped by Ctrl-C while it sleeps, and uses no processor while it does', async () => {
    const before = process.cpuUsage();
    expect(await run('import time', 'time.sleep_ms(700)')).toBe('\u0004\u0004>');
    const used = process.cpuUsage(before);
    expect((used.user + used.system) / 1000).toBeLessThan(350);
    await begin('time.sleep(60)');
    await whenActivity('waiting');
    await line.write('\u0003');
    expect(await line.until('\u0004>')).toBe(interrupted(1));
  });

  it('sleeps as long as it says', async () => {
    const output = await run(
      'import time',
      'start = time.ticks_ms()',
      'time.sleep(0.05); time.sleep_ms(50); time.sleep_us(50000)',
      'print(time.ticks_diff(time.ticks_ms(), start))',
    );
    expect(Number.parseInt(output, 10)).toBeGreaterThanOrEqual(149);
    expect(Number.parseInt(output, 10)).toBeLessThan(1000);
  });

  it('reads Ctrl-C as data after kbd_intr(-1), and is interruptible again when it ended', async () => {
    await begin('import micropython, sys', 'micropython.kbd_intr(-1)', 'print(sys.stdin.buffer.read(3))');
    await whenActivity('reading');
    await line.write('\u0003\u0004\u0001');
    expect(await line.until('\u0004>')).toBe("b'\\x03\\x04\\x01'\r\n\u0004\u0004>");
    await begin('while True: pass');
    await line.write('\u0003');
    expect(await line.until('\u0004>')).toBe(interrupted(1));
  });

  it('reads text with LF for CR, and bytes as they are', async () => {
    await begin('import sys', 'print(repr(sys.stdin.readline()), sys.stdin.read(2), sys.stdin.buffer.read(2))');
    await line.write('one\rab\r\n');
    expect(await line.until('\u0004>')).toBe("'one\\n' ab b'\\r\\n'\r\n\u0004\u0004>");
  });

  it('asks with input(), which edits and echoes, and which Ctrl-C and Ctrl-D end', async () => {
    await begin('print(repr(input("name? ")))');
    await line.until('name? ');
    await line.write('Adx\u007fa\r');
    expect(await line.until('\u0004>')).toBe("Adx\b\u001b[Ka\r\n'Ada'\r\n\u0004\u0004>");
    await begin('input()');
    await whenActivity('reading');
    await line.write('half\u0003');
    expect((await line.until('\u0004>')).endsWith(interrupted(1))).toBe(true);
    await begin('input()');
    await line.write('\u0004');
    expect(await line.until('\u0004>')).toBe(traceback(1, 'EOFError: '));
  });

  it('loses nothing of what it is sent while it does not read', async () => {
    const bytes = 20_000;
    await begin(
      'import micropython, sys, time, hashlib, binascii',
      'micropython.kbd_intr(-1)',
      'time.sleep_ms(100)',
      `data = sys.stdin.buffer.read(${bytes})`,
      'print(binascii.hexlify(hashlib.sha256(data).digest()).decode())',
    );
    await whenActivity('waiting');
    const sent = Buffer.from(Array.from({ length: bytes }, (_, index) => (index * 7) & 0xff));
    await line.write(sent.toString('latin1'));
    expect(await line.until('\u0004>')).toBe(`${createHash('sha256').update(sent).digest('hex')}\r\n\u0004\u0004>`);
  });

  it('is stopped by Ctrl-C behind more input than it has room for', async () => {
    await begin('import time', 'while True: time.sleep(1)');
    const sent = line.write(`${'x'.repeat(5000)}\u0003`);
    expect(await line.until('\u0004>')).toBe(interrupted(2));
    await sent;
  });

  it('prints without end only as fast as its line takes it, and is stopped all the same', async () => {
    let release = () => {};
    let held = 0;
    const slow = board.openLine();
    const stuck = new Promise<void>((resolve) => {
      release = resolve;
    });
    const subscription = slow.onData((bytes) => {
      held += bytes.length;
      return stuck;
    });
    await begin('n = 0', 'while True:', '    print("line", n)', '    n += 1');
    await expect.poll(() => held).toBeGreaterThan(0);
    const before = held;
    await line.write('\u0003');
    expect(held).toBe(before);
    release();
    expect((await line.until('\u0004>')).endsWith('KeyboardInterrupt: \r\n\u0004>')).toBe(true);
    subscription.dispose();
    slow.dispose();
  });

  it('goes on when a line that does not drain is unplugged', async () => {
    const slow = board.openLine();
    slow.onData(() => new Promise(() => {}));
    await begin('for i in range(20000): print(i)', 'print("end")');
    slow.dispose();
    expect((await line.until('\u0004>')).endsWith('19999\r\nend\r\n\u0004\u0004>')).toBe(true);
  });

  it('prints to every line that is plugged in, and reads from each', async () => {
    const second = new LineReader(board.openLine());
    await begin('print(input())');
    await second.write('from the second\r');
    expect(await line.until('\u0004>')).toBe((await second.until('\u0004>')).replace('OK', ''));
  });

  it('keeps its memory small while it makes garbage without end, in loops that sleep, print or only compute', async () => {
    const output = await run(
      'import micropython, time, gc',
      'x = 0.5',
      'for i in range(600000): x += 1.5',
      'for i in range(2000): s = "x" * 4000 + str(i)',
      'for i in range(40):',
      '    s = [bytes(4000) for _ in range(20)]',
      '    time.sleep_ms(1)',
      'gc.collect()',
      'print(gc.mem_free(), x, s[19] == bytes(4000))',
    );
    const [free = 0] = /^\d+/.exec(output) ?? [];
    expect(Number(free)).toBeLessThan(190_000);
    expect(output).toContain('900000.5 True');
  });

  it('does not collect what a sort, a constructor or a map holds', async () => {
    const output = await run(
      'import gc',
      'def key(x):',
      '    gc.collect()',
      '    junk = [bytes(64) for _ in range(50)]',
      '    return -x',
      'class Thing:',
      '    def __init__(self, n):',
      '        gc.collect()',
      '        self.n = [n] * 10',
      'print(sorted([5, 3, 9, 1], key=key), list(map(key, [1, 2, 3])), sum(key(float(i)) for i in range(20)))',
      'print([Thing(i).n[9] for i in range(5)], max((str(i) for i in range(9)), key=lambda s: (gc.collect(), s)[1]))',
    );
    expect(output).toBe('[9, 5, 3, 1] [-1, -2, -3] -190.0\r\n[0, 1, 2, 3, 4] 8\r\n\u0004\u0004>');
  });

  it('runs native and viper functions as bytecode, and says that it has no second core', async () => {
    const output = await run(
      'import micropython, _thread',
      '@micropython.native',
      'def plain(x): return x + 1',
      '@micropython.viper',
      'def typed(x: int) -> int: return x * 2',
      'with _thread.allocate_lock() as lock: print(plain(1), typed(21), lock.locked())',
      '_thread.start_new_thread(plain, (1,))',
    );
    expect(output).toContain('2 42 True\r\n');
    expect(output).toContain('NotImplementedError: _thread is not simulated');
  });

  it('runs out of stack', async () => {
    expect(await run('def f(): f()', 'f()')).toContain('RuntimeError: maximum recursion depth exceeded\r\n');
  });

  it('has its callbacks scheduled, in order, even in a tight loop', async () => {
    const output = await run(
      'import micropython',
      'seen = []',
      'for i in range(5): micropython.schedule(seen.append, i)',
      'while len(seen) < 5: pass',
      'print(seen)',
    );
    expect(output).toBe('[0, 1, 2, 3, 4]\r\n\u0004\u0004>');
  });

  it('runs asyncio, whose sleeps do not spin', async () => {
    const before = process.cpuUsage();
    const output = await run(
      'import asyncio',
      'async def say(word, ms):',
      '    await asyncio.sleep_ms(ms)',
      '    print(word)',
      'async def main():',
      '    await asyncio.gather(say("second", 400), say("first", 50))',
      '    return 7',
      'print(asyncio.run(main()))',
      'async def fail(): raise ValueError("no")',
      'asyncio.run(fail())',
    );
    const used = process.cpuUsage(before);
    expect(output).toContain('first\r\nsecond\r\n7\r\n\u0004Traceback');
    expect(output).toContain('ValueError: no\r\n\u0004>');
    expect(output).not.toContain('board:');
    expect((used.user + used.system) / 1000).toBeLessThan(300);
  });

  it('waits in select without spinning until there is input', async () => {
    const before = process.cpuUsage();
    await begin(
      'import select, sys',
      'p = select.poll()',
      'p.register(sys.stdin, select.POLLIN)',
      'print(len(p.poll(0)), len(p.poll(400)))',
      'print(len(p.poll(20000)), sys.stdin.read(1))',
    );
    await line.until('0 0\r\n');
    const used = process.cpuUsage(before);
    expect((used.user + used.system) / 1000).toBeLessThan(250);
    await line.write('k');
    expect(await line.until('\u0004>')).toBe('1 k\r\n\u0004\u0004>');
  });

  it('finds the modules of a Pico W, and not those of the image', async () => {
    const output = await run(
      'import sys, os, machine, network, socket, umachine, usocket, uasyncio, utime, time',
      'print(machine, time is utime, sys.platform, os.uname().machine, sys.implementation._machine)',
      'for name in ("js", "jsffi", "datetime", "pathlib", "_host"):',
      '    try: __import__(name)',
      '    except ImportError: print("no", name)',
    );
    expect(output).toBe(
      "<module 'machine'> True rp2 Raspberry Pi Pico W (simulated) with RP2040 Raspberry Pi Pico W (simulated) with RP2040\r\nno js\r\nno jsffi\r\nno datetime\r\nno pathlib\r\nno _host\r\n\u0004\u0004>",
    );
  });

  it('leaves no line of Bramble’s own Python in tracebacks, on the console or in a stream', async () => {
    const output = await run(
      'import sys, io, machine',
      'try: machine.Pin(99)',
      'except ValueError as e:',
      '    s = io.StringIO()',
      '    sys.print_exception(e, s)',
      '    print(s.getvalue())',
      '    raise',
    );
    const lines =
      'Traceback (most recent call last):\r\n  File "<stdin>", line 2, in <module>\r\nValueError: invalid pin\r\n';
    expect(output).toBe(`${lines}\r\n\u0004${lines}\u0004>`);
  });

  it('is pasted whole: control characters in its source, and strings over many lines', async () => {
    await line.write('\u0005A\u0001');
    await line.until('R\u0001\u0080\u0000\u0001');
    const text = 'line\n'.repeat(200);
    await line.write(`x = """${text}"""\nprint(len(x), "\u0001\u0002" == chr(1) + chr(2))\u0004`);
    expect((await line.until('\u0004>')).replaceAll('\u0001', '')).toBe(`\u0004${text.length} True\r\n\u0004\u0004>`);
  });
});

describe('The flash of a simulated board', () => {
  beforeAll(async () => {
    await powerOn();
    await enterRaw();
  });
  afterAll(powerOff);

  it('is the root: files, folders, text and bytes', async () => {
    const output = await run(
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
    const output = await run(
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
    const output = await run(
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
    mkdirSync(path.join(flash, 'lib', 'pack'), { recursive: true });
    writeFileSync(path.join(flash, 'one.py'), 'x = 1\n');
    writeFileSync(path.join(flash, 'lib', 'two.py'), 'def f(): raise ValueError("two")\n');
    writeFileSync(path.join(flash, 'lib', 'pack', '__init__.py'), 'from .inner import y\n');
    writeFileSync(path.join(flash, 'lib', 'pack', 'inner.py'), 'y = 3\n');
    expect(await run('import one, two, pack', 'print(one.x, pack.y, two.__file__)', 'two.f()')).toBe(
      '1 3 /lib/two.py\r\n\u0004Traceback (most recent call last):\r\n  File "<stdin>", line 3, in <module>\r\n  File "/lib/two.py", line 1, in f\r\nValueError: two\r\n\u0004>',
    );
  });

  it('outlives the board', async () => {
    await run('with open("left.txt", "w") as f: f.write("behind")');
    expect(readFileSync(path.join(flash, 'left.txt'), 'utf8')).toBe('behind');
    await board.powerCycle();
    line = new LineReader(board.openLine());
    await enterRaw();
    expect(await run('print(open("left.txt").read())')).toBe('behind\r\n\u0004\u0004>');
  });
});

describe('A simulated board', () => {
  beforeEach(() => powerOn());
  afterEach(powerOff);

  it('starts afresh at Ctrl-D: no variables, no open files, the same flash', async () => {
    await enterRaw();
    await run('import os', 'x = 5', 'os.mkdir("d")', 'os.chdir("d")', 'f = open("open.txt", "w")');
    await line.write('\u0004');
    await line.until('MPY: soft reboot\r\nraw REPL; CTRL-B to exit\r\n>');
    expect(await run('import os', 'print(os.getcwd(), os.listdir(), "x" in globals())')).toBe(
      "/ ['d'] False\r\n\u0004\u0004>",
    );
  });

  it('has no room for what a Pico W has no room for', async () => {
    await enterRaw();
    expect(await run('x = bytearray(1000000)')).toBe(
      traceback(1, 'MemoryError: memory allocation failed, allocating 1000000 bytes'),
    );
    expect(await run('x = bytearray(150000)')).toBe('\u0004\u0004>');
  });

  it('does not run main.py when boot.py fails, and says why', async () => {
    writeFileSync(path.join(flash, 'boot.py'), 'print("boot")\n1/0\n');
    writeFileSync(path.join(flash, 'main.py'), 'print("main")\n');
    await enterRaw();
    await line.write('\u0002');
    await line.until('>>> ');
    await line.write('\u0004');
    expect(await line.until('information.\r\n>>> ')).toMatch(
      /^\r\nMPY: soft reboot\r\nboot\r\nTraceback \(most recent call last\):\r\n {2}File "boot.py", line 2, in <module>\r\nZeroDivisionError: divide by zero\r\nMicroPython v/,
    );
  });

  it('runs main.py in __main__, whose names the REPL then has', async () => {
    writeFileSync(path.join(flash, 'main.py'), 'answer = 42\nprint(__name__)\n');
    await enterRaw();
    await line.write('\u0002');
    await line.until('>>> ');
    await line.write('\u0004');
    expect(await line.until('>>> ')).toContain('MPY: soft reboot\r\n__main__\r\n');
    await line.write('answer\r');
    expect(await line.until('>>> ')).toBe('answer\r\n42\r\n>>> ');
  });

  it('drops its line at machine.reset() and comes back with its flash, and tells it from switching on', async () => {
    await enterRaw();
    const dropped = new Promise<{ reason: string; message: string }>((resolve) => {
      board.openLine().onClose(resolve);
    });
    await line.write('import machine\nmachine.reset()\u0004');
    expect((await dropped).reason).toBe('reset');
    line = new LineReader(board.openLine());
    await enterRaw();
    const cause = () => run('import machine', 'print(machine.reset_cause())');
    expect(await cause()).toBe('3\r\n\u0004\u0004>');
    await board.powerCycle();
    line = new LineReader(board.openLine());
    await enterRaw();
    expect(await cause()).toBe('1\r\n\u0004\u0004>');
  });

  it('ends alone when its interpreter breaks, says so, and starts anew with what was written', async () => {
    await enterRaw();
    const crashed = new Promise<string>((resolve) => {
      board.onDidCrash(resolve);
    });
    const closed = new Promise<{ reason: string; message: string }>((resolve) => {
      board.openLine().onClose(resolve);
    });
    await line.write(`${breaking('f = open("kept.txt", "w")', 'f.write("whole")', 'f.close()')}\u0004`);
    expect(await crashed).toContain('memory access out of bounds');
    expect(await closed).toMatchObject({ reason: 'lost', message: expect.stringContaining('crashed') });
    await expect(line.write('x')).rejects.toMatchObject({ code: 'connection-lost' });
    await whenActivity('prompt');
    line = new LineReader(board.openLine());
    await enterRaw();
    expect(await run('print(open("kept.txt").read())')).toBe('whole\r\n\u0004\u0004>');
  });

  it('stays off when its main.py breaks it again and again, until someone connects', async () => {
    let crashes = 0;
    const often = new Promise<void>((resolve) => {
      board.onDidCrash(() => {
        crashes += 1;
        if (crashes === 3) resolve();
      });
    });
    await enterRaw();
    writeFileSync(path.join(flash, 'main.py'), breaking());
    await line.write('import machine\nmachine.reset()\u0004');
    await often;
    expect(board.activity).toBe('off');
    rmSync(path.join(flash, 'main.py'));
    line = new LineReader(board.openLine());
    // A fourth start in a row, on a computer that may have more to do.
    await vi.waitUntil(() => line.rest.includes('>>> '), { interval: 5, timeout: 60_000 });
    expect(crashes).toBe(3);
  }, 90_000);

  it('has no line in its bootloader, until the power was away', async () => {
    await enterRaw();
    const closed = new Promise<{ reason: string; message: string }>((resolve) => {
      board.openLine().onClose(resolve);
    });
    await line.write('import machine\nmachine.bootloader()\u0004');
    expect(await closed).toMatchObject({ reason: 'lost', message: expect.stringContaining('in its bootloader') });
    expect(board.activity).toBe('off');
    expect(() => board.openLine()).toThrow(/in its bootloader/);
    await board.powerCycle();
    line = new LineReader(board.openLine());
    await enterRaw();
  });

  it('goes on when its flash folder is taken away', async () => {
    await enterRaw();
    rmSync(flash, { recursive: true });
    expect(await run('import os', 'try: print(os.listdir("/"))', 'except OSError as e: print("error", e)')).toContain(
      'error',
    );
    expect(board.snapshot().flash.totalBytes).toBe(868_352);
  });

  it('shows its pins, its Wi-Fi and its flash, and tells when they change', async () => {
    await enterRaw();
    expect(board.snapshot()).toMatchObject({
      wifi: { active: false, connected: false },
      flash: { totalBytes: 868_352, freeBytes: 860_160 },
    });
    const led = () => board.snapshot().pins.find(({ name }) => name === 'LED')?.level;
    const changed = new Promise<void>((resolve) => {
      board.onDidChange(resolve);
    });
    await run('from machine import Pin', 'Pin("LED", Pin.OUT).on()');
    await changed;
    expect(led()).toBe(1);
    board.drivePin('GP15', 1);
    expect(await run('print(Pin(15, Pin.IN).value())')).toBe('1\r\n\u0004\u0004>');
    expect(() => board.drivePin('GP99', 1)).toThrow(/no pin "GP99"/);
  });

  it('tells that its flash changed, once for a burst of writes, and how much room is left', async () => {
    await enterRaw();
    const told: number[] = [];
    const subscription = board.onDidChange(() => told.push(board.snapshot().flash.freeBytes));
    const before = board.snapshot().flash.freeBytes;
    await run("with open('big', 'wb') as f:", '    for i in range(40): f.write(bytes(1024))');
    await vi.waitUntil(() => told.at(-1) === before - 11 * 4096, { interval: 5, timeout: 10_000 });
    expect(told.length).toBeLessThan(20);
    await run("__import__('os').remove('big')");
    await vi.waitUntil(() => told.at(-1) === before, { interval: 5, timeout: 10_000 });
    const quiet = told.length;
    await run("__import__('os').listdir()", "__import__('time').sleep(0.4)");
    expect(told.length).toBe(quiet);
    subscription.dispose();
  });

  it('takes nothing from a switched-off board', async () => {
    const plain = board.openLine();
    const closed = new Promise<{ reason: string }>((resolve) => {
      plain.onClose(resolve);
    });
    board.dispose();
    expect((await closed).reason).toBe('lost');
    await expect(plain.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'connection-lost' });
    expect(() => board.openLine()).toThrow(/switched off/);
    expect(existsSync(flash)).toBe(true);
  });
});
