/** The words of a line of the steering language, taken one by one; what is wrong with one is said with what belongs there. */
import { BrambleError } from '../../base/index.ts';
import type { PinName } from '../part.ts';
import { gpioCount, pinIndex } from '../pin-layout.ts';

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000 };
const idForm = /^[A-Za-z0-9][\w.-]{0,63}$/;

export class Words {
  readonly #words: readonly string[];
  readonly #usage: string;
  #next = 0;

  /** `usage` is shown with every complaint: how the command goes. */
  constructor(words: readonly string[], usage: string) {
    this.#words = words;
    this.#usage = usage;
  }

  get isOver(): boolean {
    return this.#next >= this.#words.length;
  }

  /** The next word; `what` names it where it is missing. */
  word(what: string): string {
    const word = this.#words[this.#next];
    if (word === undefined) throw this.error(`${what} is missing`);
    this.#next += 1;
    return word;
  }

  /** Takes the next word if it is this one. */
  takes(expected: string): boolean {
    if (this.#words[this.#next]?.toLowerCase() !== expected) return false;
    this.#next += 1;
    return true;
  }

  choice<T>(what: string, choices: Readonly<Record<string, T>>): T {
    const word = this.word(what);
    const found = Object.entries(choices).find(([name]) => name === word.toLowerCase());
    if (found === undefined) throw this.error(`${what} is "${word}", not ${orList(Object.keys(choices))}`);
    return found[1];
  }

  /** A GPIO of the board's edge. */
  pin(): PinName {
    const word = this.word('The pin');
    return gpioName(word) ?? this.#fail(`"${word}" is no pin: GP0 to GP22, GP26 to GP28`);
  }

  number(what: string, { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = {}): number {
    const word = this.word(what);
    const value = numberIn(word);
    if (value === undefined) throw this.error(`${what} is "${word}", not a number`);
    if (value >= from && value <= to) return value;
    const range = to === Number.POSITIVE_INFINITY ? `${from} or more` : `${from} to ${to}`;
    throw this.error(`${what} is ${word}; it goes ${to === Number.POSITIVE_INFINITY ? 'from' : 'over'} ${range}`);
  }

  /** `200ms`, `2s`, `1.5min`; milliseconds. */
  duration(what: string): number {
    const word = this.word(what);
    return durationIn(word) ?? this.#fail(`${what} is "${word}", not a time such as 200ms, 2s or 1min`);
  }

  /** `10%`; the number before the sign. */
  percent(what: string): number {
    const word = this.word(what);
    const value = word.endsWith('%') ? numberIn(word.slice(0, -1)) : undefined;
    if (value === undefined || value < 0 || value > 100) throw this.error(`${what} is "${word}", not 0% to 100%`);
    return value;
  }

  /** A name that a part is called by. */
  id(): string {
    const word = this.word('The part’s name');
    if (!idForm.test(word)) throw this.error(`"${word}" cannot name a part: letters, digits, ".", "_" and "-"`);
    return word;
  }

  /** Nothing may follow. */
  end(): void {
    if (!this.isOver) throw this.error(`"${this.#words[this.#next]}" is too much`);
  }

  /** The sentence for what is wrong, with how the command goes. */
  error(problem: string): BrambleError {
    return new BrambleError('usage', `${problem}. It goes: ${this.#usage}`);
  }

  #fail(problem: string): never {
    throw this.error(problem);
  }
}

/** `GP15`, however its letters are written; undefined for what is no GPIO of the edge. */
export function gpioName(word: string): PinName | undefined {
  const name = word.toUpperCase();
  const index = pinIndex(name);
  return index === undefined || index >= gpioCount ? undefined : (name as PinName);
}

/** A decimal or hexadecimal number. */
export function numberIn(word: string): number | undefined {
  if (/^0x[0-9a-f]+$/i.test(word)) return Number(word);
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(word) ? Number(word) : undefined;
}

/** Milliseconds of `200ms`, `2s`, `1.5min`. */
export function durationIn(word: string): number | undefined {
  const [, number = '', unit = ''] = /^([\d.]+)(ms|s|min)$/i.exec(word) ?? [];
  const value = numberIn(number);
  return value === undefined ? undefined : value * (unitMs[unit.toLowerCase()] ?? 1);
}

export function durationText(ms: number): string {
  return ms >= 1000 && ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
