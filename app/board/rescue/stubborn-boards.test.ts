/** What a simulated board cannot be made to do: scripted boards that hang, answer garbage, or are no MicroPython at all. */
import { describe, expect, it } from 'vitest';
import { type BoardProgram, ScriptedBoard } from '../../../tests/support/scripted-board.ts';
import { bench, connected, hello, settle } from '../../../tests/support/session-bench.ts';
import { ManualClock } from '../../base/index.ts';
import { BoardSession } from '../session.ts';

/** Lets time pass until the promise settles. */
async function outcome(work: Promise<unknown>, clock: ManualClock, limitMs = 120_000): Promise<unknown> {
  let ended: { value: unknown } | null = null;
  work.then(
    (value) => {
      ended = { value };
    },
    (value: unknown) => {
      ended = { value };
    },
  );
  for (let ms = 0; ms < limitMs && ended === null; ms += 100) {
    await settle();
    clock.advance(100);
  }
  return (ended as { value: unknown } | null)?.value;
}

describe('a board', () => {
  it('whose core 1 prints into everything is reached through the garbage', async () => {
    const { session, board, clock } = bench({ programs: { 'print(1)': hello } });
    const chatter = setInterval(() => void board.say('core1 \r\n'), 1);
    try {
      expect(await outcome(session.connect(), clock)).toBeUndefined();
      expect(session.state).toEqual({ kind: 'ready' });
    } finally {
      clearInterval(chatter);
    }
  });

  it('whose soft reset hangs, as a thread on core 1 makes it, is given up with what to do', async () => {
    const { session, board, clock } = await connected({ programs: { x: hello } });
    board.hangsAtReset = true;
    const error = await outcome(session.run('x', { name: 'x' }), clock);
    expect(error).toMatchObject({ code: 'not-responding', message: expect.stringMatching(/core 1.*--no-reset/s) });
    expect(session.state.kind).toBe('lost');
  });

  it('that is no MicroPython says so', async () => {
    const shell: BoardProgram = async (io) => {
      for (;;) {
        await io.interrupted();
        await io.print('^C\nlogin: ');
      }
    };
    const { session, clock } = bench({ running: shell });
    expect(await outcome(session.connect(), clock)).toMatchObject({ code: 'not-micropython' });
    expect(session.state).toMatchObject({ kind: 'lost', remedy: expect.stringMatching(/MicroPython is installed/) });
  });

  it('that takes nothing of what is sent is told apart from one that says nothing', async () => {
    const board = new ScriptedBoard();
    board.refuses = true;
    const session = new BoardSession({ transport: board, clock: new ManualClock(0) });
    await expect(session.connect()).rejects.toMatchObject({
      code: 'not-responding',
      message: expect.stringMatching(/takes nothing/),
    });
  });

  it('that restarts before each answer is given up after a dozen times, with what it does', async () => {
    const clock = new ManualClock(0);
    const make = () => {
      const board = new ScriptedBoard({ running: () => new Promise(() => {}) });
      const { write } = board;
      board.write = async (bytes) => {
        await write.call(board, bytes);
        setImmediate(() => board.unplug());
      };
      return board;
    };
    const session = new BoardSession({ transport: make(), clock, findAgain: async () => make() });
    const steps: string[] = [];
    session.onDidChangeState((state) => state.kind === 'connecting' && steps.push(state.step));
    expect(await outcome(session.connect(), clock)).toMatchObject({
      code: 'board-resets',
      message: expect.stringMatching(/restarted 12 times/),
    });
    expect(steps).toContain('the board restarted; catching it as it comes back (12 of 12)');
  });
});
