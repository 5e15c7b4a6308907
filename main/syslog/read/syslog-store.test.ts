import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  datagramOf,
  parseQuery,
  passesFilter,
  queryPredicate,
  type SyslogFilter,
  type SyslogRow,
} from '../../../app/syslog/index.ts';
import { openForReading } from '../store/log-database.ts';
import { LogWriter } from '../store/log-writer.ts';
import { batchOf, type SentDatagram, temporaryFolder } from '../testing/batches.ts';
import { indexMatch, pieceRows, severitiesOf } from './filter-query.ts';
import { SyslogStore } from './syslog-store.ts';

/** A new store with these datagrams in it, and both sides of it. */
function storeOf(sent: readonly SentDatagram[]) {
  const file = join(temporaryFolder(), 'log.db');
  const writer = new LogWriter(file);
  onTestFinished(() => writer.dispose());
  if (sent.length > 0) writer.write(batchOf(sent), 0);
  const store = new SyslogStore(file);
  onTestFinished(() => store.dispose());
  return { file, writer, store };
}

const all = { limit: 1000 };
const ids = (rows: readonly SyslogRow[]) => rows.map(({ id }) => id);
const words = (count: number) => Array.from({ length: count }, (_, index) => ({ datagram: `<14>word ${index + 1}` }));

describe('a stored message', () => {
  it('comes back whole', () => {
    const datagram = '<165>1 2024-05-01T11:59:59.5Z picow app 7 ID [meta sequenceId="1" x="\\""] größe 😀';
    const { store } = storeOf([{ datagram, address: '192.168.1.9', receivedAtMs: 1_714_564_800_123 }]);
    expect(store.rows({}, all)).toEqual([
      {
        id: 1,
        receivedAtMs: 1_714_564_800_123,
        address: '192.168.1.9',
        format: 'rfc5424',
        facility: 20,
        severity: 5,
        timestampMs: Date.UTC(2024, 4, 1, 11, 59, 59, 500),
        timestampText: '2024-05-01T11:59:59.5Z',
        hostname: 'picow',
        appName: 'app',
        procId: '7',
        msgId: 'ID',
        structuredData: [
          {
            id: 'meta',
            parameters: [
              ['sequenceId', '1'],
              ['x', '"'],
            ],
          },
        ],
        text: 'größe 😀',
        raw: null,
      },
    ]);
  });

  it("gives its datagram's bytes back, whatever they are", () => {
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(`<14>${text}`)),
    );
    fc.assert(
      fc.property(fc.array(anyBytes, { minLength: 1, maxLength: 30 }), (datagrams) => {
        const { store, writer } = storeOf(datagrams.map((datagram) => ({ datagram })));
        const given = store.rows({}, all).map((row) => Buffer.from(datagramOf(row)));
        store.dispose();
        writer.dispose();
        expect(given).toEqual(datagrams.map((datagram) => Buffer.from(datagram)));
      }),
      { numRuns: 15 },
    );
  });
});

describe('rows', () => {
  it('are the newest, in ascending order', () => {
    const { store } = storeOf(words(10));
    expect(ids(store.rows({}, { limit: 3 }))).toEqual([8, 9, 10]);
  });

  it('are paged backwards by id', () => {
    const { store } = storeOf(words(10));
    expect([store.rows({}, { beforeId: 8, limit: 3 }), store.rows({}, { beforeId: 2, limit: 3 })].map(ids)).toEqual([
      [5, 6, 7],
      [1],
    ]);
  });

  it('are followed by id', () => {
    const { store, writer } = storeOf(words(10));
    writer.write(batchOf(words(5)), 0);
    expect([store.rowsAfter({}, 10, 1000), store.rowsAfter({}, 10, 2), store.rowsAfter({}, 15, 9)].map(ids)).toEqual([
      [11, 12, 13, 14, 15],
      [14, 15],
      [],
    ]);
  });

  it('are 1 to 1000 at a time', () => {
    const { store } = storeOf(words(1001));
    expect([0, 5000].map((limit) => store.rows({}, { limit }).length)).toEqual([1, 1000]);
  });
});

describe('a filter in the store', () => {
  it.each([
    ['%', [2]],
    ['_', [3]],
    ['\\', [4]],
    ['100', [2, 3]],
    ['CENT', [3, 5]],
    ["'; DROP TABLE messages; --", []],
    ['\0', []],
  ])('takes the text %s by the letter', (text, expected) => {
    const { store } = storeOf(
      ['plain', '100% full', '100_cent', 'C:\\path', 'Centre'].map((word) => ({ datagram: `<14>${word}` })),
    );
    expect(ids(store.rows({ text }, all))).toEqual(expected);
  });

  it('finds what a text outside ASCII is in lower case', () => {
    const { store } = storeOf([{ datagram: '<14>\u212A İ' }]);
    expect(ids(store.rows({ text: 'k İ' }, all))).toEqual([1]);
  });

  const word = fc.constantFrom(
    'wlan',
    'WLAN',
    'Größe',
    'GRÖSSE',
    'größe',
    '\u212A',
    'k',
    'K',
    'İ',
    'i',
    '%',
    '_',
    '\\',
    'x%y',
    '␀',
    '\uFFFD',
    '😀',
  );
  const sent = fc.record({
    datagram: fc
      .tuple(
        fc.nat(191),
        fc.constantFrom('', 'Apr 30 18:45:34 picow-1 ', 'Apr 30 18:45:34 WLAN ', '1 - größe a - - - '),
        word,
        word,
      )
      .map(([pri, header, first, second]) => `<${pri}>${header}${first} ${second}`),
    address: fc.constantFrom('192.168.1.7', '192.168.1.8', 'picow-1'),
  });
  const filter: fc.Arbitrary<SyslogFilter> = fc.record(
    {
      text: fc.oneof(
        word,
        fc.tuple(word, word).map((two) => two.join(' ')),
        fc.constantFrom('', '\ud83d', 'x'.repeat(20_000)),
      ),
      severityAtMost: fc.constantFrom(0, 3, 6, 7),
      host: fc.constantFrom('picow-1', 'WLAN', '192.168.1.7', 'größe', 'nobody', 'picow-1\0', '\ud83d'),
    },
    { requiredKeys: [] },
  );

  it('lets pass what passesFilter lets pass, in every page', () => {
    fc.assert(
      fc.property(
        fc.array(sent, { minLength: 1, maxLength: 40 }),
        fc.array(filter, { minLength: 8, maxLength: 8 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(45),
        (datagrams, filters, limit, edge) => {
          const { store, writer } = storeOf(datagrams);
          const stored = store.rows({}, all);
          const answers = filters.map((each) => [
            store.rows(each, { limit }),
            store.rows(each, { limit, beforeId: edge }),
            store.rowsAfter(each, edge, limit),
          ]);
          store.dispose();
          writer.dispose();
          const expected = filters.map((each) => {
            const passing = stored.filter((row) => passesFilter(each, row));
            return [
              passing.slice(-limit),
              passing.filter(({ id }) => id < edge).slice(-limit),
              passing.filter(({ id }) => id > edge).slice(-limit),
            ];
          });
          expect(answers).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  const clock = { nowMs: Date.UTC(2024, 4, 1, 12), zoneOffsetMinutes: 0 };
  const term = fc.oneof(
    word.map((text) => (/[%_\\]/.test(text) ? `"${text.replaceAll('\\', '\\\\')}"` : text)),
    fc.tuple(word, word).map(([one, two]) => `"${`${one} ${two}`.replaceAll('\\', '\\\\')}"`),
    fc.constantFrom(
      ...['severity>=warning', 'severity:6', 'severity<=err', 'host:picow-1', 'host:PICOW*', 'host:*', 'host:nobody'],
      ...[
        'app:a',
        'app:*',
        'address:192.168.1.?',
        'address:*7',
        'facility:local0',
        'format:rfc3164',
        'via:serial',
        '-via:network',
        'text:l',
        'text:ö',
      ],
      ...['has:app', 'has:host', 'has:raw', 'has:time', 'after:2024-05-01T12:00Z', 'before:2024-05-01T12:00Z'],
      ...[
        '/W[lL]/',
        '/größe/i',
        'wl',
        'gr',
        '"wlan wlan"',
        '"k"',
        '(wlan OR k)',
        'wlan OR host:WLAN',
        '-(k host:picow-1)',
      ],
    ),
  );
  const query = fc
    .array(fc.tuple(fc.boolean(), term), { maxLength: 3 })
    .map((terms) => terms.map(([negated, text]) => (negated && !text.startsWith('-') ? `-${text}` : text)).join(' '));

  it('lets pass what its query lets pass, in every page', () => {
    fc.assert(
      fc.property(
        fc.array(sent, { minLength: 1, maxLength: 40 }),
        fc.array(query, { minLength: 10, maxLength: 10 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(45),
        fc.nat(45),
        (datagrams, queries, limit, edge, indexed) => {
          const { store, writer } = storeOf(datagrams);
          writer.indexWords(indexed);
          const stored = store.rows({}, all);
          const answers = queries.map((each) => [
            store.rows({ query: each }, { limit }),
            store.rowsAfter({ query: each, severityAtMost: 5 }, edge, limit),
          ]);
          store.dispose();
          writer.dispose();
          const expected = queries.map((each) => {
            const passing = stored.filter(queryPredicate(parseQuery(each, clock)));
            return [
              passing.slice(-limit),
              passing.filter(({ id, severity }) => id > edge && severity <= 5).slice(-limit),
            ];
          });
          expect(answers).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('finds words through the index of words', () => {
    const { file, writer } = storeOf(words(100));
    writer.indexWords(1000);
    const database = openForReading(file);
    onTestFinished(() => database.close());
    const piece = { table: 'words_1', ids: null, after: 0, before: 1000 };
    const { sql, parameters, id } = pieceRows(piece, '("word" AND "7"*)', []);
    const newest = `SELECT ${id} AS id ${sql} ORDER BY ${id} DESC LIMIT ?`;
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${newest}`).all(...parameters, 10);
    expect([plan.map(({ detail }) => detail), database.prepare(newest).all(...parameters, 3)]).toEqual([
      [expect.stringMatching(/^SCAN words_1 VIRTUAL TABLE INDEX/), expect.stringMatching(/^SEARCH m USING INTEGER/)],
      [{ id: 79 }, { id: 78 }, { id: 77 }],
    ]);
  });

  it('refuses a query that is wrong', () => {
    const { store } = storeOf(words(1));
    expect(() => store.rows({ query: 'hots:x' }, all)).toThrow(expect.objectContaining({ code: 'bad-query' }));
  });

  it('asks the index of words for a host and for rare severities', () => {
    const parts = { hostIds: [3, 4], severities: severitiesOf({ severityAtMost: 1 }), conditions: [] };
    const any = { hostIds: null, severities: severitiesOf({}), conditions: [] };
    const words = indexMatch(parts, '("wifi")')?.replaceAll('\ue000', '#');
    expect([words, indexMatch(any, null), indexMatch({ ...any, severities: [0, 1, 2, 3, 4, 5, 6] }, null)]).toEqual([
      '("wifi") AND ("#h3" OR "#h4") AND ("#s0" OR "#s1")',
      null,
      null,
    ]);
  });
});

describe('hosts', () => {
  it('are counted by hostname, or by address where there is none, the most talkative first', () => {
    const { store, writer } = storeOf([
      { datagram: '<14>a', address: '10.0.0.1' },
      { datagram: '<14>Apr 30 18:45:34 picow b', address: '10.0.0.1' },
      { datagram: '<14>Apr 30 18:45:34 picow c', address: '10.0.0.2' },
    ]);
    writer.write(batchOf([{ datagram: '<14>d', address: '10.0.0.3' }, { datagram: '<14>Apr 30 18:45:34 picow e' }]), 0);
    expect(store.hosts()).toEqual([
      { host: 'picow', count: 3 },
      { host: '10.0.0.1', count: 1 },
      { host: '10.0.0.3', count: 1 },
    ]);
  });

  it('are at most 200', () => {
    const { store } = storeOf(
      Array.from({ length: 250 }, (_, index) => ({ datagram: '<14>x', address: `10.0.0.${index}` })),
    );
    expect(store.hosts()).toHaveLength(200);
  });
});

describe('clearing', () => {
  it('deletes every row, and ids go on', () => {
    const { store, writer } = storeOf(words(10));
    writer.indexWords(5);
    writer.clear();
    const cleared = [store.rows({}, all), store.hosts(), store.totals()];
    writer.write(batchOf(words(2)), 0);
    expect([cleared, ids(store.rows({}, all)), store.totals()]).toEqual([
      [[], [], { lastId: 10, totalRows: 0 }],
      [11, 12],
      { lastId: 12, totalRows: 2 },
    ]);
  });
});

describe('retention', () => {
  const hour = 3_600_000;
  const nowMs = Date.UTC(2024, 4, 1, 12);
  const aged = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      datagram: `<14>word ${index + 1}`,
      address: `10.0.0.${index % 2}`,
      receivedAtMs: nowMs - (count - index) * hour,
    }));

  it.each([
    ['age', { mostAgeMs: 3.5 * hour }, [8, 9, 10]],
    ['count', { mostRows: 4 }, [7, 8, 9, 10]],
    ['both', { mostAgeMs: 3.5 * hour, mostRows: 4 }, [8, 9, 10]],
    ['nothing', {}, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    [
      'more than there is',
      { mostRows: 10, mostAgeMs: 100 * hour, mostBytes: 2 ** 30 },
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    ],
  ])('by %s keeps the newest, in pieces, with every count and word in order', (_case, retention, kept) => {
    const { store, writer } = storeOf(aged(10));
    writer.indexWords(5);
    const pieces: number[] = [];
    for (let count = 2; count === 2; pieces.push(count)) count = writer.prune(retention, nowMs, 2);
    writer.indexWords(100);
    const gone = 10 - kept.length;
    expect([
      ids(store.rows({}, all)),
      ids(store.rows({ query: 'word' }, all)),
      store.totals(),
      store.hosts().reduce((sum, { count }) => sum + count, 0),
      pieces.reduce((sum, count) => sum + count, 0),
    ]).toEqual([kept, kept, { lastId: 10, totalRows: kept.length }, kept.length, gone]);
  });

  it('by size deletes the oldest until the rest fits', () => {
    const { store, writer } = storeOf(words(3000));
    const mostBytes = Math.round(store.size().usedBytes / 2);
    while (writer.prune({ mostBytes }, nowMs, 100) > 0);
    const left = store.totals().totalRows;
    expect(store.size().usedBytes).toBeLessThanOrEqual(mostBytes);
    expect(left).toBeGreaterThan(500);
    expect(ids(store.rows({}, { limit: 1 }))).toEqual([3000]);
  });
});

describe('two writers on one store', () => {
  it('take turns, and every row has an id of its own', () => {
    const { file, store, writer } = storeOf(words(3));
    const second = new LogWriter(file);
    onTestFinished(() => second.dispose());
    second.write(batchOf([{ datagram: '<14>x', address: '10.0.0.9' }]), 0);
    writer.write(batchOf(words(2)), 0);
    second.write(batchOf(words(1)), 0);
    expect([ids(store.rows({}, all)), store.totals(), store.hosts()]).toEqual([
      [1, 2, 3, 4, 5, 6, 7],
      { lastId: 7, totalRows: 7 },
      [
        { host: '192.168.1.7', count: 6 },
        { host: '10.0.0.9', count: 1 },
      ],
    ]);
  });
});

it('counts each row once while another thread takes rows into the counts', async () => {
  const { file, store } = storeOf([]);
  const writerUrl = JSON.stringify(new URL('../store/log-writer.ts', import.meta.url));
  const written = `
    const { LogWriter } = await import(${writerUrl});
    const writer = new LogWriter(${JSON.stringify(file)});
    const bytes = Buffer.from('<14>x');
    for (let minute = 0; ; minute++) {
      const row = { bytes, ends: [5], addresses: ['192.168.1.7'], receivedAtMs: [minute * 60_000], position: 0 };
      writer.write(row, 0);
      while (writer.indexWords(1) > 0);
    }`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(written)}`));
  onTestFinished(async () => void (await worker.terminate()));
  const missed: number[] = [];
  while (store.totals().totalRows < 1000) {
    const { totalRows } = store.totals();
    const { total } = store.stats({});
    if (total < totalRows) missed.push(totalRows - total);
  }
  expect(missed).toEqual([]);
});
