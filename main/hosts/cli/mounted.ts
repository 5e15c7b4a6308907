/** What `bramble mount` does with its board: mounts, then a prompt, a program or a line of Python. */
import { BrambleError } from '../../../app/base/index.ts';
import { BoardMount, type BoardSession, MountedTransport, type Transport } from '../../../app/board/index.ts';
import { ComputerFolderServer } from '../../services/mount/computer-folder-server.ts';
import type { OpenBoard } from './board-command.ts';
import { type CommandContext, endOf } from './context.ts';
import { readProgram } from './program-source.ts';
import { ReplTerminal } from './repl-terminal.ts';
import { showTraceback } from './traceback.ts';

export interface MountRequest {
  folder: string;
  context: CommandContext;
  run?: string;
  exec?: string;
}

export interface Mounted {
  wrap: (line: Transport) => Transport;
  prepare: (session: BoardSession) => void;
  showsShell: boolean;
  work: (board: OpenBoard) => Promise<void>;
  dispose: () => Promise<void>;
}

export async function runMounted({ folder, context, run, exec }: MountRequest): Promise<Mounted> {
  const server = await ComputerFolderServer.of(folder).catch((cause: unknown) => {
    throw new BrambleError('file-not-found', `There is no folder ${folder} here. Check the path.`, { cause });
  });
  const program = run === undefined ? null : await readProgram(run, context.stdin, endOf(context));
  const terminal = new ReplTerminal(context);
  const isRepl = program === null && exec === undefined;
  return {
    wrap: (line) => new MountedTransport(line, server),
    prepare: (session) => {
      if (isRepl) terminal.attach(session);
    },
    showsShell: isRepl,
    dispose: () => server.dispose(),
    async work({ session, signal }) {
      const mount = new BoardMount(session);
      if (!isRepl) await session.exec('', { softResetFirst: true, signal });
      await mount.ensure(signal);
      try {
        if (isRepl) {
          context.output.note(`${folder} is /remote on the board. Ctrl-] or Ctrl-X leaves.\n`);
          await terminal.talk(session, signal);
        } else {
          await runOn(session, program?.source ?? exec ?? '', program?.name ?? null, signal);
        }
      } finally {
        if (session.state.kind === 'ready') await mount.unmount();
        else mount.dispose();
      }
    },
  };

  async function runOn(session: BoardSession, source: string, name: string | null, signal: AbortSignal): Promise<void> {
    const printed = context.output.boardBytes({ lf: false });
    const takeover = context.interruption.takeOver(() => void session.interrupt().catch(() => {}));
    try {
      const result = await session.run(source, {
        name: name ?? 'exec',
        softResetFirst: false,
        signal,
        onOutput: (bytes) => printed.write(bytes),
      });
      if (result.kind === 'raised') showTraceback(context.output, result.traceback, name);
      context.exitCode = { finished: 0, raised: 1, stopped: 130 }[result.kind];
    } finally {
      takeover.dispose();
      await printed.end();
    }
  }
}
