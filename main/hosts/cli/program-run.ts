/** Runs a program on the board for `run` and `exec`: output to stdout, traceback to stderr, keys and Ctrl-C to the board. */
import type { Command } from 'commander';
import { DisposableStore } from '../../../app/base/index.ts';
import type { BoardSession } from '../../../app/board/index.ts';
import type { Scenario } from '../../../app/simulator/index.ts';
import { isForSeveral, type OpenBoard, withEachBoard } from './board-command.ts';
import type { CommandContext } from './context.ts';
import { forwardInput } from './program-input.ts';
import type { ProgramOptions } from './program-options.ts';
import type { PlayedScenario } from './scenario/played-scenario.ts';
import { showTraceback } from './traceback.ts';

export interface ProgramRun {
  command: Command;
  context: CommandContext;
  source: string;
  /** What its frames in a traceback are called; null keeps the board's `<stdin>`. */
  name: string | null;
  options: ProgramOptions;
  /** What happens to a simulated board meanwhile. */
  scenario?: Scenario | null;
}

/** Resolves with the exit code; of several boards, the worst. */
export function runProgram({ command, context, source, name, options, scenario }: ProgramRun): Promise<number> {
  // What is typed can go to one board only.
  const takesInput = !isForSeveral(command) && (options.input ?? context.stdin.isTTY);
  const work = async (board: OpenBoard, own: CommandContext): Promise<number> => {
    const { session, signal } = board;
    const { output } = own;
    const printed = output.boardBytes({ lf: options.lf === true });
    const played = scenario ? await playedOn(board, scenario, own) : null;
    const steering = steer(session, own, takesInput);
    const run = async () => {
      const result = await session.run(source, {
        name: name ?? command.name(),
        softResetFirst: options.reset,
        signal: played === null ? signal : AbortSignal.any([signal, played.ended]),
        ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout }),
        onStarted: () => played?.begin(),
        onOutput: (bytes) => {
          played?.hear(bytes);
          return printed.write(bytes);
        },
      });
      if (result.kind === 'raised') showTraceback(output, result.traceback, name);
      return result;
    };
    try {
      const exitCode = { finished: 0, raised: 1, stopped: 130 };
      return await (played === null ? run().then(({ kind }) => exitCode[kind]) : played.exitCodeOf(run(), exitCode));
    } finally {
      steering.dispose();
      played?.dispose();
      await printed.end();
    }
  };
  return withEachBoard(command, context, work, { holdsPrompt: true });
}

async function playedOn(board: OpenBoard, scenario: Scenario, { output }: CommandContext): Promise<PlayedScenario> {
  const { PlayedScenario } = await import('./scenario/played-scenario.ts');
  return PlayedScenario.on(await board.simulated(), scenario, output);
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
