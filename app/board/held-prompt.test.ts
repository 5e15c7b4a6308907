import { describe, expect, it } from 'vitest';
import { firmware, ScriptedBoard } from '../../tests/support/scripted-board.ts';
import { type Bench, bench, connected, endless, hello, raising, settle } from '../../tests/support/session-bench.ts';
import { ManualClock } from '../base/index.ts';
import { BoardSession } from './session.ts';

const programs = { hello, endless, raising };
/** How often the raw prompt was asked for, and left, since the beginning. */
const moves = ({ received }: ScriptedBoard) => ({
  entered: received.split('\x03\x03\x01').length - 1,
  left: received.split('\x03\x02').length - 1,
});
const typed = (text: string) => new TextEncoder().encode(text);

/** A session that connected and did something at the raw prompt, which it holds until `letGo`. */
async function held(): Promise<Bench & { letGo: () => void; ended: Promise<void> }> {
  const made = bench({ programs });
  let letGo = () => {};
  const asked = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let isHeld = () => {};
  const begun = new Promise<void>((resolve) => {
    isHeld = resolve;
  });
  const ended = made.session.hold(async () => {
    await made.session.connect();
    await made.session.exec('hello');
    isHeld();
    await asked;
  });
  await begun;
  return { ...made, letGo, ended };
}

describe('a raw prompt that is held', () => {
  it('is entered once for connecting and all steps, and left at the end', async () => {
    const { session, board } = bench({ programs });
    const result = await session.hold(async () => {
      await session.connect();
      for (let step = 0; step < 3; step++) await session.exec('hello');
      expect({ moves: moves(board), state: session.state }).toEqual({
        moves: { entered: 1, left: 0 },
        state: { kind: 'ready' },
      });
      return 'all';
    });
    expect({ result, moves: moves(board) }).toEqual({ result: 'all', moves: { entered: 1, left: 1 } });
    await session.type(typed('hello\r'));
    await settle();
    expect(board.received).toMatch(/\x03\x02hello\r$/);
  });

  it('is entered by each operation, as long as nobody holds it', async () => {
    const { session, board } = await connected({ programs });
    for (let step = 0; step < 2; step++) await session.exec('hello');
    expect(moves(board)).toEqual({ entered: 3, left: 3 });
  });

  it('is left when the work fails between two steps', async () => {
    const { session, board } = await connected({ programs });
    const work = session.hold(async () => {
      await session.exec('hello');
      throw new Error('no such file here');
    });
    await expect(work).rejects.toThrow('no such file here');
    expect({ moves: moves(board), state: session.state }).toEqual({
      moves: { entered: 2, left: 2 },
      state: { kind: 'ready' },
    });
  });

  it('is left after a step that fails, for it may have left something unread, and is entered anew', async () => {
    const { session, board } = await connected({ programs });
    await session.hold(async () => {
      const failing = session.use({ what: 'x' }, async (raw) => {
        await raw.execute('hello');
        throw new Error('not what was expected');
      });
      await expect(failing).rejects.toThrow('not what was expected');
      expect(moves(board)).toEqual({ entered: 2, left: 2 });
      await session.exec('hello');
      await session.exec('hello');
    });
    expect(moves(board)).toEqual({ entered: 3, left: 3 });
  });

  it('is left when a step is cancelled in its midst', async () => {
    const { session, board } = await connected({ programs });
    const cancel = new AbortController();
    const work = session.hold(async () => {
      await session.exec('hello');
      await session.exec('endless', { signal: cancel.signal });
    });
    await settle();
    cancel.abort();
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    expect(moves(board).left).toBe(2);
    expect(session.state).toEqual({ kind: 'ready' });
    expect(await session.run('hello', { name: 'x' })).toEqual({ kind: 'finished' });
  });

  it('is left by a program, which ends at the friendly prompt', async () => {
    const { session, board, shown } = await connected({ programs });
    await session.hold(async () => {
      await session.exec('hello');
      expect(await session.run('hello', { name: 'x' })).toEqual({ kind: 'finished' });
      expect(moves(board)).toEqual({ entered: 2, left: 2 });
    });
    expect(shown()).toBe('\r\nhello\r\n>>> ');
  });

  it('is left for a soft reset that runs main.py', async () => {
    const { session } = await connected({ programs, main: hello });
    await session.hold(async () => {
      await session.exec('hello');
      await session.softReset({ until: 'prompt' });
    });
    expect(session.state).toEqual({ kind: 'ready' });
  });

  it('is found again by the whole way when something came in between that nobody asked for', async () => {
    const { session, board, letGo, ended } = await held();
    await board.say('\r\nMPY: soft reboot\r\nraw REPL; CTRL-B to exit\r\n>');
    await session.exec('hello');
    expect(moves(board)).toEqual({ entered: 2, left: 0 });
    letGo();
    await ended;
    expect(moves(board)).toEqual({ entered: 2, left: 1 });
  });

  it('keeps what is typed from the board until it is left', async () => {
    const { session, board, letGo, ended } = await held();
    const typing = session.type(typed('hello\r'));
    await settle();
    expect(board.received).not.toContain('hello\r');
    letGo();
    await Promise.all([ended, typing]);
    await settle();
    expect(board.received).toMatch(/\x03\x02hello\r$/);
  });

  it('is no program that could be stopped', async () => {
    const { session, letGo, ended } = await held();
    await session.stop();
    expect(session.state).toEqual({ kind: 'ready' });
    letGo();
    await ended;
  });

  it('tells the firmware and shows the prompt when it is left', async () => {
    const { session, shown, letGo, ended } = await held();
    expect(shown()).toBe('');
    letGo();
    await ended;
    expect({ shown: shown(), firmware: session.firmware }).toEqual({ shown: '>>> ', firmware });
  });

  it('that does not become the friendly one gives the board up', async () => {
    const { session, board, clock, letGo, ended } = await held();
    board.takes = new Promise(() => {});
    letGo();
    await settle();
    clock.advance(5_000);
    await ended;
    expect(session.state).toMatchObject({ kind: 'lost', reason: 'The board does not come back to its prompt.' });
  });

  it('on a cable that is pulled between two steps is over at once, and the next step says so', async () => {
    const { session, board, letGo, ended } = await held();
    board.unplug();
    await expect(session.exec('hello')).rejects.toMatchObject({ code: 'connection-lost' });
    letGo();
    await ended;
    expect(session.state).toMatchObject({ kind: 'lost' });
  });

  it('on a cable that is pulled in a step does not wait for the board to come back', async () => {
    const board = new ScriptedBoard({ programs });
    let asked = 0;
    const findAgain = () => {
      asked++;
      return new Promise<never>(() => {});
    };
    const session = new BoardSession({ transport: board, clock: new ManualClock(1_000_000), findAgain });
    const work = session.hold(async () => {
      await session.connect();
      await session.exec('endless');
    });
    const failed = expect(work).rejects.toMatchObject({ code: 'connection-lost' });
    await settle();
    board.unplug();
    await failed;
    await settle();
    expect(asked).toBe(1);
    session.dispose();
  });

  it('is left by an operation that ends in the moment in which nobody holds it any more', async () => {
    const { session, board } = await connected({ programs });
    const { promise, resolve } = Promise.withResolvers<void>();
    const others = session.use({ what: 'x' }, () => promise);
    await settle();
    const ended = session.hold(() => promise);
    resolve();
    await Promise.all([others, ended]);
    await settle();
    expect({ moves: moves(board), state: session.state }).toEqual({
      moves: { entered: 2, left: 2 },
      state: { kind: 'ready' },
    });
  });

  it('keeps nobody who held it waiting for a program whose turn is next', async () => {
    const { session, board } = await connected({ programs });
    const [step, ready] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const ended = session.hold(() => ready.promise);
    const others = session.use({ what: 'x' }, () => step.promise);
    await settle();
    const program = session.run('endless', { name: 'x' });
    session.onDidChangeState(({ kind }) => kind === 'ready' && ready.resolve());
    step.resolve();
    await Promise.all([others, ended]);
    await settle();
    expect(session.state).toMatchObject({ kind: 'running' });
    await session.stop();
    expect(await program).toEqual({ kind: 'stopped' });
    expect(moves(board)).toEqual({ entered: 2, left: 2 });
  });

  it('is left when what comes next gives up its turn in the moment in which nobody holds it any more', async () => {
    const { session, board } = await connected({ programs });
    const cancel = new AbortController();
    const [step, ready] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const ended = session.hold(() => ready.promise).then(() => cancel.abort());
    const others = session.use({ what: 'x' }, () => step.promise);
    await settle();
    const next = session.exec('hello', { signal: cancel.signal });
    session.onDidChangeState(({ kind }) => kind === 'ready' && ready.resolve());
    step.resolve();
    await expect(Promise.all([others, ended, next])).rejects.toMatchObject({ code: 'cancelled' });
    await settle();
    expect(moves(board)).toEqual({ entered: 2, left: 2 });
  });
});
