/** Runs a program on the board for `run` and `exec`: output to stdout, traceback to stderr, keys and Ctrl-C to the board. */
import type { Command } from 'commander';
import { DisposableStore } from '../../../app/base/index.ts';
import type { BoardSession } from '../../../app/board/index.ts';
import { isForSeveral, withEachBoard } from './board-command.ts';
import type { CommandContext } from './context.ts';
import { forwardInput } from './program-input.ts';
import type { ProgramOptions } from './program-options.ts';
import { nameProgram } from './traceback.ts';

export interface ProgramRun {
  command: Command;
  context: CommandContext;
  source: string;
  /** What its frames in a traceback are called; null keeps the board's `<stdin>`. */
  name: string | null;
  options: ProgramOptions;
}

/** Resolves with the exit code; of several boards, the worst. */
export function runProgram({ command, context, source, name, options }: ProgramRun): Promise<number> {
  // What is typed can go to one board only.
  const takesInput = !isForSeveral(command) && (options.input ?? context.stdin.isTTY);
  return withEachBoard(command, context, async ({ session, signal }, own) => {
    const { output } = own;
    const printed = output.boardBytes({ lf: options.lf === true });
    const steering = steer(session, own, takesInput);
    try {
      const result = await session.run(source, {
        name: name ?? command.name(),
        softResetFirst: options.reset,
        signal,
        ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout }),
        onOutput: (bytes) => printed.write(bytes),
      });
      if (result.kind === 'raised') output.note(name === null ? result.traceback : nameProgram(result.traceback, name));
      return { finished: 0, raised: 1, stopped: 130 }[result.kind];
    } finally {
      steering.dispose();
      await printed.end();
    }
  });
}

/** Ctrl-C interrupts the program, and what is typed goes to it, until the Disposable ends. */
function steer(session: BoardSession, context: CommandContext, input: boolean): DisposableStore {
  const { stdin, interruption } = context;
  const owned = new DisposableStore();
  // A line that is broken already is told by the run itself.
  owned.add(interruption.takeOver(() => void session.interrupt().catch(() => {})));
  if (input) {
    const onInterrupt = () => interruption.press();
    owned.add(forwardInput({ stdin, send: (bytes) => session.type(bytes, { to: 'program' }), onInterrupt }));
  }
  return owned;
}
