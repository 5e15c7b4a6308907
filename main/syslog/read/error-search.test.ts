import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LogWriter } from '../store/log-writer.ts';
import { batchOf, type SentDatagram, temporaryFolder } from '../testing/batches.ts';
import { SyslogReader } from './syslog-reader.ts';
import { SyslogStore } from './syslog-store.ts';

const nowMs = Date.UTC(2024, 4, 3, 12);
const hourMs = 60 * 60 * 1000;

/** `indexed`: so many of the rows are in the index of words. */
function storeOf(sent: readonly SentDatagram[], indexed = sent.length) {
  const file = join(temporaryFolder(), 'log.db');
  const writer = new LogWriter(file);
  onTestFinished(() => writer.dispose());
  writer.write(batchOf(sent.slice(0, indexed)), 0);
  while (writer.indexWords(1000) > 0);
  if (indexed < sent.length) writer.write(batchOf(sent.slice(indexed)), 0);
  writer.keepBoards();
  const store = new SyslogStore(file);
  onTestFinished(() => store.dispose());
  return { file, store };
}

const at = (hours: number, datagram: string): SentDatagram => ({ datagram, receivedAtMs: nowMs - hours * hourMs });
const traceback = (line: number, exception = 'OSError: [Errno 116] ETIMEDOUT') =>
  `Traceback (most recent call last):\n  File "main.py", line ${line}, in connect\n${exception}`;
/** The same a line a message, after a millisecond each. */
const split = (hours: number, head: string, whole: string): SentDatagram[] =>
  whole.split('\n').map((line, index) => ({ datagram: head + line, receivedAtMs: nowMs - hours * hourMs + index }));
const inShort = (store: SyslogStore, filter: Parameters<SyslogStore['errors']>[0] = {}) =>
  store.errors(filter, { nowMs }).kinds.map(({ title, count, boards }) => `${count} ${title} (${boards.join(' ')})`);

const place = { file: 'main.py', named: 'main.py', program: null };

describe('the kinds of errors', () => {
  const sent = [
    at(30, '<11>1 - attic app - - - lost 1'),
    at(29, `<11>1 - shed main - - - ${traceback(40)}`),
    at(28, '<14>1 - shed app - - - all is well'),
    at(27, '<10>1 - attic app - - - lost 2'),
    at(3, '<11>1 - shed app - - - no answer from 10.0.0.1'),
    at(2, `<14>1 - attic main - - - ${traceback(41)}`),
    at(1, '<11>1 - shed app - - - lost 3'),
  ];

  it.each([7, 4, 0])('are those of the rows that are errors, and of tracebacks, %i rows in the index', (indexed) => {
    const { store } = storeOf(sent, indexed);
    const { kinds, more, countedFromMs } = store.errors({}, { nowMs });
    expect({ more, countedFromMs }).toEqual({ more: { kinds: 0, lines: 0, isAtLeast: false }, countedFromMs: null });
    expect(kinds).toEqual([
      {
        ...{
          title: 'lost #',
          place: null,
          app: 'app',
          severity: 2,
          count: 3,
          boards: ['shed', 'attic'],
          boardCount: 2,
        },
        ...{ firstMs: nowMs - 30 * hourMs, lastMs: nowMs - hourMs, firstEverMs: nowMs - 30 * hourMs, lastId: 7 },
        sentBy: { address: '192.168.1.7', hostname: 'shed' },
        term: 'severity>=error app:app /^lost \\d+(?:[.,:]\\d+)*(?=\\n|$)/',
        fingerprint: expect.stringMatching(/^[\da-f]{16}$/),
        newSince: null,
      },
      {
        ...{ title: 'OSError: [Errno 116] ETIMEDOUT', place: { ...place, line: 41, inFunction: 'connect' } },
        ...{ app: 'main', severity: 3, count: 2, boards: ['attic', 'shed'], boardCount: 2 },
        ...{ firstMs: nowMs - 29 * hourMs, lastMs: nowMs - 2 * hourMs, firstEverMs: nowMs - 29 * hourMs, lastId: 6 },
        sentBy: { address: '192.168.1.7', hostname: 'attic' },
        term: '/File "main\\.py", line \\d+, in connect\\s+OSError: \\[Errno 116(?!\\d)/',
        fingerprint: expect.stringMatching(/^[\da-f]{16}$/),
        newSince: null,
      },
      expect.objectContaining({ title: 'no answer from #', count: 1, newSince: 'day' }),
    ]);
    for (const { term, count } of kinds) expect(store.rows({ query: term }, { limit: 10 })).toHaveLength(count);
  });

  it('are those among the rows that pass, and know since when the log has them', () => {
    const { store } = storeOf(sent);
    expect(inShort(store, { query: 'host:attic' })).toEqual([
      '1 OSError: [Errno 116] ETIMEDOUT (attic)',
      '2 lost # (attic)',
    ]);
    const [lost] = store.errors({ query: '/lost 3/' }, { nowMs }).kinds;
    expect(lost).toMatchObject({ count: 1, firstMs: nowMs - hourMs, firstEverMs: nowMs - 30 * hourMs, newSince: null });
    expect(inShort(store, { severityAtMost: 2 })).toEqual(['1 lost # (attic)']);
    expect(inShort(store, { query: 'nothing' })).toEqual([]);
    expect(() => store.errors({ query: 'severity>=' })).toThrow(/query is wrong/);
  });

  it('have a traceback once that came a line a message, also between others', () => {
    const others = (hours: number) => [
      at(hours, '<11>1 - attic app - - - lost 7'),
      at(hours, '<14>1 - shed app - - - x'),
    ];
    const [first, second, third] = split(2, '<11>1 - shed main - - - ', traceback(4));
    const { store } = storeOf([
      ...split(4, '<14>', traceback(3)),
      ...[first, ...others(2), second, at(2, '<11>1 - shed main - - - lost 1'), third].filter(
        (each) => each !== undefined,
      ),
      // Its end is missing, and what comes later is none of it.
      ...split(1, '<11>', traceback(5)).slice(0, 2),
      at(0.5, '<11>OSError: [Errno 116] ETIMEDOUT'),
    ]);
    expect(inShort(store)).toEqual([
      '1 OSError: [Errno #] ETIMEDOUT (192.168.1.7)'.replace('#', '116'),
      '1 A traceback without its last line (192.168.1.7)',
      '2 OSError: [Errno 116] ETIMEDOUT (shed 192.168.1.7)',
      '1 lost # (shed)',
      '1 lost # (attic)',
    ]);
    expect(inShort(store, { query: 'host:shed ETIMEDOUT' })).toEqual(['1 OSError: [Errno 116] ETIMEDOUT (shed)']);
  });

  it('are new where the log has none from before the last start of their boards', () => {
    const boot = (hours: number) => at(hours, '<13>1 - shed app - BOOT [meta sequenceId="1"] started');
    const { store } = storeOf([
      boot(40),
      at(39, '<11>1 - shed app - - - old'),
      boot(30),
      at(29, '<11>1 - shed app - - - old'),
      at(28, '<11>1 - shed app - - - since the start'),
      at(27, '<11>1 - attic app - - - on another board'),
      at(2, '<11>1 - attic app - - - today'),
    ]);
    expect(store.errors({}, { nowMs }).kinds.map(({ title, newSince }) => [title, newSince])).toEqual([
      ['today', 'day'],
      ['on another board', null],
      ['since the start', 'start'],
      ['old', null],
    ]);
  });

  it('are not called new in a log that has nothing from before', () => {
    const { store } = storeOf([at(2, '<11>lost'), at(1, '<11>gone')]);
    expect(store.errors({}, { nowMs }).kinds.map(({ newSince }) => newSince)).toEqual([null, null]);
  });

  it('do not say who sent the report of what was before', () => {
    const { store } = storeOf([
      at(2, `<11>1 - shed main - LAST-CRASH - The last run ended by this:\n${traceback(1)}`),
      at(1, '<11>lost'),
    ]);
    expect(store.errors({}, { nowMs }).kinds.map(({ sentBy }) => sentBy)).toEqual([
      { address: '192.168.1.7', hostname: null },
      null,
    ]);
  });

  it('are told up to a number, and then how many more there are', () => {
    const letters = (index: number) => String(index).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '');
    const { store } = storeOf(Array.from({ length: 3000 }, (_, index) => at(1, `<11>lost ${letters(index)}`)));
    const { kinds, more } = store.errors({}, { nowMs });
    expect(kinds).toHaveLength(300);
    expect(kinds[0]?.title).toBe(`lost ${letters(2999)}`);
    expect(more).toEqual({ kinds: 1700, lines: 2700, isAtLeast: true });
  });

  it('are counted up to a budget of time, and told from when on', () => {
    const { store } = storeOf(Array.from({ length: 5000 }, (_, index) => at(50 - index / 100, '<11>lost')));
    const { kinds, countedFromMs } = store.errors({}, { nowMs, budgetMs: -1 });
    expect(kinds[0]?.count ?? 0).toBeLessThan(5000);
    expect(kinds[0]?.newSince ?? null).toBeNull();
    expect(countedFromMs).toBeGreaterThan(nowMs - 50 * hourMs);
  });

  it('are asked of another thread by the reader', async () => {
    const { file, store } = storeOf(sent);
    const reader = new SyslogReader(file);
    onTestFinished(() => reader.dispose());
    expect((await reader.errors({})).kinds.map(({ term }) => term)).toEqual(
      store.errors({}).kinds.map(({ term }) => term),
    );
    await expect(reader.errors({ query: '(' })).rejects.toMatchObject({ code: 'bad-query' });
  });

  it('count every error once, whatever is sent in whichever order', () => {
    const line = fc.record({
      datagram: fc
        .tuple(
          fc.constantFrom('<11>', '<14>', '<11>1 - shed main - - - ', '<10>1 - attic main - - - '),
          fc.constantFrom('lost 1', 'lost 22', ...traceback(3).split('\n'), traceback(4), 'all is well'),
        )
        .map((parts) => parts.join('')),
      receivedAtMs: fc.integer({ min: 0, max: 20_000 }).map((ms) => nowMs - ms),
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), fc.nat(40), (lines, indexed) => {
        const { store } = storeOf(lines, Math.min(indexed, lines.length));
        const { kinds } = store.errors({}, { nowMs });
        const rows = store.rows({ query: 'severity>=error OR "Traceback (most recent call last):"' }, { limit: 1000 });
        const counted = kinds.reduce((sum, { count }) => sum + count, 0);
        const whole = rows.filter(({ text }) => !/^(?:Traceback[^\n]*| {2}File.*|OSError.*)$/.test(text));
        expect(counted).toBeGreaterThanOrEqual(whole.length);
        expect(counted).toBeLessThanOrEqual(rows.length);
        const ofLost = kinds.filter(({ title }) => title === 'lost #').reduce((sum, { count }) => sum + count, 0);
        expect(ofLost).toBe(rows.filter(({ text }) => text.startsWith('lost')).length);
      }),
      { numRuns: 60 },
    );
  });
});
