/**
 * What a text must hold for a regular expression to be found in it: pieces of some ASCII characters, in whatever case, joined by
 * "all of" and "any of". It may ask for less than the expression does, never for more; null when it knows of nothing.
 *
 * Reads ECMAScript's patterns with the flag `u` (ECMA-262, 22.2.1) and knows of each only what it needs.
 */

import { TextScanner } from './text-scanner.ts';

export type RequiredText =
  /** For each place the characters of which one stands there, in lower case. */
  | { kind: 'piece'; places: readonly string[] }
  | { kind: 'all'; of: readonly RequiredText[] }
  | { kind: 'any'; of: readonly RequiredText[] };

/** Usually: shorter pieces stand in most texts. */
export const shortestPiece = 3;
/** Of a repeated character. */
const mostRepeats = 16;
/** A place where more may stand says too little. */
const mostCharacters = 16;

/** `source` is that of a valid RegExp with the flag `u`. `shortest` is how many characters make a piece, at least. */
export function requiredText(source: string, shortest = shortestPiece): RequiredText | null {
  const reader = new PatternReader(source, shortest);
  const found = reader.alternatives();
  return reader.isAtEnd ? found.need : null;
}

interface Found {
  need: RequiredText | null;
  /** All that it matches has these places; null when it is not so simple. */
  exact: readonly string[] | null;
}

/** A part of a pattern: one of some ASCII characters, a group, a place between characters, or something else that takes room. */
type Atom =
  | { kind: 'characters'; characters: string }
  | { kind: 'group'; found: Found }
  | { kind: 'between' }
  | { kind: 'other' };

const other: Atom = { kind: 'other' };
const between: Atom = { kind: 'between' };
const digits = '0123456789';
const controlEscapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', '0': '\0' };

class PatternReader {
  readonly #source: TextScanner;
  readonly #shortest: number;

  constructor(source: string, shortest: number) {
    this.#source = new TextScanner(source);
    this.#shortest = shortest;
  }

  get isAtEnd(): boolean {
    return this.#source.isAtEnd;
  }

  /** Up to the end or to the `)` that closes the group. */
  alternatives(): Found {
    const branches = [this.#branch()];
    while (this.#source.take('|')) branches.push(this.#branch());
    const [first = { need: null, exact: null }] = branches;
    if (branches.length === 1) return first;
    const needs = branches.map(({ need }) => need).filter((need) => need !== null);
    return { need: needs.length < branches.length ? null : { kind: 'any', of: needs }, exact: null };
  }

  #branch(): Found {
    const run = new Run(this.#shortest);
    while (!this.isAtEnd && !'|)'.includes(this.#source.peek())) {
      const atom = this.#atom();
      const { least, most } = this.#repeats();
      run.add(atom, least, most);
    }
    return run.end();
  }

  #atom(): Atom {
    const character = this.#source.next();
    switch (character) {
      case '^':
      case '$':
        return between;
      case '.':
        return other;
      case '[':
        return this.#class();
      case '(':
        return this.#group();
      case '\\':
        return this.#escape();
      default:
        return atomOf(character);
    }
  }

  #group(): Atom {
    const [head = ''] = this.#source.takeMatch(/\?(?:<?[=!]|<[^>]*>|[a-z-]*:)/y) ?? [];
    const found = this.alternatives();
    this.#source.take(')');
    // What is looked at is not taken; a look that must fail says nothing.
    return /[=!]$/.test(head) ? between : { kind: 'group', found };
  }

  #class(): Atom {
    const isNegated = this.#source.take('^');
    let found: string | null = '';
    while (!this.isAtEnd && !this.#source.take(']')) {
      const from = this.#classAtom();
      const isRange = this.#source.peek() === '-' && this.#source.peek(1) !== ']';
      const to = isRange && this.#source.take('-') ? this.#classAtom() : from;
      found = found === null || from === null || to === null ? null : found + (isRange ? range(from, to) : from);
    }
    return isNegated || found === null ? other : atomOf(found);
  }

  /** Null for what is not some characters of ASCII. */
  #classAtom(): string | null {
    const atom = this.#source.take('\\') ? this.#escape() : atomOf(this.#source.next());
    // What is no place here is the backspace (b) or, escaped for nothing, itself; neither is worth knowing.
    return atom.kind === 'characters' ? atom.characters : null;
  }

  #escape(): Atom {
    const letter = this.#source.next();
    if (letter === 'b' || letter === 'B') return between;
    if (letter === 'd') return atomOf(digits);
    if (letter === 'u' || letter === 'x') {
      const [, braced, plain] = this.#source.takeMatch(letter === 'u' ? /\{([^}]*)\}|(.{4})/y : /(?!)()|(.{2})/y) ?? [];
      return atomOf(String.fromCodePoint(Number.parseInt(braced ?? plain ?? '', 16)));
    }
    if (letter === 'c') return atomOf(String.fromCharCode(this.#source.next().charCodeAt(0) % 32));
    if (letter === 'p' || letter === 'P') this.#source.takeMatch(/\{[^}]*\}/y);
    else if (letter === 'k') this.#source.takeMatch(/<[^>]*>/y);
    else if (/[1-9]/.test(letter)) this.#source.takeMatch(/\d*/y);
    else if (Object.hasOwn(controlEscapes, letter)) return atomOf(controlEscapes[letter] ?? '');
    else if (!/[DsSwW]/.test(letter)) return atomOf(letter);
    return other;
  }

  #repeats(): { least: number; most: number } {
    const [all = '', from, comma, to] = this.#source.takeMatch(/(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/y) ?? [];
    if (all === '') return { least: 1, most: 1 };
    if (from === undefined) return { least: all.startsWith('+') ? 1 : 0, most: Number.POSITIVE_INFINITY };
    const least = Number(from);
    return { least, most: comma === '' ? least : to === '' ? Number.POSITIVE_INFINITY : Number(to) };
  }
}

/** One of these characters. */
function atomOf(characters: string): Atom {
  const folded = [...new Set(characters.toLowerCase())].join('');
  const isKnown = /^[\0-\x7f]+$/.test(characters) && folded.length <= mostCharacters;
  return isKnown ? { kind: 'characters', characters: folded } : other;
}

function range(from: string, to: string): string {
  const [first, last] = [from.charCodeAt(0), to.charCodeAt(0)];
  return String.fromCharCode(...Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at));
}

/** What stands side by side, while a branch is read. */
class Run {
  readonly #shortest: number;
  readonly #needs: RequiredText[] = [];
  #places: string[] = [];
  #isExact = true;
  readonly #exact: string[] = [];

  constructor(shortest: number) {
    this.#shortest = shortest;
  }

  add(atom: Atom, least: number, most: number): void {
    if (atom.kind === 'between') {
      // "Exactly this text" would hide it.
      this.#isExact = false;
      return;
    }
    const places = placesOf(atom);
    const repeated = places === null ? [] : repeat(places, Math.min(least, mostRepeats));
    if (places !== null && least === most && least <= mostRepeats) {
      this.#places.push(...repeated);
      this.#exact.push(...repeated);
      return;
    }
    this.#isExact = false;
    if (places !== null && least > 0) {
      this.#places.push(...repeated);
      this.#cut();
      // The last of them stands beside what follows.
      this.#places = repeated;
      return;
    }
    this.#cut();
    if (atom.kind === 'group' && atom.found.need !== null && least > 0) this.#needs.push(atom.found.need);
  }

  end(): Found {
    this.#cut();
    const [first = null] = this.#needs;
    const need: RequiredText | null = this.#needs.length > 1 ? { kind: 'all', of: this.#needs } : first;
    return { need, exact: this.#isExact ? this.#exact : null };
  }

  #cut(): void {
    if (this.#places.length >= this.#shortest) this.#needs.push({ kind: 'piece', places: this.#places });
    this.#places = [];
  }
}

function placesOf(atom: Atom): readonly string[] | null {
  if (atom.kind === 'characters') return [atom.characters];
  return atom.kind === 'group' ? atom.found.exact : null;
}

function repeat(places: readonly string[], count: number): string[] {
  return Array.from({ length: count }, () => places).flat();
}
