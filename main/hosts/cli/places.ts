/**
 * Where a path of `bramble fs` lies: on the board (it begins with `:`, as in mpremote) or on this computer. Pure text; looks
 * at no file.
 */
import { BrambleError } from '../../../app/base/index.ts';

export interface Place {
  side: 'board' | 'computer';
  /** On the board absolute and tidy, `/lib/x.py`; on this computer as it was given. */
  path: string;
  /** Written with a `/` at its end, or naming a folder by its nature (`:`, `.`, `..`): only a folder will do. */
  meansFolder: boolean;
}

/** Reads a path that begins with `:` as the board's and any other as this computer's. Throws `usage`. */
export function parsePlace(text: string): Place {
  if (text === '')
    throw new BrambleError('usage', 'A path is empty. Use ":" for the board’s top folder, "." for here.');
  if (text.startsWith(':')) return boardPlace(text.slice(1));
  return { side: 'computer', path: text, meansFolder: /(^|[/\\])\.{0,2}$/.test(text) };
}

/** Reads a path where only the board's make sense, so that the `:` may be left out. Gives it absolute and tidy. */
export function parseBoardPath(text: string): string {
  return boardPlace(text.startsWith(':') ? text.slice(1) : text).path;
}

/** Writes a board's absolute path as people type it: `:/lib/x.py`. */
export function boardPathForPeople(path: string): string {
  return `:${path}`;
}

function boardPlace(text: string): Place {
  if (text.includes('\0')) throw new BrambleError('usage', 'A path on the board cannot hold a NUL character.');
  const parts: string[] = [];
  for (const part of text.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return { side: 'board', path: `/${parts.join('/')}`, meansFolder: /(^|\/)\.{0,2}$/.test(text) };
}
