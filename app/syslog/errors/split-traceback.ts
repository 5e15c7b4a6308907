/** A traceback that comes a line a message: which of the messages after its first belong to it, and what they say together. */
import { tracebackParts } from '../../traceback/index.ts';
import { TracebackFolder, type TracebackLine } from '../boards/traceback-fold.ts';

type Line = Pick<TracebackLine, 'id' | 'text' | 'receivedAtMs'>;

/** Whether this is the first line of one, and no more. */
export function beginsSplitTraceback(text: string): boolean {
  return tracebackParts.header.test(text);
}

/** The lines that go on with `first`, in order. `after`: what its board and app sent next. It is asked for no more than is needed. */
export function splitTracebackLines<T extends Line>(first: Line, after: Iterable<T>): T[] {
  const folder = new TracebackFolder();
  // All are of one sender.
  const take = ({ id, text, receivedAtMs }: Line) => folder.take({ id, sender: '', text, receivedAtMs });
  take(first);
  const lines: T[] = [];
  for (const line of after) {
    // Another one begins, and this one is over.
    if (beginsSplitTraceback(line.text)) break;
    if (take(line) !== null) lines.push(line);
    if (folder.firstOpenId(line.receivedAtMs) === null) break;
  }
  return lines;
}
