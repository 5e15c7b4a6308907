/** Which kind of error a line is: what it has in common with others that went wrong in the same way. */
import { runFromHere } from '../boards/source-links.ts';
import { boardOfSerial } from '../via.ts';
import { lineTerm, tracebackTerm } from './kind-term.ts';
import { maskedParts, maskedText } from './mask.ts';
import { readTraceback, type Traceback } from './traceback.ts';

/** A place in a program, to be looked up among the project's files: the name is a board's, never a path to open. */
export interface ErrorPlace {
  file: string;
  line: number;
  inFunction: string | null;
  /** As the board names the file. */
  named: string;
  /** The program that was run from here, and that the board names `<stdin>`; null for any other. */
  program: string | null;
}

/** A line that is an error, or a traceback. */
export interface ErrorLine {
  text: string;
  appName: string | null;
  /** The sender's, as of a SyslogRow. */
  address: string;
  /** The traceback came a line a message, and `text` has them all. */
  isSplit: boolean;
  /** The program that was run from here, where what the board printed tells it; a row of that names it as its app. */
  program?: string | null;
}

/** How a kind is shown, as its newest line has it. All texts are a board's. */
export interface ErrorTitle {
  /** `OSError: [Errno 116] ETIMEDOUT`, or the masked line: `sensor # timed out after # ms`. */
  title: string;
  /** Where the exception was raised; null where nothing tells. */
  place: ErrorPlace | null;
  app: string | null;
  /** The query that finds its lines. */
  term: string;
}

const longestTitle = 200;
/** In a fingerprint: those of a deep recursion are the same few again and again. */
const mostFrames = 40;
const longestKey = 2000;

/** What is the same for all lines of a kind, and for no others; at most 2000 characters. Line numbers do not count: edits move them. */
export function errorKey(line: Pick<ErrorLine, 'text' | 'appName'>): string {
  const traceback = readTraceback(line.text);
  if (traceback === null) return `${line.appName ?? ''}\n${maskedText(maskedParts(line.text).parts)}`;
  const { type, errno, exception, frames } = traceback;
  const what = type === '' ? maskedText(maskedParts(exception).parts) : `${type} ${errno ?? ''}`;
  const names = new Set(frames.map(({ file, inFunction }) => `${file}:${inFunction ?? ''}`));
  return ['Traceback', what, ...[...names].slice(-mostFrames)].join('\n').slice(0, longestKey);
}

export function errorTitle(line: ErrorLine): ErrorTitle {
  const { appName: app, text } = line;
  const traceback = readTraceback(text);
  if (traceback === null) {
    const { parts, isCut } = maskedParts(text);
    return { title: oneLine(maskedText(parts)), place: null, app, term: lineTerm(app, { parts, isCut }) };
  }
  const title = traceback.exception === '' ? 'A traceback without its last line' : traceback.exception;
  return {
    title: oneLine(title),
    place: placeOf(traceback, line),
    app,
    term: tracebackTerm(traceback, text, line.isSplit),
  };
}

/** A short name for a key, the same on every computer: FNV-1a of its UTF-16 units, twice 32 bits. Two keys may share one by intent only. */
export function fingerprintOf(key: string): string {
  let [low, high] = [0x811c9dc5, 0xc9dc5118];
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ (code + at), 0x01000193);
  }
  return [low, high].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

function placeOf({ frames }: Traceback, { appName, address, program: known = null }: ErrorLine): ErrorPlace | null {
  const last = frames.at(-1);
  if (last === undefined) return null;
  const { file, line, inFunction, named } = last;
  // A row of what a board printed names the program that was run from here.
  const ran = boardOfSerial(address) === null ? known : appName;
  const program = file === runFromHere ? ran : null;
  return { file: program ?? file, line, inFunction, named, program };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, longestTitle);
}
