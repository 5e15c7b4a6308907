/** Walks over the characters of a query. It knows quotes, and which character ends a word; no fields. */
import { TextScanner } from './text-scanner.ts';

/** What is wrong with a query, and from which character up to which (counted from 0, in UTF-16 units). */
export interface QueryProblem {
  /** Whole sentences, with the remedy. */
  message: string;
  start: number;
  end: number;
}

/** Thrown inside the parser and caught at its entry. */
export class QueryFault extends Error {
  readonly problem: QueryProblem;

  constructor(message: string, start: number, end: number) {
    super(message);
    this.problem = { message, start, end };
  }
}

export class QueryScanner extends TextScanner {
  /** How many `(` are open: inside them a `)` ends a word. */
  depth = 0;

  skipSpaces(): void {
    while (isSpace(this.peek())) this.index++;
  }

  /** Takes `keyword` when it is the next whole word. */
  takeKeyword(keyword: string): boolean {
    if (!this.text.startsWith(keyword, this.index)) return false;
    if (!this.#endsWord(this.text.charAt(this.index + keyword.length))) return false;
    this.index += keyword.length;
    return true;
  }

  /** The characters up to a space, a `)` that closes a group, or the end. */
  takeWord(): string {
    const start = this.index;
    while (!this.#endsWord(this.peek())) this.index++;
    return this.text.slice(start, this.index);
  }

  /** What stands between the quotes; the opening one comes next. `\"` and `\\` are a quote and a backslash. */
  takeQuoted(): string {
    const start = this.index++;
    let quoted = '';
    for (; !this.isAtEnd; this.index++) {
      if (this.peek() === '"') {
        this.index++;
        return quoted;
      }
      if (this.peek() === '\\' && (this.peek(1) === '"' || this.peek(1) === '\\')) this.index++;
      quoted += this.peek();
    }
    throw new QueryFault('The closing quote is missing. Put a " after the last word.', start, this.index);
  }

  /** A value after a colon: quoted, or a word. */
  takeValue(): string {
    return this.peek() === '"' ? this.takeQuoted() : this.takeWord();
  }

  #endsWord(character: string): boolean {
    return character === '' || isSpace(character) || (character === ')' && this.depth > 0);
  }
}

function isSpace(character: string): boolean {
  return character !== '' && /\s/.test(character);
}
