import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  facilityNames,
  hostOf,
  parseQuery,
  queryPredicate,
  type SyslogRow,
  severityNames,
  viaOf,
} from '../../../app/syslog/index.ts';
import { LogWriter } from '../store/log-writer.ts';
import { batchOf, type SentDatagram, temporaryFolder } from '../testing/batches.ts';
import { SyslogStore } from './syslog-store.ts';

const baseMs = Date.UTC(2024, 4, 1, 11, 58, 30);

function storeOf(sent: readonly SentDatagram[]) {
  const file = join(temporaryFolder(), 'log.db');
  const writer = new LogWriter(file);
  onTestFinished(() => writer.dispose());
  if (sent.length > 0) writer.write(batchOf(sent), 0);
  const store = new SyslogStore(file);
  onTestFinished(() => store.dispose());
  return { writer, store };
}

const sent = fc.record({
  datagram: fc
    .tuple(
      fc.constantFrom(11, 14, 134, 191),
      fc.constantFrom('', 'wifi: ', '1 - picow app - - - '),
      fc.constantFrom('up', 'lost', 'lost up'),
    )
    .map(([pri, header, text]) => `<${pri}>${header}${text}`),
  address: fc.constantFrom('10.0.0.1', '10.0.0.2', 'serial/sim:'),
  // Three hours and some, back and forth: a clock that jumps.
  receivedAtMs: fc.integer({ min: 0, max: 200 }).map((minutes) => baseMs + minutes * 63_500),
});
const query = fc.constantFrom(
  ...[
    '',
    'severity>=error',
    'host:picow',
    'host:10.*',
    'app:wifi',
    '-app:wifi',
    'has:app',
    'facility:local0 -host:picow',
    'via:serial',
    'host:picow -via:serial',
  ],
  ...[
    'lost',
    'lost severity>=error',
    '/up$/',
    'after:2024-05-01T12:30:10Z',
    'before:2024-05-01T13:00:30Z host:10.0.0.1',
  ],
  ...[
    'app:wifi OR app:app',
    '-(after:2024-05-01T12:30Z)',
    'after:2024-05-01T12:10Z before:2024-05-01T12:10:20Z',
    'format:bare',
  ],
);

const tally = (names: (string | null)[]) => {
  const counts: Record<string, number> = {};
  for (const name of names) if (name !== null) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};
const asRecord = (counts: readonly { name: string; count: number }[]) =>
  Object.fromEntries(counts.map(({ name, count }) => [name, count]));

describe('counts of rows', () => {
  it('are those of the rows, however many are in the rollups, and after the oldest are deleted', () => {
    fc.assert(
      fc.property(
        fc.array(sent, { minLength: 1, maxLength: 60 }),
        fc.array(query, { minLength: 6, maxLength: 6 }),
        fc.nat(70),
        fc.nat(40),
        fc.constantFrom(1, 7, 60, 500),
        (datagrams, queries, indexed, kept, buckets) => {
          const { writer, store } = storeOf(datagrams.slice(0, indexed));
          writer.indexWords(1000);
          writer.write(batchOf(datagrams.slice(indexed)), 0);
          while (writer.prune({ mostRows: kept + 1 }, 0, 7) > 0);
          const rows = store.rows({}, { limit: 1000 });
          for (const each of queries) {
            const passing = rows.filter(queryPredicate(parseQuery(each, { nowMs: baseMs, zoneOffsetMinutes: 0 })));
            expect(answers(store, each, buckets)).toEqual(expected(passing));
          }
          store.dispose();
          writer.dispose();
        },
      ),
      { numRuns: 40 },
    );
  });

  function answers(store: SyslogStore, text: string, buckets: number) {
    const filter = { query: text };
    const { fromMs, bucketMs, counts } = store.histogram(filter, { buckets });
    const facets = store.facets(filter);
    const byTime = (row: Pick<SyslogRow, 'receivedAtMs' | 'severity'>) =>
      counts[Math.floor((row.receivedAtMs - fromMs) / bucketMs)]?.[row.severity] ?? 0;
    return {
      total: facets.total,
      histogram: counts.flat().reduce((sum, count) => sum + count, 0),
      everyRowHasItsBucket: store.rows(filter, { limit: 1000 }).every((row) => byTime(row) > 0),
      hosts: asRecord(facets.hosts),
      apps: asRecord(facets.apps),
      severities: asRecord(facets.severities),
      facilities: asRecord(facets.facilities),
      vias: asRecord(facets.vias),
      stats: store.stats(filter).bySeverity,
    };
  }

  function expected(passing: readonly SyslogRow[]) {
    const severities = tally(passing.map(({ severity }) => severityNames[severity]));
    return {
      total: passing.length,
      histogram: passing.length,
      everyRowHasItsBucket: true,
      hosts: tally(passing.map(hostOf)),
      apps: tally(passing.map(({ appName }) => appName)),
      severities,
      facilities: tally(passing.map(({ facility }) => facilityNames[facility] ?? null)),
      vias: tally(passing.map(({ address }) => viaOf(address))),
      stats: severities,
    };
  }

  it('come in buckets of a width that reads well', () => {
    const { store } = storeOf([
      { datagram: '<11>a', receivedAtMs: baseMs },
      { datagram: '<14>b', receivedAtMs: baseMs + 61_000 },
    ]);
    expect(store.histogram({}, { fromMs: baseMs, toMs: baseMs + 100_000, buckets: 4 })).toEqual({
      fromMs: baseMs,
      bucketMs: 30_000,
      counts: [
        [0, 0, 0, 1, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 1, 0],
        [0, 0, 0, 0, 0, 0, 0, 0],
      ],
      countedFromMs: null,
    });
  });

  it('that look at every row are given up when the time is spent, and say from when they are whole', () => {
    const { store } = storeOf(
      Array.from({ length: 3 }, (_, index) => ({ datagram: '<14>lost', receivedAtMs: baseMs + index * 1000 })),
    );
    const range = { fromMs: baseMs, toMs: baseMs + 3000, buckets: 3 };
    const { counts, countedFromMs } = store.histogram({ query: '/lost/' }, range, { budgetMs: -1 });
    expect([counts.flat().every((count) => count === 0), countedFromMs]).toEqual([true, baseMs + 3000]);
  });

  it('of an empty store are none', () => {
    const file = join(temporaryFolder(), 'log.db');
    new LogWriter(file).dispose();
    const store = new SyslogStore(file);
    onTestFinished(() => store.dispose());
    expect([
      store.facets({}).total,
      store
        .histogram({}, { buckets: 10 })
        .counts.flat()
        .some((count) => count > 0),
    ]).toEqual([0, false]);
  });
});
