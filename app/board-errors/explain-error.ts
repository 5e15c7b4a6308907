/**
 * An error of a board in plain words: what it means on a Pico W, and what to do. Only what MicroPython's source says is said; what may
 * mean anything is left alone.
 */
import { hasTraceback } from '../traceback/index.ts';
import { chipStateMeaning } from './chip-states.ts';
import { osErrorMeaning } from './os-errors.ts';
import { knownTypes, pythonErrorMeaning } from './python-errors.ts';
import { tlsErrorMeaning } from './tls-errors.ts';

/** A traceback is cut by the board's stack long before; what is longer is no text to read for errors. */
const longestText = 20_000;
const longestLine = 500;

const type = `(?:\\w{1,60}\\.){0,5}(${knownTypes.join('|')})`;
/** `MemoryError:` alone: in the midst of a sentence the bare name says nothing. */
const bare = new RegExp(`^\\s*${type}:?$`);
/** `OSError: 23`, also after other words, or as `repr()` has it: `OSError(23,)`. */
const withMessage = new RegExp(`(?<![\\w.])${type}(?:: (.+)|\\((.+?),?\\))`);
/** `str()` of an `OSError` whose number has a name. */
const named = /\[Errno (\d{1,3})\] (E[A-Z]+)\b/;

/**
 * One or two sentences about the error that a text of a board tells of: of a traceback its last line, else the last line that speaks of
 * one. null when there is none, or nothing true and useful to say of it.
 */
export function explainError(text: string): string | null {
  if (text.length > longestText) return null;
  const lines = text.split('\n').map((line) => line.trimEnd());
  const isTraceback = hasTraceback(text);
  for (const line of lines.reverse()) {
    // What stands above in a traceback is the program's, not the error's.
    if (line === '' || line.length > longestLine) continue;
    const meaning = meaningOf(line);
    if (meaning !== null || isTraceback) return meaning;
  }
  return null;
}

function meaningOf(line: string): string | null {
  const bareType = bare.exec(line)?.[1];
  if (bareType !== undefined) return pythonErrorMeaning(bareType, '');
  const [, type, printed, represented] = withMessage.exec(line) ?? [];
  const message = printed ?? unquoted(represented ?? '');
  if (type === 'OSError') return osMeaning(message);
  if (type !== undefined) return pythonErrorMeaning(type, message);
  const [, number, name] = named.exec(line) ?? [];
  if (name !== undefined) return osErrorMeaning(Number(number), name);
  return chipStateMeaning(line);
}

/** The forms that `py/objexcept.c` prints: a number with its name, a number, or a tuple of number and text. */
function osMeaning(message: string): string | null {
  const [, number, name] = named.exec(message) ?? [];
  if (name !== undefined) return osErrorMeaning(Number(number), name);
  const [, tlsNumber, tlsName] = /^\(?(-\d{1,6}), '(\w+(?:\+\w+)*)'/.exec(message) ?? [];
  if (tlsName !== undefined) return tlsErrorMeaning(Number(tlsNumber), tlsName);
  if (/^-?\d{1,6}$/.test(message)) return numberMeaning(Number(message));
  return message === 'STA must be active' ? osErrorMeaning(1, 'EPERM') : null;
}

/** mbedTLS's numbers are far below those of lwIP. */
function numberMeaning(number: number): string | null {
  return number < -255 ? tlsErrorMeaning(number, null) : osErrorMeaning(number, null);
}

function unquoted(text: string): string {
  return /^(['"])(.*)\1$/.exec(text)?.[2] ?? text;
}
