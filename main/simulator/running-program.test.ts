import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LineReader } from '../../tests/integration/line-reader.ts';
import { RawReplBoard, traceback } from '../../tests/support/raw-repl-board.ts';

const interrupted = (line: number) => traceback(line, 'KeyboardInterrupt: ');

let raw: RawReplBoard;

describe('A program on a simulated board', () => {
  beforeAll(async () => {
    raw = await RawReplBoard.start();
  });
  afterAll(() => raw.dispose());
  beforeEach(async () => {
    // What a program before it kept is room that the next one may want.
    await raw.line.write('\u0004');
    await raw.line.until('CTRL-B to exit\r\n>');
  });

  it('is stopped by Ctrl-C in a tight loop, again and again, with a clean traceback each time', async () => {
    for (let round = 0; round < 3; round++) {
      await raw.begin('x = 0', 'while True: x += 1');
      await raw.line.write('\u0003');
      expect(await raw.line.until('\u0004>')).toBe(interrupted(2));
    }
    expect(await raw.run('print(x > 0)')).toBe('True\r\n\u0004\u0004>');
  });

  it('is stopped by Ctrl-C while it sleeps, and uses no processor while it does', async () => {
    const before = process.cpuUsage();
    expect(await raw.run('import time', 'time.sleep_ms(700)')).toBe('\u0004\u0004>');
    const used = process.cpuUsage(before);
    expect((used.user + used.system) / 1000).toBeLessThan(350);
    await raw.begin('time.sleep(60)');
    await raw.whenActivity('waiting');
    await raw.line.write('\u0003');
    expect(await raw.line.until('\u0004>')).toBe(interrupted(1));
  });

  it('sleeps as long as it says', async () => {
    const output = await raw.run(
      'import time',
      'start = time.ticks_ms()',
      'time.sleep(0.05); time.sleep_ms(50); time.sleep_us(50000)',
      'print(time.ticks_diff(time.ticks_ms(), start))',
    );
    expect(Number.parseInt(output, 10)).toBeGreaterThanOrEqual(149);
    expect(Number.parseInt(output, 10)).toBeLessThan(1000);
  });

  it('reads Ctrl-C as data after kbd_intr(-1), and is interruptible again when it ended', async () => {
    await raw.begin('import micropython, sys', 'micropython.kbd_intr(-1)', 'print(sys.stdin.buffer.read(3))');
    await raw.whenActivity('reading');
    await raw.line.write('\u0003\u0004\u0001');
    expect(await raw.line.until('\u0004>')).toBe("b'\\x03\\x04\\x01'\r\n\u0004\u0004>");
    await raw.begin('while True: pass');
    await raw.line.write('\u0003');
    expect(await raw.line.until('\u0004>')).toBe(interrupted(1));
  });

  it('reads text with LF for CR, and bytes as they are', async () => {
    await raw.begin('import sys', 'print(repr(sys.stdin.readline()), sys.stdin.read(2), sys.stdin.buffer.read(2))');
    await raw.line.write('one\rab\r\n');
    expect(await raw.line.until('\u0004>')).toBe("'one\\n' ab b'\\r\\n'\r\n\u0004\u0004>");
  });

  it('asks with input(), which edits and echoes, and which Ctrl-C and Ctrl-D end', async () => {
    await raw.begin('print(repr(input("name? ")))');
    await raw.line.until('name? ');
    await raw.line.write('Adx\u007fa\r');
    expect(await raw.line.until('\u0004>')).toBe("Adx\b\u001b[Ka\r\n'Ada'\r\n\u0004\u0004>");
    await raw.begin('input()');
    await raw.whenActivity('reading');
    await raw.line.write('half\u0003');
    expect((await raw.line.until('\u0004>')).endsWith(interrupted(1))).toBe(true);
    await raw.begin('input()');
    await raw.line.write('\u0004');
    expect(await raw.line.until('\u0004>')).toBe(traceback(1, 'EOFError: '));
  });

  it('loses nothing of what it is sent while it does not read', async () => {
    const bytes = 20_000;
    await raw.begin(
      'import micropython, sys, time, hashlib, binascii',
      'from machine import Pin',
      'micropython.kbd_intr(-1)',
      'print("ready")',
      'while not Pin(2, Pin.IN, Pin.PULL_DOWN)(): time.sleep_ms(1)',
      `data = sys.stdin.buffer.read(${bytes})`,
      'print(binascii.hexlify(hashlib.sha256(data).digest()).decode())',
    );
    await raw.line.until('ready\r\n');
    const sent = Buffer.from(Array.from({ length: bytes }, (_, index) => (index * 7) & 0xff));
    const writing = raw.line.write(sent.toString('latin1'));
    raw.board.drivePin('GP2', 1);
    await writing;
    raw.board.drivePin('GP2', null);
    expect(await raw.line.until('\u0004>')).toBe(`${createHash('sha256').update(sent).digest('hex')}\r\n\u0004\u0004>`);
  });

  it('is stopped by Ctrl-C behind more input than it has room for', async () => {
    await raw.begin('import time', 'while True: time.sleep(1)');
    const sent = raw.line.write(`${'x'.repeat(5000)}\u0003`);
    expect(await raw.line.until('\u0004>')).toBe(interrupted(2));
    await sent;
  });

  it('prints without end only as fast as its line takes it, and is stopped all the same', async () => {
    let release = () => {};
    let held = 0;
    const slow = raw.board.openLine();
    const stuck = new Promise<void>((resolve) => {
      release = resolve;
    });
    const subscription = slow.onData((bytes) => {
      held += bytes.length;
      return stuck;
    });
    await raw.begin('n = 0', 'while True:', '    print("line", n)', '    n += 1');
    await expect.poll(() => held).toBeGreaterThan(0);
    const before = held;
    await raw.line.write('\u0003');
    expect(held).toBe(before);
    release();
    expect((await raw.line.until('\u0004>')).endsWith('KeyboardInterrupt: \r\n\u0004>')).toBe(true);
    subscription.dispose();
    slow.dispose();
  });

  it('goes on when a line that does not drain is unplugged', async () => {
    const slow = raw.board.openLine();
    slow.onData(() => new Promise(() => {}));
    await raw.begin('for i in range(20000): print(i)', 'print("end")');
    slow.dispose();
    expect((await raw.line.until('\u0004>')).endsWith('19999\r\nend\r\n\u0004\u0004>')).toBe(true);
  });

  it('prints to every line that is plugged in, and reads from each', async () => {
    const second = new LineReader(raw.board.openLine());
    await raw.begin('print(input())');
    await second.write('from the second\r');
    expect(await raw.line.until('\u0004>')).toBe((await second.until('\u0004>')).replace('OK', ''));
  });

  it('keeps its memory small while it makes garbage without end, in loops that sleep, print or only compute', async () => {
    const output = await raw.run(
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
    const output = await raw.run(
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
    const output = await raw.run(
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
    expect(await raw.run('def f(): f()', 'f()')).toContain('RuntimeError: maximum recursion depth exceeded\r\n');
  });

  it('has its callbacks scheduled, in order, even in a tight loop', async () => {
    const output = await raw.run(
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
    const output = await raw.run(
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
    await raw.begin(
      'import select, sys',
      'p = select.poll()',
      'p.register(sys.stdin, select.POLLIN)',
      'print(len(p.poll(0)), len(p.poll(400)))',
      'print(len(p.poll(20000)), sys.stdin.read(1))',
    );
    await raw.line.until('0 0\r\n');
    const used = process.cpuUsage(before);
    expect((used.user + used.system) / 1000).toBeLessThan(250);
    await raw.line.write('k');
    expect(await raw.line.until('\u0004>')).toBe('1 k\r\n\u0004\u0004>');
  });

  it('finds the modules of a Pico W, and not those of the image', async () => {
    const output = await raw.run(
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
    const output = await raw.run(
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
    await raw.line.write('\u0005A\u0001');
    await raw.line.until('R\u0001\u0080\u0000\u0001');
    const text = 'line\n'.repeat(200);
    await raw.line.write(`x = """${text}"""\nprint(len(x), "\u0001\u0002" == chr(1) + chr(2))\u0004`);
    expect((await raw.line.until('\u0004>')).replaceAll('\u0001', '')).toBe(
      `\u0004${text.length} True\r\n\u0004\u0004>`,
    );
  });
});
