/** What a board's file system refuses, by its error numbers, as sentences for people. */
import { BrambleError, type ErrorCode } from '../base/index.ts';

interface Refusal {
  code: ErrorCode;
  says: (path: string) => string;
}

/** The numbers are Linux's, which MicroPython and littlefs use on every board (`errno` lists some of them). */
const refusals: Readonly<Record<number, Refusal>> = {
  2: {
    code: 'board-file-not-found',
    says: (path) =>
      `There is no ${path} on the board, or a folder on the way to it is missing. List the folder to see what is there.`,
  },
  17: {
    code: 'board-file-exists',
    says: (path) => `${path} is already on the board. Remove it first, or choose another name.`,
  },
  20: {
    code: 'board-not-directory',
    says: (path) =>
      `A file on the board stands where ${path} needs a folder. Remove or rename that file, or choose another path.`,
  },
  21: {
    code: 'board-is-directory',
    says: (path) =>
      `${path} on the board is a folder, and a file is needed. Name a file in it, or choose another name.`,
  },
  28: {
    code: 'board-flash-full',
    says: (path) => `The board's flash has no room for ${path}. Remove files that you do not need.`,
  },
  39: {
    code: 'board-directory-not-empty',
    says: (path) => `The folder ${path} on the board is not empty. Remove what it holds first.`,
  },
  12: {
    code: 'board-out-of-memory',
    says: (path) => `The board ran out of memory over ${path}. Soft-reset it and try again.`,
  },
  36: {
    code: 'usage',
    says: (path) => `The name ${path} is too long for the board's file system. Choose a shorter one.`,
  },
  22: {
    code: 'usage',
    says: (path) => `The board's file system cannot do this with ${path}. Choose another name or place.`,
  },
  30: {
    code: 'not-supported',
    says: (path) => `The file system that holds ${path} on the board can only be read. Choose another place.`,
  },
  19: {
    code: 'not-supported',
    says: (path) => `The board has no file system at ${path}. Install MicroPython anew, which makes one.`,
  },
};

/** Read-only file systems answer with either of these besides EROFS. */
const alike: Readonly<Record<number, number>> = { 1: 30, 13: 30, 95: 22 };

/** The error for an `OSError` of the board about `path`. */
export function boardFileError(errno: number, path: string): BrambleError {
  const refusal = refusals[alike[errno] ?? errno];
  if (refusal !== undefined) return new BrambleError(refusal.code, refusal.says(path));
  return new BrambleError(
    'board-file-damaged',
    `The board's file system failed over ${path} with error number ${errno}. Read what matters, then install MicroPython anew, which makes a fresh file system.`,
  );
}

export function flashFull(path: string, needsBytes: number, freeBytes: number): BrambleError {
  return new BrambleError(
    'board-flash-full',
    `${path} needs ${kilobytes(needsBytes)}, and ${kilobytes(freeBytes)} are free on the board's flash. Remove files that you do not need; the old ${path}, if there was one, is as it was.`,
  );
}

/** `freeBytes` null when it is not known. */
export function syncDoesNotFit(needsBytes: number, freeBytes: number | null): BrambleError {
  const free = freeBytes === null ? 'less is free' : `${kilobytes(freeBytes)} are free`;
  return new BrambleError(
    'board-flash-full',
    `What is to be sent needs ${kilobytes(needsBytes)}, and ${free} on the board's flash, where the old files stay until all the new ones are whole. Nothing was changed. Remove files that you do not need, or sync with --in-place, which replaces one file after the other.`,
  );
}

export function damagedInTransit(path: string): BrambleError {
  return new BrambleError(
    'board-file-damaged',
    `What arrived of ${path} is not what was sent (SHA-256 differs), so nothing was changed. Try again; if it happens again, try another cable.`,
  );
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KB`;
}

/** The error for code of Bramble's own that raised on the board. */
export function snippetFailure(traceback: string, what: string): BrambleError {
  const raised = traceback.trim().split('\n').at(-1) ?? '';
  if (raised.startsWith('MemoryError')) {
    return new BrambleError(
      'board-out-of-memory',
      `The board has too little memory left for "${what}". Soft-reset it and try again.`,
    );
  }
  return new BrambleError(
    'protocol',
    `"${what}" failed on the board with "${raised}". Soft-reset the board and try again.`,
  );
}
