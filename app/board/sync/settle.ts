/**
 * Ends on a board what an earlier connection left unfinished, and says what it was: a staged change is completed or taken back, half
 * a file removed.
 */
import type { BrambleError } from '../../base/index.ts';
import { boardFolderOf } from '../board-path.ts';
import { concat, encode } from '../bytes.ts';
import { boardFileError } from '../file-errors.ts';
import { pythonString } from '../python-literal.ts';
import type { RawBoard } from '../raw-board.ts';
import { execSnippet } from '../snippet-answers.ts';
import { packedSource } from '../transfer/packed-source.ts';
import type { Deflate } from '../transfer/upload-stream.ts';
import { settleAgent } from './settle-agent.ts';

/** What was left, and has an end now. */
export interface SettledChange {
  kind: 'completed' | 'taken-back' | 'upload-dropped';
  /** Says what happened, for people. */
  message: string;
}

export interface SettleOutcome {
  settled: SettledChange | null;
  /** The first thing that could not be done. */
  failure: BrambleError | null;
}

const what = 'Ending an interrupted change';

/** Settles what `leftoversSource` found, on each file system where it found something. Null when that was nothing. */
export async function settleFound(raw: RawBoard, left: readonly unknown[]): Promise<SettledChange | null> {
  const [noted, ...paths] = left;
  if (paths.length === 0) return settledOf(noted);
  const tops = new Set(paths.map((path) => boardFolderOf(String(path))));
  let first: SettledChange | null = null;
  for (const top of tops) {
    const { settled, failure } = await settle(raw, top === '/' ? '' : top);
    await forgetNote(raw);
    if (failure?.code === 'board-flash-full') throw failure;
    first ??= settled;
  }
  return first ?? settledOf(noted);
}

export function isLeftovers(value: unknown): value is { left: unknown[] } {
  return typeof value === 'object' && value !== null && 'left' in value && Array.isArray(value.left);
}

/**
 * Performs the journal, or takes back what was staged without one. May be begun anew at any time. With `deflate` less is sent, to a board
 * that knows it and has the memory; another one raises.
 */
export async function settle(
  raw: RawBoard,
  base: string,
  { cleaningUp = false, deflate = null }: { cleaningUp?: boolean; deflate?: Deflate | null } = {},
): Promise<SettleOutcome> {
  const outcome: SettleOutcome = { settled: null, failure: null };
  const onValue = (value: unknown) => {
    if (!Array.isArray(value)) return;
    const [kind, path, errno]: unknown[] = value;
    if (kind === 'f' && typeof path === 'string') outcome.failure ??= boardFileError(Number(errno), path);
    else outcome.settled = settledOf(value);
  };
  const start = encode(`try:_bramble(${pythonString(base)})\nfinally:del _bramble\n`);
  await execSnippet(raw, concat([packedSource(settleAgent, deflate), start]), what, { onValue, cleaningUp });
  return outcome;
}

/** Takes away the note that settle and upload agents leave for whoever comes next. */
export async function forgetNote(raw: RawBoard): Promise<void> {
  await raw.execute(`globals().pop('_bramble_left',0)\n`, { cleaningUp: true });
}

const takenBack: SettledChange = {
  kind: 'taken-back',
  message: 'An interrupted upload was taken back. The board holds what it held before.',
};

function settledOf(note: unknown): SettledChange | null {
  if (typeof note === 'string' && note.startsWith('/') && !note.startsWith('/.bramble-')) {
    const message = `An upload of ${note} was interrupted. The board holds what it held before.`;
    return { kind: 'upload-dropped', message };
  }
  if (typeof note === 'string') return takenBack;
  if (!Array.isArray(note)) return null;
  const [kind, count]: unknown[] = note;
  const things = `${Number(count)} ${Number(count) === 1 ? 'change' : 'changes'}`;
  if (kind === 'c') {
    return { kind: 'completed', message: `An interrupted sync was completed: ${things} took effect on the board.` };
  }
  return kind === 'b' ? takenBack : null;
}
