/** Every way to get a board's attention, on a board that runs the real MicroPython and does what makes real ones unreachable. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, type TestContext, vi } from 'vitest';
import type { Clock } from '../../app/base/index.ts';
import { BoardSession, type BoardState, type Transport } from '../../app/board/index.ts';
import { systemClock } from '../../main/platform/system-clock.ts';
import { PreparationCache } from '../../main/simulator/preparation-cache.ts';
import { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { SimulatedTransport } from '../../main/transports/simulated-transport.ts';

/**
 * Each test has a board of its own, switched on with what it is to run: they go side by side, and none counts on being quick. Bursts of
 * Ctrl-C meet their moment by chance, so that the ladder is given the time for many rounds.
 */
const patienceMs = 200_000;
vi.setConfig({ testTimeout: 240_000 });

const preparations = new PreparationCache();

beforeAll(async () => {
  // The first leaves its preparation to the others.
  const flashFolder = mkdtempSync(join(tmpdir(), 'bramble-rescue-'));
  await (await SimulatedBoard.start({ name: 'first', flashFolder, preparations })).dispose();
  rmSync(flashFolder, { recursive: true });
});

interface Flash {
  main?: string;
  boot?: string;
}

interface Bench {
  flash: string;
  session: BoardSession;
  states: BoardState[];
  shown: () => string;
}

/**
 * A board that runs what it was given, and a session with it. A program tells that it runs at its beginning, or where `#started` stands.
 * `speed` is how fast the session's time goes.
 */
async function bench({ onTestFinished }: TestContext, { main, boot }: Flash = {}, { speed = 1 } = {}): Promise<Bench> {
  const flash = mkdtempSync(join(tmpdir(), 'bramble-rescue-'));
  onTestFinished(() => rmSync(flash, { recursive: true }));
  for (const [name, source] of Object.entries({ 'main.py': main, 'boot.py': boot })) {
    if (source !== undefined) writeFileSync(join(flash, name), telling(source));
  }
  const board = await SimulatedBoard.start({ name: 'rescue', flashFolder: flash, preparations });
  onTestFinished(() => board.dispose());
  if (main !== undefined || boot !== undefined) await until(() => existsSync(join(flash, 'started')));
  const plug = (): Transport => new SimulatedTransport({ name: 'rescue', openLine: async () => board.openLine() });
  const session = new BoardSession({
    transport: plug(),
    clock: clockAt(speed),
    timeouts: { enterMs: patienceMs * speed, stopMs: patienceMs * speed },
    findAgain: async () => plug(),
    rtcTime: () => [2031, 5, 6, 1, 7, 8, 9, 0],
  });
  onTestFinished(() => session.dispose());
  let text = '';
  const states: BoardState[] = [];
  session.onDidChangeState((state) => states.push(state));
  session.onOutput((bytes) => {
    text += Buffer.from(bytes).toString('latin1');
  });
  return { flash, session, states, shown: () => text };
}

function telling(source: string): string {
  const sign = "open('/started', 'w').close()\n";
  return source.includes('#started') ? source.replace('#started', sign) : sign + source;
}

/** Time that goes `speed` times as fast. */
const clockAt = (speed: number): Clock => ({
  now: () => systemClock.now() * speed,
  schedule: (task, delayMs) => systemClock.schedule(task, delayMs / speed),
});

const until = (holds: () => boolean) => vi.waitUntil(holds, { interval: 10, timeout: patienceMs });
const becomes = (session: BoardSession, kind: BoardState['kind']) => until(() => session.state.kind === kind);

async function answer(session: BoardSession, expression: string): Promise<string> {
  const { output } = await session.exec(`print(${expression})`);
  return Buffer.from(output).toString().trim();
}

describe.concurrent('a board is brought to its prompt', () => {
  it.for<[what: string, flash: Flash, speed?: number]>([
    ['prints without end', { main: 'n = 0\nwhile True:\n    print("spam", n)\n    n += 1\n' }],
    ['never ends in silence', { main: 'while True: pass\n' }],
    ['sleeps', { main: 'import time\ntime.sleep(1000)\n' }],
    [
      'swallows KeyboardInterrupt and works on',
      { main: 'while True:\n    try:\n        for i in range(100): str(i)\n    except:\n        print("no")\n' },
    ],
    [
      'masked Ctrl-C and reads',
      { main: 'import micropython\nmicropython.kbd_intr(-1)\n#started\nwhile True:\n    input("? ")\n' },
      4,
    ],
    ['does not get past boot.py', { main: 'print("main")\n', boot: 'while True: pass\n' }],
    ['restarts again and again', { main: 'import machine, time\ntime.sleep_ms(400)\nmachine.reset()\n' }],
    ['restarts again and again in boot.py', { boot: 'import machine, time\ntime.sleep_ms(400)\nmachine.reset()\n' }],
  ])('that %s', async ([, flash, speed = 1], test) => {
    const { session } = await bench(test, flash, { speed });
    await session.connect();
    expect(session.state).toEqual({ kind: 'ready' });
    expect(await answer(session, '6*7')).toBe('42');
  });

  it('whose watchdog would restart it: the watchdog is stopped', async (test) => {
    const { session } = await bench(test, {
      main: 'from machine import WDT\nw = WDT(timeout=8000)\nwhile True: w.feed()\n',
    });
    await session.connect();
    expect(await answer(session, '__import__("machine").mem32[0x40058000] >> 30 & 1')).toBe('0');
  });

  it('and its clock is set', async (test) => {
    const { session } = await bench(test);
    await session.connect();
    expect(await answer(session, '__import__("machine").RTC().datetime()[:4]')).toBe('(2031, 5, 6, 1)');
  });
});

describe.concurrent('a board that cannot be had', () => {
  it('is given up with the diagnosis, after every rung was told', async (test) => {
    const { session, states } = await bench(
      test,
      { main: 'import micropython, time\nmicropython.kbd_intr(-1)\n#started\nwhile True: time.sleep(1)\n' },
      { speed: 4 },
    );
    const error = await session.connect({ timeoutMs: 4_000 }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'not-responding', message: expect.stringMatching(/masked Ctrl-C.*BOOTSEL/s) });
    const steps = states.flatMap((state) => (state.kind === 'connecting' ? [state.step] : []));
    expect(steps).toEqual([
      'opening the port',
      expect.stringContaining('interrupting'),
      expect.stringContaining('bursts'),
    ]);
    expect(session.state.kind).toBe('lost');
  });
});

describe.concurrent('attaching', () => {
  it('leaves a program that prints alone, shows its output, and Stop interrupts it', async (test) => {
    const { session, shown } = await bench(test, {
      main: 'import time\nn = 0\nwhile True:\n    print("tick", n)\n    n += 1\n    time.sleep_ms(20)\n',
    });
    await session.connect({ approach: 'attach' });
    expect(session.state).toMatchObject({ kind: 'running' });
    await until(() => shown().includes('tick 20'));
    expect(shown()).not.toContain('KeyboardInterrupt');
    await session.stop();
    await becomes(session, 'ready');
    expect(Number(await answer(session, 'n'))).toBeGreaterThan(20);
  });

  it('leaves a silent program alone', async (test) => {
    const { session } = await bench(test, { main: 'n = 0\nwhile n < 10**9: n += 1\n' });
    await session.connect({ approach: 'attach' });
    expect(session.state).toMatchObject({ kind: 'running', what: expect.stringContaining('prints nothing') });
    await session.stop();
    expect(Number(await answer(session, 'n'))).toBeGreaterThan(0);
  });

  it('finds an idle board at its prompt, which it shows once', async (test) => {
    // Its prompt answers within the time for it also on a busy computer.
    const { session, shown } = await bench(test, {}, { speed: 1 / 8 });
    await session.connect({ approach: 'attach' });
    expect(session.state).toEqual({ kind: 'ready' });
    expect(session.firmware).toMatch(/^MicroPython v/);
    expect(shown().match(/Type "help\(\)"/g)).toHaveLength(1);
  });

  it('sees the end of the program, and sets the clock then', async (test) => {
    const { session } = await bench(test, {
      main: 'import time\nfor i in range(40):\n    print("tick", i)\n    time.sleep_ms(20)\n',
    });
    await session.connect({ approach: 'attach' });
    await becomes(session, 'ready');
    expect(await answer(session, '__import__("machine").RTC().datetime()[0]')).toBe('2031');
  });

  it('only listens when it is to send nothing', async (test) => {
    const { session, shown } = await bench(test, { main: 'print("name", input())\n' });
    await session.connect({ approach: 'listen' });
    expect(session.state.kind).toBe('running');
    await session.type(Buffer.from('Ada\r'));
    await until(() => shown().includes('name Ada'));
  });
});

describe.concurrent('a session', () => {
  it('survives the reset of its board', async (test) => {
    const { session, states } = await bench(test);
    await session.connect();
    states.length = 0;
    const lost = session.exec('import machine\nmachine.reset()').catch((error: unknown) => error);
    expect(await lost).toMatchObject({ code: 'connection-lost' });
    await becomes(session, 'ready');
    expect(states.map(({ kind }) => kind).filter((kind, at, all) => kind !== all[at - 1])).toEqual(
      expect.arrayContaining(['lost', 'connecting', 'ready']),
    );
    expect(states).toContainEqual({ kind: 'connecting', step: 'waiting for the board to come back', again: true });
    expect(await answer(session, '6*7')).toBe('42');
  });

  it('shows what main.py prints after the reset, and does not interrupt it', async (test) => {
    const { flash, session, shown } = await bench(test);
    await session.connect();
    writeFileSync(join(flash, 'main.py'), 'import time\nwhile True:\n    print("main runs")\n    time.sleep_ms(20)\n');
    await session.hardReset();
    await until(() => shown().includes('main runs'));
    await becomes(session, 'running');
    await session.stop();
    await becomes(session, 'ready');
  });
});
