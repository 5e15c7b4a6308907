/** `syslog stats`: counts of the store that some process, this or another, wrote. */

import { visible } from '../../../../app/base/index.ts';
import { type StoreStats, SyslogStore } from '../../../syslog/read/syslog-store.ts';
import type { CommandContext } from '../context.ts';
import { type FilterOptions, filterOf } from './filter-options.ts';
import { storeFileOf } from './store-file.ts';

export interface StatsOptions extends FilterOptions {
  store?: string;
}

export async function showStats(
  words: readonly string[],
  options: StatsOptions,
  context: CommandContext,
): Promise<void> {
  const store = new SyslogStore(storeFileOf(options, context));
  try {
    const filter = filterOf(options, words);
    const stats = context.interruption.whileBusy(() => store.stats(filter));
    await (options.json ? context.output.json(stats) : context.output.line(statsText(stats)));
  } finally {
    store.dispose();
  }
}

function statsText({ total, dropped, bySeverity, byBoard }: StoreStats): string {
  const counts = [...Object.entries(bySeverity), ...Object.entries(byBoard)];
  const width = Math.max(...[total, dropped, ...counts.map(([, count]) => count)].map((count) => String(count).length));
  const line = (count: number, name: string) => `${String(count).padStart(width)}  ${visible(name)}`;
  const part = (entries: [string, number][]) => ['', ...entries.map(([name, count]) => line(count, name))];
  return [
    line(total, 'rows'),
    line(dropped, 'messages were lost'),
    ...part(Object.entries(bySeverity)),
    ...part(Object.entries(byBoard)),
  ].join('\n');
}
