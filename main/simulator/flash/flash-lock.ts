/** Keeps two processes from running boards on one flash folder: a file beside the folder that names its holder. */
import path from 'node:path';
import { BrambleError, type Disposable } from '../../../app/base/index.ts';
import { isHolder, type LockHolder, takeLock } from '../../platform/lock-file.ts';

export interface FlashLockOptions {
  flashFolder: string;
  /** The board's name, for the sentence that the other process shows. */
  name: string;
  pid?: number;
}

/**
 * Takes the lock of a flash folder, making the folder that it lies in; released by dispose. Throws `port-busy` when a living process
 * holds it, `file-unreadable` when the folder cannot be written.
 */
export function lockFlash({ flashFolder, name, pid = process.pid }: FlashLockOptions): Disposable {
  const file = `${path.resolve(flashFolder)}.lock`;
  const taken = take(file, name, pid);
  if (isHolder(taken)) throw busy(taken.pid, name, file);
  return taken;
}

function take(file: string, name: string, pid: number): Disposable | LockHolder {
  try {
    return takeLock(file, { pid, name });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BrambleError(
      'file-unreadable',
      `The folder of the simulated board "${name}" cannot be written (${reason}). Choose another place for its flash.`,
      { cause },
    );
  }
}

function busy(pid: number, name: string, file: string): BrambleError {
  const who = pid === process.pid ? 'this program' : `another program (process ${pid})`;
  return new BrambleError(
    'port-busy',
    `The simulated board "${name}" is already running in ${who}. Use that one, end it, or choose another name (sim:NAME). If no such program runs, delete ${file}.`,
  );
}
