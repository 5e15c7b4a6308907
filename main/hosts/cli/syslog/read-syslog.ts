/** `syslog tail` and `syslog search`: read the store that some process, this or another, wrote. */
import { systemClock } from '../../../platform/system-clock.ts';
import { SyslogStore } from '../../../syslog/read/syslog-store.ts';
import { type CommandContext, endOf } from '../context.ts';
import { type FilterOptions, filterOf } from './filter-options.ts';
import { LiveRows } from './live-rows.ts';
import { newestRows, searched } from './newest-rows.ts';
import { RowPrinter } from './row-printer.ts';
import { storeFileOf } from './store-file.ts';

export interface SearchOptions extends FilterOptions {
  lines: number;
  store?: string;
}

export interface TailOptions extends FilterOptions {
  lines: number;
  follow?: true;
  store?: string;
}

/** SQLite tells no other process of new rows; asking costs well under a millisecond. */
const askAgainMs = 200;

export async function searchSyslog(
  words: readonly string[],
  options: SearchOptions,
  context: CommandContext,
): Promise<void> {
  const store = new SyslogStore(storeFileOf(options, context));
  try {
    const filter = filterOf(options, words);
    const { lastId } = store.totals();
    const pages = newestRows(searched(store, context), filter, { lastId, limit: options.lines });
    const count = await new RowPrinter(context.output, options).printPast(pages);
    if (count === options.lines && count > 0) {
      const these = count === 1 ? 'This is the newest row' : `These are the newest ${count} rows`;
      context.output.say(`${these}; there may be more. Ask for them with -n.`);
    }
  } finally {
    store.dispose();
  }
}

export async function tailSyslog(
  words: readonly string[],
  options: TailOptions,
  context: CommandContext,
): Promise<void> {
  const store = new SyslogStore(storeFileOf(options, context));
  try {
    const filter = filterOf(options, words);
    const printer = new RowPrinter(context.output, options);
    const { lastId } = store.totals();
    await printer.printPast(newestRows(searched(store, context), filter, { lastId, limit: options.lines }));
    if (options.follow === undefined) return;
    context.output.note('Waiting for more; Ctrl-C ends.\n');
    await follow(store, new LiveRows({ source: store, filter, printer, afterId: lastId }), endOf(context));
  } finally {
    store.dispose();
  }
}

/** Until the command is to end: that is how it is meant to, so it is no failure. */
async function follow(store: SyslogStore, rows: LiveRows, end: AbortSignal): Promise<void> {
  while (!end.aborted) {
    await rows.advance(store.totals().lastId);
    await pause(end);
  }
}

function pause(end: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = systemClock.schedule(done, askAgainMs);
    function done(): void {
      timer.dispose();
      end.removeEventListener('abort', done);
      resolve();
    }
    if (end.aborted) done();
    else end.addEventListener('abort', done, { once: true });
  });
}
