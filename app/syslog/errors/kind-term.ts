/**
 * The query that finds the lines of a kind of error again, as a person could have written it. It may find more than the kind, where that
 * has more than a query has room for, and never less.
 */
import { fieldTerm } from '../query/field-term.ts';
import type { MaskedPart } from './mask.ts';
import type { Frame, Traceback } from './traceback.ts';

/** Of a regular expression: a query has at most 2000 characters, and its writer's own terms stand beside this one. */
const longestSource = 700;

/** Of lines with this app (null for none) that begin so. They are errors or worse. */
export function lineTerm(
  app: string | null,
  { parts, isCut }: { parts: readonly MaskedPart[]; isCut: boolean },
): string {
  const sources = parts.map((part) => ('mark' in part ? part.source : escaped(part.text)));
  let source = '^';
  let isWhole = !isCut;
  for (const each of sources) {
    if (source.length + each.length > longestSource) {
      isWhole = false;
      break;
    }
    source += each;
  }
  return `severity>=error ${appTerm(app)} /${source}${isWhole ? '(?=\\n|$)' : ''}/`;
}

const anyTraceback = 'Traceback \\(most recent call last\\):';

/**
 * Of tracebacks with these frames and this exception, as the one in `text`; only of their last lines for those that came a line a message
 * (`isSplit`), of which no other names the exception.
 */
export function tracebackTerm(traceback: Traceback, text: string, isSplit: boolean): string {
  const exception = exceptionSource(traceback);
  if (isSplit && exception !== '') return `/^ ?${exception}/`;
  const { frames } = traceback;
  const names = frames.map(({ file, inFunction }) => `${file}\n${inFunction}`);
  // A recursion is of another depth the next time.
  const isRecursive = new Set(names).size < names.length;
  const last = framesSource({ ...traceback, frames: frames.slice(-1) });
  const sources = [...(isRecursive ? [] : [framesSource(traceback)]), last, ''].map((source) => source + exception);
  // Names of hundreds of characters are read in part.
  const isRight = (source: string) =>
    source !== '' && source.length <= longestSource && new RegExp(source, 'u').test(text);
  return `/${sources.find(isRight) ?? anyTraceback}/`;
}

/** What stands between two frames begins and ends where the expression cannot be in doubt: no text makes it slow. */
function framesSource({ frames, hasSource, exception }: Traceback): string {
  const gap = hasSource ? '\\n.*\\n\\s*' : '\\s+';
  const isEnded = exception !== '';
  return frames.map(frameSource).join(gap) + (isEnded && frames.length > 0 ? gap : '');
}

function frameSource({ named, inFunction }: Frame): string {
  return `File "${escaped(named)}", line \\d+${inFunction === null ? '' : `, in ${escaped(inFunction)}`}`;
}

/** Without its message, but with the number of an OSError as the newest of the kind writes it. */
function exceptionSource({ type, errno, exception }: Traceback): string {
  if (type === '') return escaped(exception.slice(0, 100));
  if (errno === null) return `${escaped(type)}(?![\\w.])`;
  const end = exception.indexOf(String(errno)) + String(errno).length;
  return `${escaped(exception.slice(0, end))}(?!\\d)`;
}

function appTerm(app: string | null): string {
  return app === null ? '-has:app' : fieldTerm('app', app);
}

/** Characters that a field of the page would not keep, or show, stand as their numbers; and no spaces one behind the other. */
function escaped(text: string): string {
  return text
    .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    .replace(/ {2,}/g, ({ length }) => ` {${length}}`)
    .replace(/\n/g, '\\n')
    .replace(/[^\P{C}\u{e000}-\u{f8ff}]|[^\S\n ]|[\u115f\u1160\u3164\uffa0]/gu, (character) => {
      return `\\u{${character.codePointAt(0)?.toString(16)}}`;
    });
}
