/** A crash that its board sends, prints, and tells of again after its next start is in the log several times, and one error. */
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LogWriter } from '../store/log-writer.ts';
import { batchOf, type SentDatagram, temporaryFolder } from '../testing/batches.ts';
import { SyslogStore } from './syslog-store.ts';

const nowMs = Date.UTC(2024, 4, 3, 12);

function storeOf(sent: readonly SentDatagram[]): SyslogStore {
  const file = join(temporaryFolder(), 'log.db');
  const writer = new LogWriter(file);
  onTestFinished(() => writer.dispose());
  writer.write(batchOf(sent), 0);
  writer.keepBoards();
  const store = new SyslogStore(file);
  onTestFinished(() => store.dispose());
  return store;
}

describe('the kinds of errors of a board that prints here too', () => {
  const raisedAt = (line: number, exception = 'OSError: [Errno 5] EIO', file = '<stdin>') =>
    `Traceback (most recent call last):\n  File "${file}", line 9, in <module>\n  File "${file}", line ${line}, in connect\n${exception}`;
  /** Seconds after an hour ago. */
  const atMs = (seconds: number) => nowMs - 3_600_000 + seconds * 1000;
  const sentAt = (seconds: number, text: string, host = 'shed'): SentDatagram => ({
    datagram: `<10>1 - ${host} main - CRASH - ${text}`,
    receivedAtMs: atMs(seconds),
  });
  const printedAt = (seconds: number, text: string, host = 'shed'): SentDatagram => ({
    datagram: `<11>1 - ${host} main.py - - - ${text}`,
    address: 'serial/sim:',
    receivedAtMs: atMs(seconds),
  });
  const counts = (sent: readonly SentDatagram[], filter: Parameters<SyslogStore['errors']>[0] = {}) =>
    storeOf(sent)
      .errors(filter, { nowMs })
      .kinds.map(({ count }) => count);

  it('have a crash once that it sends and prints', () => {
    const store = storeOf([sentAt(0, raisedAt(3)), printedAt(0.2, raisedAt(3))]);
    expect(store.errors({}, { nowMs }).kinds).toMatchObject([
      {
        ...{ count: 1, severity: 2, firstMs: atMs(0), lastMs: atMs(0), firstEverMs: atMs(0), lastId: 1 },
        ...{ boards: ['shed'], boardCount: 1, sentBy: { address: '192.168.1.7', hostname: 'shed' }, app: 'main' },
        // What runs from here the board calls <stdin>; what it printed says which program that was.
        place: { file: 'main.py', named: '<stdin>', program: 'main.py', line: 3, inFunction: 'connect' },
      },
    ]);
  });

  it('have it once among the rows that it sent, and among those that it printed', () => {
    const sent = [sentAt(0, raisedAt(3)), printedAt(0.2, raisedAt(3))];
    const store = storeOf(sent);
    const [one] = store.errors({ query: '-via:serial' }, { nowMs }).kinds;
    expect(one).toMatchObject({ count: 1, severity: 2, lastId: 1, lastMs: atMs(0) });
    const [other] = store.errors({ query: 'via:serial' }, { nowMs }).kinds;
    expect(other).toMatchObject({ count: 1, severity: 3, lastId: 2, firstMs: atMs(0.2), firstEverMs: atMs(0.2) });
  });

  it.each<[string, SentDatagram[]]>([
    ['that waited for the Wi-Fi', [printedAt(0, raisedAt(3)), sentAt(25, raisedAt(3))]],
    [
      'that came a line a message',
      [
        ...raisedAt(3)
          .split('\n')
          .map((line) => ({ datagram: `<11>1 - shed main - - - ${line}`, receivedAtMs: atMs(0) })),
        printedAt(1, raisedAt(3)),
      ],
    ],
    [
      'that was caught further in than it was printed',
      [sentAt(0, raisedAt(3).replace(/ {2}File.*9.*\n/, '')), printedAt(1, raisedAt(3))],
    ],
    [
      'of which the last calls were sent',
      [sentAt(0, raisedAt(3).replace(/ {2}File.*9.*\n/, '  ...\n')), printedAt(1, raisedAt(3))],
    ],
    [
      'that was printed where it was caught first',
      [printedAt(0, raisedAt(3).replace(/ {2}File.*9.*\n/, '')), sentAt(1, raisedAt(3))],
    ],
    [
      'among many others',
      [
        sentAt(0, raisedAt(3)),
        ...Array.from({ length: 3000 }, () => ({ datagram: '<11>1 - attic app - - - x', receivedAtMs: atMs(0.5) })),
        printedAt(1, raisedAt(3)),
      ],
    ],
  ])('have one once %s', (_what, sent) => {
    expect(counts(sent, { query: '-host:attic' })).toEqual([1]);
  });

  it('have it once where the board names itself on its serial line only', () => {
    const nameless = (seconds: number, text: string) => ({
      datagram: `<11>main: ${text}`,
      receivedAtMs: atMs(seconds),
    });
    const known = { datagram: '<13>1 - shed main - BOOT - started', receivedAtMs: atMs(-9) };
    expect(
      counts([known, nameless(-8, 'a'), nameless(0, raisedAt(3)), printedAt(1, raisedAt(3))], { query: 'Traceback' }),
    ).toEqual([1]);
    // Two boards have that address.
    const other = { datagram: '<13>1 - attic main - BOOT - started', receivedAtMs: atMs(-7) };
    expect(counts([known, other, nameless(0, raisedAt(3)), printedAt(1, raisedAt(3))], { query: 'Traceback' })).toEqual(
      [2],
    );
  });

  it.each<[string, SentDatagram[]]>([
    [
      'soon after the first, both sent and printed',
      [sentAt(0, raisedAt(3)), printedAt(0, raisedAt(3)), sentAt(3, raisedAt(3)), printedAt(3, raisedAt(3))],
    ],
    [
      'soon after the first, and sent only',
      [sentAt(0, raisedAt(3)), printedAt(0, raisedAt(3)), sentAt(3, raisedAt(3))],
    ],
    [
      'soon after the first, and printed only',
      [sentAt(0, raisedAt(3)), printedAt(0, raisedAt(3)), printedAt(3, raisedAt(3))],
    ],
    ['some time after one that was sent only', [sentAt(0, raisedAt(3)), printedAt(10, raisedAt(3))]],
    ['long after one that was printed only', [printedAt(0, raisedAt(3)), sentAt(60, raisedAt(3))]],
    ['in another line', [sentAt(0, raisedAt(3)), printedAt(0.1, raisedAt(4))]],
    ['on another board', [sentAt(0, raisedAt(3)), printedAt(0.1, raisedAt(3), 'attic')]],
    ['with another message', [sentAt(0, raisedAt(3, 'ValueError: 1')), printedAt(0.1, raisedAt(3, 'ValueError: 2'))]],
    ['in a file', [sentAt(0, raisedAt(3)), { ...printedAt(0.1, raisedAt(3)), address: 'old.log' }]],
  ])('have another one too: %s', (_what, sent) => {
    expect(counts(sent)).toEqual([2]);
  });

  describe('and tells after its next start what ended the last run', () => {
    const reportAt = (seconds: number, text: string, host = 'shed'): SentDatagram => ({
      datagram: `<11>1 - ${host} main - LAST-CRASH - The last run ended by this:\n${text}`,
      receivedAtMs: atMs(seconds),
    });

    it.each<[string, SentDatagram[]]>([
      ['sent', [sentAt(0, raisedAt(3)), reportAt(900, raisedAt(3))]],
      ['printed', [printedAt(0, raisedAt(3)), reportAt(900, raisedAt(3))]],
      ['sent and printed', [sentAt(0, raisedAt(3)), printedAt(0, raisedAt(3)), reportAt(6, raisedAt(3))]],
      ['sent from another address', [{ ...sentAt(0, raisedAt(3)), address: '192.168.1.9' }, reportAt(9, raisedAt(3))]],
      [
        'sent before the shell raised something',
        [sentAt(0, raisedAt(3)), printedAt(5, raisedAt(7)), reportAt(9, raisedAt(3))],
      ],
      ['never told of otherwise', [reportAt(9, raisedAt(3))]],
    ])('have the crash once that it had %s', (_what, sent) => {
      expect(counts(sent, { query: '"line 3"' })).toEqual([1]);
    });

    it('have it once in whatever part of the log', () => {
      const store = storeOf([sentAt(0, raisedAt(3)), reportAt(900, raisedAt(3))]);
      const inShort = (query: string) =>
        store.errors({ query }, { nowMs }).kinds.map(({ count, lastId, sentBy }) => [count, lastId, sentBy?.hostname]);
      expect(inShort('')).toEqual([[1, 1, 'shed']]);
      expect(inShort('msgid:CRASH')).toEqual([[1, 1, 'shed']]);
      expect(inShort('msgid:LAST-CRASH')).toEqual([[1, 2, undefined]]);
    });

    it.each<[string, SentDatagram[]]>([
      [
        'was reported too',
        [sentAt(0, raisedAt(3)), reportAt(9, raisedAt(3)), sentAt(12, raisedAt(3)), reportAt(20, raisedAt(3))],
      ],
      ['never came otherwise', [sentAt(0, raisedAt(3)), reportAt(9, raisedAt(3)), reportAt(20, raisedAt(3))]],
      [
        'never came otherwise, after another',
        [sentAt(0, raisedAt(3)), sentAt(12, raisedAt(4)), reportAt(20, raisedAt(3))],
      ],
      ['was on another board', [sentAt(0, raisedAt(3)), reportAt(9, raisedAt(3), 'attic')]],
    ])('have the next crash too, which %s', (_what, sent) => {
      expect(counts(sent, { query: '"line 3"' })).toEqual([2]);
    });
  });

  it('count what a crashing board sends and prints as often as it crashed', () => {
    const crash = fc.record({
      afterMs: fc.integer({ min: 0, max: 40_000 }),
      sentMs: fc.integer({ min: 0, max: 2000 }),
      printedMs: fc.integer({ min: 0, max: 2000 }),
      reach: fc.constantFrom('sent', 'printed', 'both', 'both', 'both'),
      line: fc.integer({ min: 3, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(crash, { maxLength: 12 }), (crashes) => {
        let nextMs = 0;
        const datagrams = crashes.flatMap(({ afterMs, sentMs, printedMs, reach, line }) => {
          // One that was sent only, and one that was printed only, are two where nothing can tell: further apart.
          nextMs += reach === 'both' ? afterMs : afterMs + 40_000;
          const both = [
            ...(reach === 'printed' ? [] : [sentAt((nextMs + sentMs) / 1000, raisedAt(line))]),
            ...(reach === 'sent' ? [] : [printedAt((nextMs + printedMs) / 1000, raisedAt(line))]),
          ];
          if (reach !== 'both') nextMs += 40_000;
          return both;
        });
        datagrams.sort((a, b) => (a.receivedAtMs ?? 0) - (b.receivedAtMs ?? 0));
        const counted = counts(datagrams).reduce((sum, each) => sum + each, 0);
        expect(counted).toBe(crashes.length);
      }),
      { numRuns: 60 },
    );
  });
});
