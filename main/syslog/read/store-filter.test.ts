/** What a filter or a query lets pass in the store is what it lets pass in memory. */
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseQuery, passesFilter, queryPredicate, type SyslogFilter } from '../../../app/syslog/index.ts';
import { openForReading } from '../store/log-database.ts';
import { all, ids, storeOf, words } from '../testing/stores.ts';
import { indexMatch, pieceRows, severitiesOf } from './filter-query.ts';

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
