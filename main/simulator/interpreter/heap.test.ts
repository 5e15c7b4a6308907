import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RawReplBoard } from '../../../tests/support/raw-repl-board.ts';

let raw: RawReplBoard;

/** Runs a program in the raw REPL to its end; gives what it printed and its traceback. */
async function run(...program: string[]): Promise<string> {
  return (await raw.run(...program)).replaceAll('\u0004', '').slice(0, -1);
}

beforeAll(async () => {
  raw = await RawReplBoard.start();
});
afterAll(() => raw.dispose());
beforeEach(async () => {
  await raw.line.write('\u0004');
  await raw.line.until('CTRL-B to exit\r\n>');
});

describe('The heap of a simulated board', () => {
  it('is as large as a Pico W’s, and its two parts are always the whole', async () => {
    const output = await run(
      'import gc',
      'gc.collect()',
      'print(gc.mem_free(), gc.mem_free() + gc.mem_alloc())',
      'kept = bytearray(100000)',
      'gc.collect()',
      'print(gc.mem_free())',
      'kept = None',
      'gc.collect()',
      'print(gc.mem_free())',
    );
    const [before = 0, whole, during = 0, after = 0] = output.split(/\s+/).map(Number);
    expect(whole).toBe(200_000);
    expect(before).toBeGreaterThan(187_000);
    expect(before).toBeLessThan(189_000);
    expect(before - during).toBe(100_000 + 32);
    expect(Math.abs(after - before)).toBeLessThan(500);
  });

  it('is not had at once by more than it is, and the program goes on', async () => {
    const output = await run(
      'for size in (150000, 190000, 1000000, 100000000):',
      '    try: print(len(bytearray(size)))',
      '    except MemoryError as e: print(e)',
    );
    expect(output.split('\r\n')).toEqual([
      '150000',
      'memory allocation failed, allocating 190000 bytes',
      'memory allocation failed, allocating 1000000 bytes',
      'memory allocation failed, allocating 100000000 bytes',
      '',
    ]);
  });

  it.each([
    ['a list that grows', 'l.append(1)', 'len(l)', 16_384, 32_768],
    ['a dict that grows', 'd[len(d)] = 1', 'len(d)', 5000, 12_000],
    ['a text that grows', 's += "abcdefghij" * 50', 'len(s)', 80_000, 95_000],
    ['bytes that grow in place', 'b.extend(b"0123456789" * 10)', 'len(b)', 60_000, 188_000],
    ['many small objects', 'l.append([1])', 'len(l)', 2500, 6000],
    ['many objects of a class', 'l.append(Thing())', 'len(l)', 1000, 6500],
  ])('is full of %s about where a board’s is, and empty when that is let go', async (_, step, size, least, most) => {
    const output = await run(
      'import gc',
      'class Thing:',
      '    def __init__(self): self.a = 1',
      'def fill():',
      '    l = []; d = {}; s = ""; b = bytearray();',
      '    try:',
      `        while True: ${step}`,
      '    except MemoryError:',
      `        return ${size}`,
      'count = 0',
      'count = fill()',
      'gc.collect()',
      'print(count, gc.mem_free())',
    );
    const [count, free] = output.split(' ').map(Number);
    expect(count).toBeGreaterThanOrEqual(least);
    expect(count).toBeLessThanOrEqual(most);
    expect(free).toBeGreaterThan(180_000);
  });

  it('is full inside a function of C, too, and of what that alone holds', async () => {
    const output = await run(
      'def attempt(f):',
      '    try: f()',
      '    except MemoryError: return "full"',
      'print(attempt(lambda: list(range(100000))), attempt(lambda: "x" * 300000))',
      'print(attempt(lambda: list(str(i) for i in range(100000))), attempt(lambda: [str(i) for i in range(100000)]))',
      'print(attempt(lambda: bytes(100000) + bytes(90000)), sum(len(str(i)) for i in range(20000)))',
    );
    expect(output).toBe('full full\r\nfull full\r\nfull 88890\r\n');
  });

  it('forgets what such a function held, however little was left when it got no more', {
    timeout: 60_000,
  }, async () => {
    await run(
      'def attempt(f):',
      '    try: f()',
      '    except MemoryError as e: return str(e)',
      'def fill(bytes_kept):',
      '    kept = bytes(bytes_kept)',
      '    return attempt(lambda: list(str(i) for i in range(100000)))',
    );
    // One at a time: each fills the heap, and a busy computer takes its time over it.
    for (let bytesKept = 1; bytesKept < 400; bytesKept += 16) {
      expect(await run(`print(fill(${bytesKept}))`)).toMatch(/131072 bytes\r\n$/);
    }
  });

  it('is not filled by garbage, wherever it is made', async () => {
    const output = await run(
      'def junk(x): return [bytes(200) for _ in range(5)][0] and -x',
      'for i in range(20000): a = [i] * 10; b = str(i) + "x" * 100',
      'print(sorted([i * 1237 % 2000 for i in range(2000)], key=junk)[:3], sum(map(junk, range(2000))), b[:5])',
    );
    expect(output).toBe('[1999, 1998, 1997] -1999000 19999\r\n');
  });

  it('shows in the snapshot how much of it is free', async () => {
    const before = raw.board.snapshot().heap;
    await run('import gc', 'kept = bytearray(60000)', 'gc.collect()');
    const after = raw.board.snapshot().heap;
    expect(before.totalBytes).toBe(200_000);
    expect(before.freeBytes - after.freeBytes).toBeGreaterThan(59_000);
    expect(before.freeBytes - after.freeBytes).toBeLessThan(64_000);
  });

  it('tells of itself when much of it was taken or given back', async () => {
    const changed = new Promise<void>((resolve) => {
      const subscription = raw.board.onDidChange(() => {
        if (raw.board.snapshot().heap.freeBytes > 120_000) return;
        subscription.dispose();
        resolve();
      });
    });
    await run('kept = bytearray(100000)', 'import time', 'time.sleep_ms(200)');
    await changed;
  });
});
