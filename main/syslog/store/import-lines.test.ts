import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { SyslogStore } from '../read/syslog-store.ts';
import { batchOf, temporaryFolder } from '../testing/batches.ts';
import { importLines, importPiece } from './import-lines.ts';
import { LogWriter } from './log-writer.ts';

async function imported(pieces: readonly string[]) {
  const file = join(temporaryFolder(), 'log.db');
  const writer = new LogWriter(file);
  const store = new SyslogStore(file);
  onTestFinished(() => {
    store.dispose();
    writer.dispose();
  });
  async function* given() {
    for (const piece of pieces) yield Buffer.from(piece);
  }
  const modifiedMs = Date.UTC(2024, 4, 1, 12);
  const count = await importLines(given(), { writer, name: 'board.log', modifiedMs, zoneOffsetMinutes: 0 });
  return { count, rows: store.rows({}, { limit: 1000 }) };
}

it('a log file is read line by line, with the times and hosts that it has', async () => {
  const { count, rows } = await imported([
    '<11>1 2024-04-30T10:00:00Z picow app - - - one\nApr 30 11:00:00 picow app[7]: two\r\n',
    '2024-04-30T12:00:00+00:00 picow ap',
    'p: three\n\n  File "main.py", line 3\nno time: four',
  ]);
  const hours = (hour: number) => Date.UTC(2024, 3, 30, hour);
  expect([
    count,
    rows.map(({ hostname, appName, text, receivedAtMs }) => [hostname, appName, text, receivedAtMs]),
  ]).toEqual([
    5,
    [
      ['picow', 'app', 'one', hours(10)],
      ['picow', 'app', 'two', hours(11)],
      ['picow', 'app', 'three', hours(12)],
      [null, null, '  File "main.py", line 3', hours(12)],
      [null, null, 'no time: four', hours(12)],
    ],
  ]);
  expect(rows.map(({ address }) => address)).toEqual(Array(5).fill('board.log'));
});

it('a time that no syslog sender writes is when its line was received', async () => {
  const { rows } = await imported([
    '\ufeff2024-04-30 10:00:00,123 INFO wifi: one\n  more\n[2024-04-30 11:00:00] two\n',
    '2024-04-30 12:00:00.5  info  picow  app: three\n2024-04-31 12:00:00 none\n2024-04-30 12:00:00:17 none',
  ]);
  const at = (hour: number, ms = 0) => Date.UTC(2024, 3, 30, hour, 0, 0, ms);
  expect(rows.map(({ hostname, appName, text, receivedAtMs }) => [hostname, appName, text, receivedAtMs])).toEqual([
    [null, null, '2024-04-30 10:00:00,123 INFO wifi: one', at(10, 123)],
    [null, null, '  more', at(10, 123)],
    [null, null, '[2024-04-30 11:00:00] two', at(11)],
    [null, null, '2024-04-30 12:00:00.5  info  picow  app: three', at(12, 500)],
    [null, null, '2024-04-31 12:00:00 none', at(12, 500)],
    [null, null, '2024-04-30 12:00:00:17 none', at(12, 500)],
  ]);
});

it.each(['board.log', '192.168.1.7'])('a log in the file %s makes no board heard, silent or booted', async (name) => {
  const file = join(temporaryFolder(), 'log.db');
  const writer = new LogWriter(file);
  const store = new SyslogStore(file);
  onTestFinished(() => {
    store.dispose();
    writer.dispose();
  });
  const boards = () => {
    if (writer.hasBoardNews) writer.keepBoards();
    return [store.boards(), store.boardEvents(0, 100)];
  };
  const line = (day: number, host: string) =>
    `<14>1 2024-05-${String(day).padStart(2, '0')}T10:00:00Z ${host} app - BOOT [meta sequenceId="1"] on\n`;
  writer.write(batchOf([{ datagram: line(1, 'kitchen') }]), 0);
  const before = boards();
  async function* given() {
    for (const day of [2, 3, 4]) yield Buffer.from(line(day, 'kitchen') + line(day, 'cellar') + line(day, '-'));
  }
  await importLines(given(), { writer, name, modifiedMs: Date.UTC(2024, 4, 5), zoneOffsetMinutes: 0 });
  expect([boards(), store.rows({ query: 'via:file' }, { limit: 100 }).length]).toEqual([before, 9]);
});

it('a file of one endless line is cut, not gathered', async () => {
  const { count, rows } = await imported(Array(40).fill('x'.repeat(65_536)));
  expect([count, rows.reduce((sum, { text }) => sum + text.length, 0)]).toEqual([3, 40 * 65_536]);
});

it('pieces of a file that come one by one make the rows of the whole, and say which could not be read', async () => {
  const pieces = [
    '\ufeff<11>1 2024-04-30T10:00:00Z picow app - - - one\nno time: two\n',
    'no time: three\n\n<999>four\n\ufeffno time: five\n',
    '2024-04-30T12:00:00+00:00 picow app: six',
  ];
  const whole = await imported(pieces);
  const file = join(temporaryFolder(), 'log.db');
  const writer = new LogWriter(file);
  const store = new SyslogStore(file);
  onTestFinished(() => {
    store.dispose();
    writer.dispose();
  });
  const ofFile = { name: 'board.log', modifiedMs: Date.UTC(2024, 4, 1, 12), zoneOffsetMinutes: 0 };
  const counts: [number, number][] = [];
  let lastTimeMs: number | null = null;
  for (const [index, piece] of pieces.entries()) {
    const came = importPiece({ ...ofFile, isFirst: index === 0, lastTimeMs, bytes: Buffer.from(piece) }, writer);
    counts.push([came.lines, came.unread]);
    lastTimeMs = came.lastTimeMs;
  }
  expect(store.rows({}, { limit: 1000 })).toEqual(whole.rows);
  const malformed = whole.rows.filter(({ format }) => format === 'malformed').length;
  expect([whole.count, malformed, counts]).toEqual([
    6,
    1,
    [
      [2, 0],
      [3, 1],
      [1, 0],
    ],
  ]);
});
