/**
 * One Bramble at a time on a serial port: a file in the data folder that says which process has it and what for. The system's own lock
 * (flock, TIOCEXCL) keeps others out too, but does not say who is in.
 */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { BrambleError, type Disposable, toDisposable } from '../../app/base/index.ts';
import { isHolder, takeLock } from './lock-file.ts';

/** Takes a port's lock; throws `port-busy` with who has it. */
export type LockPort = (path: string) => Disposable;

/** `what` is what this process does with the port, such as `bramble run main.py`. */
export function portLocks(dataFolder: string, what: string, pid = process.pid): LockPort {
  return (path) => {
    const file = join(dataFolder, 'ports', `${encodeURIComponent(realPathOf(path))}.lock`);
    const taken = attempt(file, { pid, what, since: new Date().toISOString() });
    if (!isHolder(taken)) return taken;
    const who = taken.pid === pid ? 'This Bramble' : 'Another Bramble';
    const doing = typeof taken.what === 'string' ? `, "${taken.what}"` : '';
    const since = typeof taken.since === 'string' ? ` since ${timeOf(taken.since)}` : '';
    throw new BrambleError(
      'port-busy',
      `${who} (process ${taken.pid}${doing}) has ${path} open${since}. Use the board there, or end that program and try again.`,
    );
  };
}

/** A data folder that cannot be written keeps nobody from the board: the system's own lock is left. */
function attempt(file: string, holder: { pid: number; what: string; since: string }) {
  try {
    return takeLock(file, holder);
  } catch {
    return toDisposable(() => {});
  }
}

/** Links such as /dev/serial/by-id/… mean the same port. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function timeOf(iso: string): string {
  return new Date(iso).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}
