/**
 * A regular expression for texts that are laid one behind the other with line feeds between them: one search through all of them costs a
 * twentieth of a test for each. Where the expression is found in a text without a line feed of its own, what comes of it here is found at
 * that place or before it in the same text; it may find more, and so the expression itself decides.
 *
 * Reads ECMAScript's patterns with the flag `u` (ECMA-262, 22.2.1). A part that would run from one text into all that follow is kept
 * from it (`[^,]*` becomes `[^,\n]*`), or the expression is refused.
 */

import { TextScanner } from './text-scanner.ts';

/** What has a meaning of its own behind a backslash and matches no line feed, alone or in a class. */
const plainEscape = /[bBdwtrvfS^$\\.*+?()[\]{}|/-]/y;
/** White space without the line feed (ECMA-262, 12.2 and 12.3). */
const spacesInClass = '\\t\\v\\f\\r\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff';

export interface JoinedPattern {
  whole: RegExp;
  /** Of what stands between runs of anything, the parts of one length: each is in every text that the whole is in, and is found in one pass. */
  parts: readonly RegExp[];
}

/** `source` is that of a valid RegExp with the flag `u`. Null where the expression may say something else between texts than in one. */
export function joinedPattern(source: string, ignoresCase: boolean): JoinedPattern | null {
  const between = new PatternTranslator(withoutOpenEnds(source), ignoresCase).translate();
  if (between === null) return null;
  // In a group: V8 searches a plain string by its first character, which takes four times as long where that one is usual.
  const compiled = (part: string) => new RegExp(`(?:${part})`, ignoresCase ? 'gimu' : 'gmu');
  const whole = between.join(anything);
  const isDivided = between.length > 1 && !/[(|]/.test(whole);
  return { whole: compiled(whole), parts: isDivided ? between.filter(isOfOneLength).map(compiled) : [] };
}

function isOfOneLength(part: string): boolean {
  return part !== '' && !/[*+?{]/.test(part);
}

/** The shortest first: from the longest on, a search goes to the end of each text and back again. */
const anything = '.*?';

/** What may be anything at the beginning and the end finds no other texts, and takes the square of their length. */
function withoutOpenEnds(source: string): string {
  if (source.includes('|')) return source;
  return source.replace(/^\^?\.\*\??(?!\?)/, '').replace(/(?<!\\)\.\*\??\$?$/, '');
}

class PatternTranslator {
  readonly #source: TextScanner;
  readonly #ignoresCase: boolean;

  constructor(source: string, ignoresCase: boolean) {
    this.#source = new TextScanner(source);
    this.#ignoresCase = ignoresCase;
  }

  /** What stands between runs of anything, which are left out. */
  translate(): string[] | null {
    const parts: string[] = [];
    let translated = '';
    while (!this.#source.isAtEnd) {
      const [run] = this.#source.takeMatch(/\.[*+]\??/y) ?? [];
      if (run !== undefined) {
        parts.push(run.startsWith('.+') ? `${translated}.` : translated);
        translated = '';
        continue;
      }
      const atom = this.#atom();
      if (atom === null) return null;
      translated += atom;
    }
    return [...parts, translated];
  }

  #atom(): string | null {
    const character = this.#source.next();
    if (character === '\\') return this.#escape();
    if (character === '[') return this.#class();
    if (isControl(character)) return null;
    if (character !== '(' || this.#source.peek() !== '?') return character;
    // Looking around sees the neighbours, and modifiers change what the rest means.
    const [group] = this.#source.takeMatch(/\?(?::|<[^=!][^>]*>)/y) ?? [];
    return group === undefined ? null : `(${group}`;
  }

  #escape(): string | null {
    const [plain] = this.#source.takeMatch(plainEscape) ?? [];
    if (plain !== undefined) return `\\${plain}`;
    const [reference] = this.#source.takeMatch(/[1-9]\d*|k<[^>]*>/y) ?? [];
    if (reference !== undefined) return `\\${reference}`;
    const letter = this.#source.next();
    if (letter === 's') return '[^\\S\\n]';
    if (letter === 'D') return '[^\\d\\n]';
    // What is a letter of words where the case does not matter is subtler than a class can say.
    return letter === 'W' && !this.#ignoresCase ? '[^\\w\\n]' : null;
  }

  #class(): string | null {
    const isNegated = this.#source.take('^');
    let inside = '';
    while (!this.#source.take(']')) {
      const part = this.#classPart(isNegated);
      if (part === null) return null;
      inside += part;
    }
    return isNegated ? `[^${inside}\\n]` : `[${inside}]`;
  }

  #classPart(isNegated: boolean): string | null {
    const character = this.#source.next();
    if (character === '' || isControl(character)) return null;
    if (character !== '\\') return character;
    // In a class that takes all but these, the line feed is taken out in any case.
    if (isNegated) return `\\${this.#source.next()}`;
    if (this.#source.takeMatch(/s/y) !== null) return spacesInClass;
    // From a tab or a backspace on, a range has the line feed in it.
    if (this.#source.takeMatch(/[tb]-(?!\])/y) !== null) return null;
    const [plain] = this.#source.takeMatch(plainEscape) ?? [];
    return plain === undefined || plain === 'S' ? null : `\\${plain}`;
  }
}

/** A line feed, and what a range may begin with that holds one. */
function isControl(character: string): boolean {
  return character < ' ';
}
