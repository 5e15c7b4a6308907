/**
 * Reads a query such as `severity>=warning host:pico-kitchen "ssl" -retry after:10m /regex/`.
 *
 * Terms beside one another must all hold (`AND` may stand between them); `OR` between them lets either; `-` before one turns it round; `(…)` groups.
 */
import { BrambleError } from '../../base/index.ts';
import { type Comparison, fieldNode, isSeverityName, queryFields } from './fields.ts';
import { QueryFault, type QueryProblem, QueryScanner } from './scanner.ts';
import type { QueryClock, QueryNode } from './tree.ts';

export type QueryReading = { kind: 'query'; root: QueryNode } | { kind: 'problem'; problem: QueryProblem };

/** Deep enough for anyone, shallow enough for every stack and for SQLite's own limit of expressions. */
const deepestGroup = 20;
/** More terms than a person writes, and few enough for SQLite. */
const mostTerms = 100;
const longestQuery = 2000;

const fieldPattern = /([A-Za-z]+)(>=|<=|!=|[:=<>])/y;
const regexPattern = /\/((?:[^/\\]|\\.)+)\/([a-z]*)/sy;

/** Reads a query, or says what is wrong with it and where. The empty query lets every row pass. Never throws. */
export function readQuery(text: string, clock: QueryClock): QueryReading {
  try {
    if (text.length > longestQuery) throw new QueryFault(`A query has at most ${longestQuery} characters.`, 0, 1);
    const parser = new QueryParser(text, clock);
    return { kind: 'query', root: parser.whole() };
  } catch (error) {
    if (error instanceof QueryFault) return { kind: 'problem', problem: error.problem };
    throw error;
  }
}

/** As readQuery; throws `bad-query`, with the place in the sentence. */
export function parseQuery(text: string, clock: QueryClock): QueryNode {
  const reading = readQuery(text, clock);
  if (reading.kind === 'query') return reading.root;
  const { message, start } = reading.problem;
  throw new BrambleError('bad-query', `The query is wrong at character ${start + 1}: ${message}`);
}

class QueryParser {
  readonly #scanner: QueryScanner;
  readonly #clock: QueryClock;
  #terms = 0;

  constructor(text: string, clock: QueryClock) {
    this.#scanner = new QueryScanner(text);
    this.#clock = clock;
  }

  whole(): QueryNode {
    const scanner = this.#scanner;
    scanner.skipSpaces();
    return scanner.isAtEnd ? { kind: 'all', of: [] } : this.#alternatives();
  }

  #alternatives(): QueryNode {
    const of = [this.#conjunction()];
    while (this.#scanner.takeKeyword('OR')) of.push(this.#conjunction());
    return single('any', of);
  }

  /** Ends before `OR`, a closing `)` or the end. */
  #conjunction(): QueryNode {
    const scanner = this.#scanner;
    const of = [this.#nextTerm()];
    for (scanner.skipSpaces(); !this.#isEndOfConjunction(); scanner.skipSpaces()) {
      scanner.takeKeyword('AND');
      of.push(this.#nextTerm());
    }
    return single('all', of);
  }

  #nextTerm(): QueryNode {
    const scanner = this.#scanner;
    scanner.skipSpaces();
    if (!this.#isEndOfConjunction()) return this.#term();
    throw new QueryFault('Something to look for is missing here.', scanner.index, scanner.index + 1);
  }

  #isEndOfConjunction(): boolean {
    const scanner = this.#scanner;
    if (scanner.isAtEnd || (scanner.depth > 0 && scanner.peek() === ')')) return true;
    const start = scanner.index;
    const isOr = scanner.takeKeyword('OR');
    scanner.index = start;
    return isOr;
  }

  #term(): QueryNode {
    const scanner = this.#scanner;
    const start = scanner.index;
    this.#terms++;
    if (this.#terms > mostTerms) throw new QueryFault(`A query has at most ${mostTerms} terms.`, start, start + 1);
    if (!scanner.take('-')) return this.#positiveTerm();
    if (scanner.isAtEnd || /[\s-]/.test(scanner.peek())) {
      const message = 'A minus turns round what follows it, and nothing does. To look for it, write "-".';
      throw new QueryFault(message, start, start + 1);
    }
    return { kind: 'not', of: this.#positiveTerm() };
  }

  #positiveTerm(): QueryNode {
    switch (this.#scanner.peek()) {
      case '(':
        return this.#group();
      case '"':
        return this.#phrase();
      case '/':
        return this.#regex();
      default:
        return this.#field() ?? wordNode(this.#scanner.takeWord());
    }
  }

  #group(): QueryNode {
    const scanner = this.#scanner;
    const start = scanner.index;
    scanner.take('(');
    scanner.depth++;
    if (scanner.depth > deepestGroup) {
      throw new QueryFault(`Groups lie at most ${deepestGroup} deep.`, start, start + 1);
    }
    const inside = this.#alternatives();
    if (!scanner.take(')')) throw new QueryFault('The closing ) of this group is missing.', start, start + 1);
    scanner.depth--;
    return inside;
  }

  #phrase(): QueryNode {
    const start = this.#scanner.index;
    const text = this.#scanner.takeQuoted();
    if (text === '') throw new QueryFault('There is nothing between the quotes.', start, this.#scanner.index);
    return { kind: 'phrase', text };
  }

  #regex(): QueryNode {
    const scanner = this.#scanner;
    const start = scanner.index;
    const match = scanner.takeMatch(regexPattern);
    const [, source = '', flags = ''] = match ?? [];
    const rest = scanner.takeWord();
    const fault = (message: string) => new QueryFault(message, start, scanner.index);
    if (match === null || rest !== '') {
      throw fault('A regular expression stands between two slashes: /timeout|refused/. A path goes in quotes.');
    }
    if (flags !== '' && flags !== 'i') throw fault('After the second slash only an i can stand: ignore the case.');
    try {
      new RegExp(source, 'u');
    } catch (error) {
      throw fault(`This regular expression cannot be read (${error instanceof Error ? error.message : 'error'}).`);
    }
    return { kind: 'regex', source, ignoresCase: flags === 'i' };
  }

  /** Null when what comes is no `field:value`, and so a word: `OSError:`, `http://x`, `12:30`. */
  #field(): QueryNode | null {
    const scanner = this.#scanner;
    const start = scanner.index;
    const match = scanner.takeMatch(fieldPattern);
    if (match === null) return null;
    const name = (match[1] ?? '').toLowerCase();
    const isKnown = queryFields.some((field) => field.name === name);
    const value = scanner.takeValue();
    if (match[2] === '!=') {
      if (!isKnown) return this.#asWord(start);
      throw new QueryFault(`“Is not” is a minus before the term: -${name}:${value}`, start, scanner.index);
    }
    const comparison = match[2] as Comparison;
    const node = fieldNode(name, comparison, value, this.#clock);
    if (typeof node !== 'string' && value !== '') return node;
    const isOrder = comparison !== ':' && comparison !== '=';
    if (isOrder && !isKnown && isSeverityName(value)) {
      const meant = `There is no field “${name}”. Write severity${comparison}${value}; to look for it as text, put it in quotes.`;
      throw new QueryFault(meant, start, scanner.index);
    }
    // `temp=21.5` and `a>b` are words of messages.
    if (isOrder ? !isKnown : comparison === '=' && name !== 'severity') return this.#asWord(start);
    if (!isKnown && (value === '' || value.startsWith('/'))) return this.#asWord(start);
    const message = isKnown && value === '' ? `A value is missing after “${match[0]}”.` : String(node);
    throw new QueryFault(message, start, scanner.index);
  }

  #asWord(start: number): null {
    this.#scanner.index = start;
    return null;
  }
}

function wordNode(text: string): QueryNode {
  const beginning = text.slice(0, -1);
  return text.endsWith('*') && beginning !== '' ? { kind: 'beginning', text: beginning } : { kind: 'word', text };
}

function single(kind: 'all' | 'any', of: readonly QueryNode[]): QueryNode {
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { kind, of };
}
