/**
 * A query's words as an expression for the index of words (FTS5). Every row that passes the query is found by it; it finds others
 * too, so the query's own condition still decides.
 */
import { isAscii, isInWord, type QueryNode } from '../../../app/syslog/index.ts';

/** Null when the index cannot help: every row must be looked at. */
export function wordMatch(node: QueryNode): string | null {
  switch (node.kind) {
    case 'beginning':
      return tokensMatch(node.text, isInWord(node.text.at(-1)));
    case 'word':
    case 'phrase':
      return tokensMatch(node.text, false);
    case 'all': {
      const found = node.of.map(wordMatch).filter((match) => match !== null);
      return found.length === 0 ? null : `(${found.join(' AND ')})`;
    }
    case 'any': {
      const found = node.of.map(wordMatch).filter((match) => match !== null);
      return found.length < node.of.length ? null : `(${found.join(' OR ')})`;
    }
    default:
      return null;
  }
}

/** Outside ASCII the index may fold letters by an older Unicode than JavaScript: better to look at every row. */
function tokensMatch(text: string, lastIsPrefix: boolean): string | null {
  const tokens = isAscii(text) ? text.match(/[A-Za-z0-9]+/g) : null;
  if (tokens === null) return null;
  const all = tokens.map((token, place) => `"${token}"${lastIsPrefix && place === tokens.length - 1 ? '*' : ''}`);
  return `(${all.join(' AND ')})`;
}
