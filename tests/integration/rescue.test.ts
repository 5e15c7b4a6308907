/** Every way to get a board's attention, on a board that runs the real MicroPython and does what makes real ones unreachable. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BoardSession, type BoardState, type Transport } from '../../app/board/index.ts';
import { systemClock } from '../../main/platform/system-clock.ts';
import { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { SimulatedTransport } from '../../main/transports/simulated-transport.ts';

let flash: string;
let board: SimulatedBoard;
const sessions: BoardSession[] = [];

beforeAll(async () => {
  flash = mkdtempSync(join(tmpdir(), 'bramble-rescue-'));
  board = await SimulatedBoard.start({ name: 'rescue', flashFolder: flash });
});
afterAll(() => {
  board.dispose();
  rmSync(flash, { recursive: true });
});
afterEach(async () => {
  for (const session of sessions.splice(0)) session.dispose();
  for (const name of readdirSync(flash)) rmSync(join(flash, name), { recursive: true });
  await board.powerCycle();
});

const plug = (): Transport => new SimulatedTransport({ name: 'rescue', openLine: async () => board.openLine() });

interface Watched {
  session: BoardSession;
  states: BoardState[];
  shown: () => string;
  /** Resolves when the shell has shown the text. */
  shows: (text: string) => Promise<void>;
  /** Resolves at the next state of this kind. */
  becomes: (kind: BoardState['kind']) => Promise<void>;
}

function watched(): Watched {
  const session = new BoardSession({
    transport: plug(),
    clock: systemClock,
    findAgain: async () => plug(),
    rtcTime: () => [2031, 5, 6, 1, 7, 8, 9, 0],
  });
  sessions.push(session);
  let text = '';
  const states: BoardState[] = [];
  session.onDidChangeState((state) => states.push(state));
  session.onOutput((bytes) => {
    text += Buffer.from(bytes).toString('latin1');
  });
  const shows = (wanted: string) =>
    new Promise<void>((resolve) => {
      if (text.includes(wanted)) return resolve();
      const subscription = session.onOutput(() => {
        if (!text.includes(wanted)) return;
        subscription.dispose();
        resolve();
      });
    });
  const becomes = (kind: BoardState['kind']) =>
    new Promise<void>((resolve) => {
      const subscription = session.onDidChangeState((state) => {
        if (state.kind !== kind) return;
        subscription.dispose();
        resolve();
      });
    });
  return { session, states, shown: () => text, shows, becomes };
}

/** Switches the board on with this main.py or boot.py, and resolves when it runs. */
async function runs(main: string, boot = ''): Promise<void> {
  const sign = "open('/started', 'w').close()\n";
  const marked = main.includes('#started') ? main.replace('#started', sign) : sign + main;
  writeFileSync(join(flash, 'main.py'), boot === '' ? marked : main);
  writeFileSync(join(flash, 'boot.py'), boot === '' ? boot : sign + boot);
  await board.powerCycle();
  await expect.poll(() => existsSync(join(flash, 'started')), { timeout: 20_000 }).toBe(true);
}

async function answer(session: BoardSession, expression: string): Promise<string> {
  const { output } = await session.exec(`print(${expression})`);
  return Buffer.from(output).toString().trim();
}

describe('a board is brought to its prompt', () => {
  it.each([
    ['prints without end', 'n = 0\nwhile True:\n    print("spam", n)\n    n += 1\n', ''],
    ['never ends in silence', 'while True: pass\n', ''],
    ['sleeps', 'import time\ntime.sleep(1000)\n', ''],
    [
      'swallows KeyboardInterrupt and works on',
      'while True:\n    try:\n        for i in range(100): str(i)\n    except:\n        print("no")\n',
      '',
    ],
    [
      'masked Ctrl-C and reads',
      'import micropython\nmicropython.kbd_intr(-1)\n#started\nwhile True:\n    input("? ")\n',
      '',
    ],
    ['does not get past boot.py', 'print("main")\n', 'while True: pass\n'],
    ['restarts again and again', 'import machine, time\ntime.sleep_ms(400)\nmachine.reset()\n', ''],
    ['restarts again and again in boot.py', '', 'import machine, time\ntime.sleep_ms(400)\nmachine.reset()\n'],
  ])('that %s', async (_what, main, boot) => {
    await runs(main, boot);
    const { session } = watched();
    await session.connect();
    expect(session.state).toEqual({ kind: 'ready' });
    expect(await answer(session, '6*7')).toBe('42');
  });

  it('whose watchdog would restart it: the watchdog is stopped', async () => {
    await runs('from machine import WDT\nw = WDT(timeout=8000)\nwhile True: w.feed()\n');
    const { session } = watched();
    await session.connect();
    expect(await answer(session, '__import__("machine").mem32[0x40058000] >> 30 & 1')).toBe('0');
  });

  it('and its clock is set', async () => {
    const { session } = watched();
    await session.connect();
    expect(await answer(session, '__import__("machine").RTC().datetime()[:4]')).toBe('(2031, 5, 6, 1)');
  });
});

describe('a board that cannot be had', () => {
  it('is given up with the diagnosis, after every rung was told', async () => {
    await runs('import micropython, time\nmicropython.kbd_intr(-1)\n#started\nwhile True: time.sleep(1)\n');
    const { session, states } = watched();
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

describe('attaching', () => {
  it('leaves a program that prints alone, shows its output, and Stop interrupts it', async () => {
    await runs('import time\nn = 0\nwhile True:\n    print("tick", n)\n    n += 1\n    time.sleep_ms(20)\n');
    const { session, shown, shows } = watched();
    await session.connect({ approach: 'attach' });
    expect(session.state).toMatchObject({ kind: 'running' });
    await shows('tick 20');
    expect(shown()).not.toContain('KeyboardInterrupt');
    await session.stop();
    await expect.poll(() => session.state, { timeout: 20_000 }).toEqual({ kind: 'ready' });
    expect(Number(await answer(session, 'n'))).toBeGreaterThan(20);
  });

  it('leaves a silent program alone', async () => {
    await runs('n = 0\nwhile n < 10**9: n += 1\n');
    const { session } = watched();
    await session.connect({ approach: 'attach' });
    expect(session.state).toMatchObject({ kind: 'running', what: expect.stringContaining('prints nothing') });
    await session.stop();
    expect(Number(await answer(session, 'n'))).toBeGreaterThan(0);
  });

  it('finds an idle board at its prompt, which it shows once', async () => {
    const { session, shown } = watched();
    await session.connect({ approach: 'attach' });
    expect(session.state).toEqual({ kind: 'ready' });
    expect(session.firmware).toMatch(/^MicroPython v/);
    expect(shown().match(/Type "help\(\)"/g)).toHaveLength(1);
  });

  it('sees the end of the program, and sets the clock then', async () => {
    await runs('import time\nfor i in range(40):\n    print("tick", i)\n    time.sleep_ms(20)\n');
    const { session, becomes } = watched();
    const ready = becomes('ready');
    await session.connect({ approach: 'attach' });
    await ready;
    expect(await answer(session, '__import__("machine").RTC().datetime()[0]')).toBe('2031');
  });

  it('only listens when it is to send nothing', async () => {
    await runs('print("name", input())\n');
    const { session, shown } = watched();
    await session.connect({ approach: 'listen' });
    expect(session.state.kind).toBe('running');
    await session.type(Buffer.from('Ada\r'));
    await expect.poll(shown, { timeout: 20_000 }).toContain('name Ada');
  });
});

describe('a session', () => {
  it('survives the reset of its board', async () => {
    const { session, states } = watched();
    await session.connect();
    states.length = 0;
    const lost = session.exec('import machine\nmachine.reset()').catch((error: unknown) => error);
    expect(await lost).toMatchObject({ code: 'connection-lost' });
    await expect.poll(() => session.state.kind, { timeout: 20_000 }).toBe('ready');
    expect(states.map(({ kind }) => kind).filter((kind, at, all) => kind !== all[at - 1])).toEqual(
      expect.arrayContaining(['lost', 'connecting', 'ready']),
    );
    expect(states).toContainEqual({ kind: 'connecting', step: 'waiting for the board to come back', again: true });
    expect(await answer(session, '6*7')).toBe('42');
  });

  it('shows what main.py prints after the reset, and does not interrupt it', async () => {
    const { session, shows } = watched();
    await session.connect();
    writeFileSync(join(flash, 'main.py'), 'import time\nwhile True:\n    print("main runs")\n    time.sleep_ms(20)\n');
    await session.hardReset();
    await shows('main runs');
    await expect.poll(() => session.state.kind, { timeout: 20_000 }).toBe('running');
    await session.stop();
    await expect.poll(() => session.state, { timeout: 20_000 }).toEqual({ kind: 'ready' });
  });
});
