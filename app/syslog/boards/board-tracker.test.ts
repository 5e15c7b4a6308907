import { describe, expect, it } from 'vitest';
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
  if (upS !== undefined) parameters.push(['sysUpTime', `${upS * 100}`]);
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

  it('loses what its sequence counts and does not bring', () => {
    const { events, boards } = track({ sequence: 1 }, { sequence: 5 }, { sequence: 3 });
    expect(events[1]).toEqual([{ kind: 'gap', missing: 3 }]);
    expect(boards[0]?.lost).toBe(2);
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
