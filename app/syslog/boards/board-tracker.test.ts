import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSyslog } from '../parse/parse.ts';
import { type BoardMessage, BoardTracker } from './board-tracker.ts';

const start = Date.UTC(2026, 10, 25, 12);

interface Said {
  atS?: number;
  host?: string | null;
  sequence?: number;
  upS?: number;
  msgId?: string;
  text?: string;
  time?: string;
  origin?: string;
  address?: string;
}

function message({ atS = 0, host = 'kitchen', sequence, upS, msgId, text = 'hello', ...rest }: Said): BoardMessage {
  const { time, origin, address = '192.0.2.7' } = rest;
  const parameters: [string, string][] = [];
  if (sequence !== undefined) parameters.push(['sequenceId', `${sequence}`]);
  if (upS !== undefined) parameters.push(['sysUpTime', `${Math.floor(upS * 100)}`]);
  return {
    hostname: host,
    address,
    severity: 6,
    msgId: msgId ?? null,
    structuredData: [
      ...(parameters.length === 0 ? [] : [{ id: 'meta', parameters }]),
      ...(origin === undefined ? [] : [{ id: 'origin', parameters: [['ip', origin] as [string, string]] }]),
    ],
    text,
    timestampMs: time === undefined ? null : Date.parse(time),
    timestampText: time ?? null,
    receivedAtMs: start + atS * 1000,
  };
}

function track(...said: Said[]) {
  const tracker = new BoardTracker();
  const events = said.map((each) => tracker.take(message(each)));
  return { events, boards: tracker.boards };
}

describe('a start that was ordered from here', () => {
  const boot = (atS: number, sequence = 1) => message({ atS, sequence, msgId: 'BOOT', upS: atS });
  const arrange = () => {
    const tracker = new BoardTracker();
    tracker.take(boot(0));
    return { tracker, facts: () => tracker.boards.map(({ boots, lastBootMs }) => [boots, Number(lastBootMs) - start]) };
  };

  it('is the board’s last one, but not counted as a boot; the next one is again', () => {
    const { tracker, facts } = arrange();
    tracker.expectStart('kitchen', { by: 'run', atMs: start + 60_000 });
    // Of before, and late.
    expect(tracker.take(message({ atS: 59, sequence: 2, upS: 59 }))).toEqual([]);
    expect(tracker.take(boot(65))).toEqual([{ kind: 'boot', why: 'message', by: 'run' }]);
    expect(facts()).toEqual([[1, 65_000]]);
    expect(tracker.take(boot(80))).toEqual([{ kind: 'boot', why: 'message' }]);
    expect(facts()).toEqual([[2, 80_000]]);
  });

  it('is another one also within a second of a boot', () => {
    const { tracker, facts } = arrange();
    tracker.expectStart('kitchen', { by: 'run', atMs: start + 500 });
    expect(tracker.take(boot(0.8))).toEqual([{ kind: 'boot', why: 'message', by: 'run' }]);
    expect(tracker.take(message({ atS: 0.9, sequence: 2, upS: 0.9 }))).toEqual([]);
    expect(facts()).toEqual([[1, 800]]);
  });

  it('is none that shows long after the order, of another board, or before the order is known', () => {
    const { tracker, facts } = arrange();
    tracker.expectStart('cellar', { by: 'run', atMs: start + 59_000 });
    tracker.expectStart('kitchen', { by: 'run', atMs: start + 29_000 });
    expect(tracker.take(boot(60))).toEqual([{ kind: 'boot', why: 'message' }]);
    tracker.expectStart('kitchen', { by: 'reset', atMs: start + 59_000 });
    expect(tracker.take(boot(70))).toEqual([{ kind: 'boot', why: 'message' }]);
    expect(facts()).toEqual([[3, 70_000]]);
  });
});

describe('a board', () => {
  it('is known by its name, or by its address when it gives none, the one heard last first', () => {
    const { boards } = track({ host: null }, { host: 'cellar', address: '192.0.2.9', atS: 1 }, { host: null, atS: 2 });
    expect(boards.map(({ board, messages, lastSeenMs }) => [board, messages, lastSeenMs - start])).toEqual([
      ['192.0.2.7', 2, 2000],
      ['cellar', 1, 1000],
    ]);
  });

  it('is known by its address in lines without its name, as long as no other board has that', () => {
    const { boards } = track({}, { host: null, text: 'Traceback (most recent call last):\n' });
    expect(boards).toMatchObject([{ board: 'kitchen', messages: 2, crashes: 1, host: '192.0.2.7' }]);
    const again = new BoardTracker(boards);
    expect(again.boardOf(message({ host: null }))).toBe('kitchen');
    again.take(message({ host: 'cellar' }));
    expect(again.boardOf(message({ host: null }))).toBe('192.0.2.7');
    // Everything on this computer has the same address.
    const own = { address: '127.0.0.1' };
    const onComputer = track(own, { ...own, host: null, atS: 1 });
    expect(onComputer.boards.map(({ board }) => board)).toEqual(['127.0.0.1', 'kitchen']);
  });

  it('behind a relay is known by the address that its origin tells, and boards behind one relay are told apart', () => {
    const { boards, events } = track(
      { host: null, origin: '10.0.0.1', sequence: 7 },
      { host: null, origin: 'fe80::2', sequence: 900, atS: 1 },
      { host: null, origin: '10.0.0.1', sequence: 8, atS: 2 },
      { origin: '10.0.0.3', atS: 3 },
      { host: null, origin: 'no address', atS: 4 },
    );
    expect(events.flat()).toEqual([]);
    expect(boards.map(({ board, address, host, messages }) => [board, address, host, messages])).toEqual([
      ['192.0.2.7', '192.0.2.7', undefined, 1],
      ['kitchen', '10.0.0.3', undefined, 1],
      ['10.0.0.1', '10.0.0.1', '192.0.2.7', 2],
      ['fe80::2', 'fe80::2', '192.0.2.7', 1],
    ]);
  });

  it('that boots is seen to, by its message, once', () => {
    const { events, boards } = track(
      { sequence: 1, upS: 0, msgId: 'BOOT' },
      { sequence: 2, upS: 1, atS: 1 },
      { sequence: 1, upS: 0, msgId: 'BOOT', atS: 60 },
      { sequence: 2, upS: 1, atS: 61 },
    );
    expect(events).toEqual([[{ kind: 'boot', why: 'message' }], [], [{ kind: 'boot', why: 'message' }], []]);
    expect(boards[0]).toMatchObject({ boots: 2, lastBootMs: start + 60_000, lost: 0 });
  });

  it('whose time since the boot falls was booted, though its first lines were lost', () => {
    const { events } = track({ sequence: 900, upS: 5000 }, { sequence: 3, upS: 4, atS: 10 });
    expect(events[1]).toEqual([{ kind: 'boot', why: 'uptime' }]);
  });

  it('whose sequence alone begins again was booted', () => {
    const { events } = track({ sequence: 900 }, { sequence: 1, atS: 10 });
    expect(events[1]).toEqual([{ kind: 'boot', why: 'sequence' }]);
  });

  it('whose clock falls back to 2021 was booted, and its clock is unset until it is set', () => {
    const { events, boards } = track(
      { time: '2026-11-25T11:00:00Z' },
      { time: '2021-01-01T00:00:03Z', atS: 10 },
      { time: '2021-01-01T00:00:04Z', atS: 11 },
    );
    expect(events).toEqual([[], [{ kind: 'boot', why: 'clock' }], []]);
    expect(boards[0]).toMatchObject({ boots: 1, clockUnset: true });
    expect(track({ time: '2021-01-01T00:00:03Z' }, { time: '2026-11-25T11:00:00Z' }).boards[0]?.clockUnset).toBe(false);
  });

  it('whose clock begins anew was booted, also where its times have no year', () => {
    const tracker = new BoardTracker();
    const said = (text: string, atS: number) => {
      const receivedAtMs = start + atS * 1000;
      const parsed = parseSyslog(Buffer.from(`<14>${text} kitchen app: hello`), { receivedAtMs, zoneOffsetMinutes: 0 });
      return tracker.take({ ...parsed, address: '192.0.2.7', receivedAtMs });
    };
    expect(said('Nov 25 12:00:00', 0)).toEqual([]);
    expect(said('Jan  1 00:00:03', 60)).toEqual([{ kind: 'boot', why: 'clock' }]);
    expect(said('Jan  1 00:00:04', 61)).toEqual([]);
    expect(tracker.boards[0]).toMatchObject({ boots: 1, clockUnset: true });
    expect(said('Nov 25 12:01:02', 62)).toEqual([]);
    expect(tracker.boards[0]).toMatchObject({ boots: 1, clockUnset: false });
  });

  it('whose first lines overtake each other is booted once, and nothing is lost', () => {
    const { events, boards } = track(
      { sequence: 700, upS: 800 },
      { sequence: 2, upS: 1, atS: 10 },
      { sequence: 1, upS: 0, msgId: 'BOOT', atS: 10 },
      { sequence: 3, upS: 1, atS: 10 },
    );
    expect(events.flat()).toEqual([{ kind: 'boot', why: 'uptime' }]);
    expect(boards[0]).toMatchObject({ boots: 1, lost: 0 });
  });

  const boot = { sequence: 1, upS: 0, msgId: 'BOOT' };
  const unset = '2021-01-01T00:00:03Z';
  const set = '2026-11-25T11:00:00Z';

  it.each<[string, Said[]]>([
    [
      'its report with the number and the time of the one before',
      [boot, { sequence: 2, upS: 1, atS: 1 }, { ...boot, atS: 2 }],
    ],
    ['a second report, without a number', [{ msgId: 'BOOT' }, { msgId: 'BOOT', atS: 2 }]],
    ['a number that came already, later', [boot, { sequence: 2, atS: 1 }, { sequence: 2, atS: 3 }]],
    [
      'a number that came already, at another time since the boot',
      [boot, { sequence: 2, upS: 2 }, { sequence: 2, upS: 1 }],
    ],
    [
      'a time since the boot that falls while the sequence goes on',
      [boot, { sequence: 3, upS: 2 }, { sequence: 4, upS: 1 }],
    ],
    [
      'a time since the boot that falls, without a number',
      [
        { ...boot, upS: 30 },
        { upS: 31, atS: 1 },
        { upS: 1, atS: 4 },
      ],
    ],
    [
      'a clock that is unset once more',
      [
        { msgId: 'BOOT', time: unset },
        { time: set, atS: 1 },
        { time: unset, atS: 4 },
      ],
    ],
    [
      'a clock unset while the sequence goes on',
      [boot, { sequence: 2, time: set }, { sequence: 3, time: unset, atS: 1 }],
    ],
  ])('that boots twice within five seconds is counted twice: %s', (_what, said) => {
    const { events, boards } = track({ sequence: 700, upS: 800, time: set, atS: -60 }, ...said);
    expect(events.map((each) => each.filter(({ kind }) => kind === 'boot').length)).toEqual([
      0,
      1,
      ...said.slice(2).map(() => 0),
      1,
    ]);
    expect(boards[0]).toMatchObject({ boots: 2, lastBootMs: start + 1000 * (said.at(-1)?.atS ?? 0) });
  });

  it.each<[string, Said[]]>([
    [
      'its report after its other lines',
      [
        { sequence: 2, upS: 1 },
        { sequence: 4, upS: 2, atS: 2 },
        { ...boot, atS: 2 },
      ],
    ],
    ['a report that the network doubles', [boot, { ...boot, atS: 0.2 }]],
    [
      'a line that the network doubles',
      [boot, { sequence: 2, upS: 1 }, { sequence: 3, upS: 1 }, { sequence: 2, upS: 1, atS: 0.3 }],
    ],
    ['a report that the network doubles, without a number', [{ msgId: 'BOOT' }, { msgId: 'BOOT', atS: 0.2 }]],
    ['the program names the server once more', [boot, { sequence: 2, upS: 2, msgId: 'BOOT', atS: 2 }]],
    [
      'what waited for the Wi-Fi comes at once',
      [
        { upS: 20, msgId: 'BOOT' },
        { upS: 9, atS: 0.1 },
        { upS: 21, atS: 1 },
      ],
    ],
    [
      'its clock after its report',
      [{ msgId: 'BOOT' }, { time: unset, atS: 2 }, { time: set, atS: 3 }, { time: unset, atS: 3.1 }],
    ],
    ['a missing line that comes late', [boot, { sequence: 4, upS: 2, atS: 2 }, { sequence: 2, upS: 1, atS: 2.5 }]],
  ])('that boots once is counted once: %s', (_what, said) => {
    const { boards } = track({ sequence: 700, upS: 800, time: set, atS: -60 }, ...said);
    expect(boards[0]).toMatchObject({ boots: 1, lastBootMs: start });
  });

  it('is counted as often as it boots, however its lines overtake each other, and no oftener when some are lost', () => {
    const line = fc.record({
      afterMs: fc.integer({ min: 0, max: 400 }),
      delayMs: fc.integer({ min: 0, max: 900 }),
      isLost: fc.boolean(),
    });
    const life = fc.array(line, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(life, { minLength: 1, maxLength: 5 }), (lives) => {
        let nowMs = 0;
        const said = lives.flatMap((lines) => {
          nowMs += 2000;
          const bootedMs = nowMs;
          return lines.map(({ afterMs, delayMs, isLost }, index) => {
            if (index > 0) nowMs += afterMs;
            const upS = (nowMs - bootedMs) / 1000;
            const atS = (nowMs + delayMs) / 1000;
            return { isLost, said: { ...(index === 0 ? boot : {}), sequence: index + 1, upS, atS } };
          });
        });
        said.sort((a, b) => a.said.atS - b.said.atS);
        const boots = (arriving: typeof said) =>
          track({ sequence: 700, upS: 800, atS: -60 }, ...arriving.map((each) => each.said)).boards[0]?.boots;
        expect(boots(said)).toBe(lives.length);
        expect(boots(said.filter(({ isLost }) => !isLost))).toBeLessThanOrEqual(lives.length);
      }),
    );
  });

  it('loses what its sequence counts and does not bring', () => {
    const { events, boards } = track({ sequence: 1 }, { sequence: 5 }, { sequence: 3 });
    expect(events[1]).toEqual([{ kind: 'gap', missing: 3 }]);
    expect(boards[0]?.lost).toBe(2);
  });

  it('that has just booted finds nothing again that was not lost', () => {
    const { boards } = track({ sequence: 1 }, { sequence: 5 }, { sequence: 1, atS: 60 }, { sequence: 1, atS: 60 });
    expect(boards[0]).toMatchObject({ boots: 1, lost: 3 });
  });

  it('crashes when it sends a traceback; the report of the last crash is no new one', () => {
    const text = 'Traceback (most recent call last):\n  File "main.py", line 3, in <module>\nOSError: 5';
    const { events, boards } = track({ text }, { text, msgId: 'LAST-CRASH', atS: 20 }, { text: 'no Traceback here' });
    expect(events).toEqual([[{ kind: 'crash' }], [], []]);
    expect(boards[0]).toMatchObject({ crashes: 1, lastCrashMs: start });
  });

  it('has a rate', () => {
    const said = Array.from({ length: 90 }, (_, index) => ({ atS: index * 2 }));
    expect(track(...said).boards[0]?.perMinute).toBe(30);
  });

  it('goes on from what was known', () => {
    const { boards } = track({ msgId: 'BOOT' });
    const tracker = new BoardTracker(boards);
    tracker.take(message({ atS: 3600, msgId: 'BOOT' }));
    expect(tracker.boards).toMatchObject([{ board: 'kitchen', boots: 2, messages: 2, firstSeenMs: start }]);
  });
});

it('a sender that invents names does not fill the memory', () => {
  const tracker = new BoardTracker();
  for (let index = 0; index < 3000; index++) tracker.take(message({ host: `host-${index}`, atS: index }));
  expect(tracker.boards.length).toBe(1000);
  expect(tracker.boards[0]?.board).toBe('host-2999');
});
