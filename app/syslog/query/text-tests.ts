/**
 * What the texts of a query mean: one test of a text for each node that has one. The predicate and the store's SQL call the
 * same tests, so that they cannot disagree.
 */
import { caseInsensitiveIncludes, isAscii } from '../filter.ts';
import type { QueryNode } from './tree.ts';

export type TextNode = Extract<QueryNode, { kind: 'field' | 'word' | 'beginning' | 'phrase' | 'contains' | 'regex' }>;

/**
 * What a word is made of: letters, digits and the marks on them. The store's index splits texts at all else, and has no
 * character in its words that is not one of these: what begins a word here begins one there.
 */
const inWord = '[\\p{L}\\p{N}\\p{M}\\p{Co}]';

/** A test of one text of a row. */
export function textTest(node: TextNode): (text: string) => boolean {
  switch (node.kind) {
    case 'contains':
      return caseInsensitiveIncludes(node.text);
    case 'field':
      return tester(wholePattern(node.pattern));
    case 'beginning':
      return tester(wordPattern(node.text, false));
    case 'word':
    case 'phrase':
      return tester(wordPattern(node.text, true));
    case 'regex':
      return tester(new RegExp(node.source, node.ignoresCase ? 'iu' : 'u'));
  }
}

function tester(pattern: RegExp): (text: string) => boolean {
  return (text) => pattern.test(text);
}

function wordPattern(text: string, endsWord: boolean): RegExp {
  const characters = [...text];
  const begins = isInWord(characters[0]) ? `(?<!${inWord})` : '';
  const ends = endsWord && isInWord(characters.at(-1)) ? `(?!${inWord})` : '';
  return new RegExp(begins + folding(text) + ends, flagsFor(text));
}

function wholePattern(pattern: string): RegExp {
  return new RegExp(`^${pattern.split('*').map(folding).join('.*')}$`, `${flagsFor(pattern)}s`);
}

/**
 * A pattern that finds, with its flag `g`, all that the test of a word, a beginning, a phrase or a part finds, and more: it looks at no
 * borders of words, which costs most. Null where there is none.
 */
export function roughPattern(node: Exclude<TextNode, { kind: 'field' | 'regex' }>): RegExp | null {
  // What has no ASCII is looked for in lower case, which is not what folding does.
  if (node.kind === 'contains' && !isAscii(node.text)) return null;
  return new RegExp(folding(node.text), `${flagsFor(node.text)}g`);
}

/** ASCII letters fold among themselves, as SQLite's LIKE does: without this, /k/iu would find the Kelvin sign. */
function folding(text: string): string {
  const escaped = text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  if (!isAscii(text)) return escaped;
  return escaped.replace(/[A-Za-z]/g, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}

function flagsFor(text: string): string {
  return isAscii(text) ? 'u' : 'iu';
}

export function isInWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}\p{M}\p{Co}]/u.test(character);
}
