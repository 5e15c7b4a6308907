/** Whether two errors of a board are of one crash. */
import type { LoggedError } from './error-tally.ts';
import { type Frame, readTraceback, type Traceback } from './traceback.ts';

/** False where there is no traceback; it costs less than to find that there is one. */
export function mayBeCrash(text: string): boolean {
  return text.includes('Traceback (most recent call last):');
}

/**
 * Whether they have the same exception, raised by the same calls in the same lines. One of them may have fewer of the outer calls:
 * where a program catches an exception it has gone through fewer of them than where it ends the program, and long ones are cut there.
 */
export function isOneCrash(one: LoggedError, other: LoggedError): boolean {
  if (one.text === other.text) return true;
  const [a, b] = [tracebackOf(one), tracebackOf(other)];
  if (a === null || b === null || a.exception !== b.exception) return false;
  const depth = Math.min(a.frames.length, b.frames.length);
  if (depth === 0) return a.frames.length === b.frames.length;
  const inner = b.frames.slice(-depth);
  return a.frames.slice(-depth).every((frame, index) => isSame(frame, inner[index]));
}

/** One is compared with many. */
const read = new WeakMap<LoggedError, Traceback | null>();

function tracebackOf(error: LoggedError): Traceback | null {
  const known = read.get(error);
  if (known !== undefined) return known;
  const traceback = readTraceback(error.text);
  read.set(error, traceback);
  return traceback;
}

function isSame(frame: Frame, other: Frame | undefined): boolean {
  return frame.named === other?.named && frame.line === other.line && frame.inFunction === other.inFunction;
}
