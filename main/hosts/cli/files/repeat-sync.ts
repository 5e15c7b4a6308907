/** `bramble sync --watch` and `--run`: a sync after each save, and a program that is run anew after each sync. */
import { DisposableStore, describeError } from '../../../../app/base/index.ts';
import type { BoardSession } from '../../../../app/board/index.ts';
import { watchFolder } from '../../../services/project/folder-watch.ts';
import { ignoreFile } from '../../../services/sync/computer-folder.ts';
import type { CommandContext } from '../context.ts';
import { readProgram } from '../program-source.ts';
import { showTraceback } from '../traceback.ts';

export interface RepeatSyncOptions {
  session: BoardSession;
  context: CommandContext;
  folder: string;
  /** The program of this computer to run after each sync. */
  run: string | null;
  /** Without waiting for a change. */
  once: boolean;
  sync: () => Promise<boolean>;
  signal: AbortSignal;
}

/** Editors save in several steps. */
const settlingMs = 100;

/** Resolves when the command is to end, or after the first round when there is to be only one. */
export async function repeatSync({
  session,
  context,
  folder,
  run,
  once,
  sync,
  signal,
}: RepeatSyncOptions): Promise<void> {
  const { output } = context;
  const owned = new DisposableStore();
  const changes = new Changes(signal);
  if (!once) owned.add(watchFolder({ root: folder, isIgnored, onChange: () => changes.tell() }));
  try {
    for (;;) {
      changes.begin();
      await round();
      if (once) return;
      if (run === null) output.note('Waiting for changes; Ctrl-C ends.\n');
      await changes.next();
      if (signal.aborted) return;
    }
  } finally {
    owned.dispose();
  }

  async function round(): Promise<void> {
    try {
      await sync();
    } catch (error) {
      // A file that is half typed or a full flash is mended by the next save; a lost board is not.
      if (once || signal.aborted || session.state.kind !== 'ready') throw error;
      output.say(describeError(error).message);
      return;
    }
    if (run === null) return;
    if (once) context.exitCode = await runAgain(run);
    else await runUntilChanged(run);
  }

  async function runUntilChanged(file: string): Promise<void> {
    const running = runAgain(file);
    try {
      const first = await Promise.race([running, changes.next()]);
      if (first !== undefined) return;
      if (session.state.kind === 'running') await session.stop();
      await running;
    } catch (error) {
      // Ctrl-C is the proper end of watching, also while the program runs.
      if (!signal.aborted) throw error;
    }
  }

  async function runAgain(file: string): Promise<number> {
    const { source, name } = await readProgram(file, context.stdin, signal);
    const printed = output.boardBytes({ lf: false });
    const result = await session.run(source, { name: file, signal, onOutput: (bytes) => printed.write(bytes) });
    await printed.end();
    if (result.kind === 'raised') showTraceback(output, result.traceback, name ?? file);
    return { finished: 0, raised: 1, stopped: 130 }[result.kind];
  }
}

function isIgnored(name: string): boolean {
  return (name.startsWith('.') && name !== ignoreFile) || name === '__pycache__';
}

/** Whether something changed since a round began; a burst of changes is one. */
class Changes {
  #changed = false;
  #wake: (() => void) | null = null;
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#wake?.(), { once: true });
  }

  begin(): void {
    this.#changed = false;
  }

  tell(): void {
    if (this.#changed) return;
    this.#changed = true;
    setTimeout(() => this.#wake?.(), settlingMs);
  }

  /** Resolves at a change since `begin`, or when the command is to end. */
  async next(): Promise<undefined> {
    if (this.#signal.aborted) return;
    if (this.#changed) await new Promise((resolve) => setTimeout(resolve, settlingMs));
    else await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}
