/** What a traceback says: where it came from, and the exception. The text is a board's, so only so much of it is read. */
import { hasTraceback } from '../../traceback/index.ts';
import { fileOfBoard } from '../boards/source-links.ts';

export interface Frame {
  /** The file, without what only says where the board's files lie. */
  file: string;
  /** As the board names it. */
  named: string;
  line: number;
  /** `<module>` outside of functions; null where the board does not tell. */
  inFunction: string | null;
}

export interface Traceback {
  /** Innermost last. */
  frames: Frame[];
  /** Such as `OSError`; empty where the traceback is cut off before it. */
  type: string;
  /** Of an OSError. */
  errno: number | null;
  /** The line of the exception: `OSError: [Errno 116] ETIMEDOUT`. */
  exception: string;
  /** Below a frame stands its line of the program, as CPython writes it. */
  hasSource: boolean;
}

/** The depth of a recursion that ends on a board, and more than a person reads. */
const mostFrames = 200;
const mostLines = 2 * mostFrames + 50;
/** A traceback stands at the end of what is read of a text. */
const readCharacters = 16_384;
const longestException = 300;

const header = 'Traceback (most recent call last):';
const framePattern = /^\s*File "([^"]{1,255})", line (\d{1,7})(?:, in (\S.{0,99}))?/;
const exceptionPattern = /^([A-Za-z_][\w.]{0,99})(?::(.*))?$/s;
/** `[Errno 5] EIO`, `28`, `(-29312, 'MBEDTLS_ERR_SSL_CONN_EOF')`. */
const errnoPattern = /^\s*(?:\[Errno |\()?(-?\d{1,6})(?![\w.])/;

/** The last traceback of a text, the one that ended a program; null where there is none. */
export function readTraceback(text: string): Traceback | null {
  if (!hasTraceback(text)) return null;
  const start = text.lastIndexOf(header);
  const lineStart = text.lastIndexOf('\n', start) + 1;
  const [first = '', ...lines] = text.slice(lineStart, start + readCharacters).split(/\r?\n/, mostLines);
  // Some senders put a space before each line.
  const indent = indentOf(first);
  const frames: Frame[] = [];
  let hasSource = false;
  for (const line of lines) {
    const frame = frameOf(line);
    if (frame !== null) {
      if (frames.push(frame) > mostFrames) frames.splice(mostFrames / 2, 1);
    } else if (line.trim() !== '') {
      if (indentOf(line) <= indent) return { frames, hasSource, ...exceptionOf(line.trim()) };
      hasSource = true;
    }
  }
  return { frames, hasSource, type: '', errno: null, exception: '' };
}

function frameOf(line: string): Frame | null {
  const [, file, number, inFunction = null] = framePattern.exec(line.slice(0, 500)) ?? [];
  if (file === undefined) return null;
  return { file: fileOfBoard(file), named: file, line: Number(number), inFunction: inFunction?.trimEnd() ?? null };
}

function exceptionOf(line: string): Pick<Traceback, 'type' | 'errno' | 'exception'> {
  const exception = line.slice(0, longestException);
  const [, type = '', message = ''] = exceptionPattern.exec(exception) ?? [];
  const errno = type === 'OSError' ? errnoPattern.exec(message)?.[1] : undefined;
  return { type, errno: errno === undefined ? null : Number(errno), exception };
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
