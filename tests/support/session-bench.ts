/** A session on a scripted board and a clock that stands still, and the programs that its tests run. */
import { ManualClock } from '../../app/base/index.ts';
import { BoardSession } from '../../app/board/index.ts';
import { type BoardProgram, keyboardInterrupt, ScriptedBoard, type ScriptedBoardOptions } from './scripted-board.ts';

/** Lets everything that is due happen, without time. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}

export interface Bench {
  board: ScriptedBoard;
  clock: ManualClock;
  session: BoardSession;
  /** What the shell showed since the last call. */
  shown: () => string;
  /** The kinds of the states since the beginning. */
  states: string[];
}

export function bench(options: ScriptedBoardOptions = {}): Bench {
  const board = new ScriptedBoard(options);
  const clock = new ManualClock(1_000_000);
  const session = new BoardSession({ transport: board, clock });
  let text = '';
  session.onOutput((bytes) => {
    text += Buffer.from(bytes).toString('latin1');
  });
  const states: string[] = [];
  session.onDidChangeState((state) => {
    if (states.at(-1) !== state.kind) states.push(state.kind);
  });
  const shown = () => {
    const now = text;
    text = '';
    return now;
  };
  return { board, clock, session, shown, states };
}

export async function connected(options: ScriptedBoardOptions = {}): Promise<Bench> {
  const made = bench(options);
  await made.session.connect();
  made.shown();
  return made;
}

export const hello: BoardProgram = async (io) => {
  await io.print('hello\n');
  return null;
};
export const raising: BoardProgram = async (io) => {
  await io.print('so far');
  return { raises: 'ZeroDivisionError: divide by zero' };
};
export const endless: BoardProgram = async (io) => {
  await io.print('tick\n');
  await io.interrupted();
  return keyboardInterrupt;
};
/** Goes on after each Ctrl-C. */
export const stubborn =
  (times: number): BoardProgram =>
  async (io) => {
    for (let turn = 0; turn < times; turn++) {
      await io.interrupted();
      await io.print(`swallowed ${turn}\n`);
    }
    return null;
  };
export const traceback = 'Traceback (most recent call last):\n  File "<stdin>", line 1, in <module>\n';
