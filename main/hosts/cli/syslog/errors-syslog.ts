/** `syslog errors`: the kinds of errors of the store that some process, this or another, wrote. */

import { visible } from '../../../../app/base/index.ts';
import { type ErrorKind, localTime, type SyslogErrors, severityNames } from '../../../../app/syslog/index.ts';
import { SyslogStore } from '../../../syslog/read/syslog-store.ts';
import type { CommandContext } from '../context.ts';
import { columns } from '../table.ts';
import { type FilterOptions, filterOf } from './filter-options.ts';
import { storeFileOf } from './store-file.ts';

export interface ErrorsOptions extends FilterOptions {
  store?: string;
}

/** In a line of the table; JSON has all. */
const shownBoards = 3;
/** A name may be as long as a datagram, and each line of the table would be. */
const longestName = 32;

export async function showErrors(
  words: readonly string[],
  options: ErrorsOptions,
  context: CommandContext,
): Promise<void> {
  const store = new SyslogStore(storeFileOf(options, context));
  try {
    const filter = filterOf(options, words);
    // Whoever asks here waits: all are counted.
    const budgetMs = Number.POSITIVE_INFINITY;
    const errors = context.interruption.whileBusy(() => store.errors(filter, { budgetMs }));
    if (options.json) await context.output.json(errorsJson(errors));
    else if (errors.kinds.length === 0) context.output.note('There are no errors.\n');
    else await context.output.line(errorsText(errors));
  } finally {
    store.dispose();
  }
}

/** The table for people, and what it leaves out. */
export function errorsText({ kinds, more }: Pick<SyslogErrors, 'kinds' | 'more'>): string {
  const lines = columns([heads, ...kinds.map(cells)]);
  if (more.lines > 0) lines.push(`${moreInWords(more)} Ask for less with a query.`);
  return lines.join('\n');
}

const heads = ['severity', 'count', '', 'first seen', 'last seen', 'boards', 'error'];

function cells(kind: ErrorKind): string[] {
  const { severity, count, newSince, firstMs, lastMs, boards, boardCount } = kind;
  const others = boardCount - Math.min(boardCount, shownBoards);
  return [
    severityNames[severity],
    String(count),
    newSince === null ? '' : 'new',
    localTime(firstMs).slice(0, 19),
    localTime(lastMs).slice(0, 19),
    boards.slice(0, shownBoards).map(shortName).join(', ') + (others > 0 ? ` and ${others} more` : ''),
    visible(errorInWords(kind)),
  ];
}

function shortName(board: string): string {
  const name = visible(board);
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}

/** `OSError: [Errno 116] ETIMEDOUT  main.py:41 in connect`; `wifi: no answer from #`. */
function errorInWords({ title, place, app }: ErrorKind): string {
  if (place === null) return app === null ? title : `${app}: ${title}`;
  return `${title}  ${place.file}:${place.line}${place.inFunction === null ? '' : ` in ${place.inFunction}`}`;
}

function moreInWords({ kinds, lines, isAtLeast }: SyslogErrors['more']): string {
  const others = `${isAtLeast ? 'more than ' : ''}${kinds} other ${kinds === 1 ? 'kind' : 'kinds'}`;
  return `And ${others}, seen before these, of ${lines} ${lines === 1 ? 'row' : 'rows'}.`;
}

/** For a program that reads: times in ISO 8601, the severity by name as well. */
function errorsJson({ kinds, more }: SyslogErrors): Record<string, unknown> {
  const time = (ms: number) => new Date(ms).toISOString();
  return {
    kinds: kinds.map(({ firstMs, lastMs, firstEverMs, ...kind }) => ({
      ...kind,
      severityName: severityNames[kind.severity],
      first: time(firstMs),
      last: time(lastMs),
      firstEver: time(firstEverMs),
    })),
    more,
  };
}
