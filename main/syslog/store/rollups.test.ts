import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { batchOf, temporaryFolder } from '../testing/batches.ts';
import { openForReading } from './log-database.ts';
import { LogWriter } from './log-writer.ts';

const baseMs = Date.UTC(2024, 4, 1, 11, 58, 30);

/** What two processes may do to one store, each with a writer of its own. */
const step = fc.record({
  writer: fc.nat(1),
  what: fc.constantFrom('write', 'write', 'write', 'index', 'fail', 'prune', 'reopen', 'clear'),
  rows: fc.array(
    fc.record({
      datagram: fc.constantFrom('<14>up', '<11>wifi: lost', '<191>1 - picow app - - - up', '<14>1 - - - - - - x'),
      address: fc.constantFrom('10.0.0.1', '10.0.0.2'),
      receivedAtMs: fc.integer({ min: 0, max: 200 }).map((minutes) => baseMs + minutes * 63_500),
    }),
    { minLength: 1, maxLength: 20 },
  ),
});

function counts(file: string) {
  const database = openForReading(file);
  const all = (sql: string) =>
    database
      .prepare(sql)
      .all()
      .map((row) => Object.values(row));
  const counted = (minutes: number) =>
    all(`SELECT received_at / ${minutes * 60_000} AS slot, host_id, coalesce(app_name, '') AS app, severity, facility, count(*)
      FROM messages WHERE id <= (SELECT rolled_id FROM totals) GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`);
  const rolled = (table: string) => all(`SELECT * FROM ${table} ORDER BY 1, 2, 3, 4, 5`);
  // A minute's ids may be more than they are, and never fewer.
  const outside = all(`SELECT m.id FROM messages m LEFT JOIN minutes s ON s.slot = m.received_at / 60000
    WHERE m.id <= (SELECT rolled_id FROM totals) AND (s.slot IS NULL OR m.id < s.first_id OR m.id > s.last_id)`);
  const result = {
    outside,
    minutes: [rolled('minute_rollups'), counted(1)],
    hours: [rolled('hour_rollups'), counted(60)],
  };
  database.close();
  return result;
}

it('counts are those of the rows, whoever wrote them, and whatever failed', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 3, maxLength: 20 }), (steps) => {
      const file = join(temporaryFolder(), 'log.db');
      const writers = [new LogWriter(file), new LogWriter(file)];
      for (const { writer: which, what, rows } of steps) {
        const writer = writers[which];
        if (writer === undefined) continue;
        if (what === 'write') writer.write(batchOf(rows), 0);
        if (what === 'index') writer.indexWords(1000);
        if (what === 'prune') writer.prune({ mostRows: rows.length }, 0, 15);
        if (what === 'clear') writer.clear();
        // SQLite binds no such time: the batch is taken back after some of it was counted.
        const broken = [...rows, { datagram: '<14>x', receivedAtMs: Symbol('no time') as unknown as number }];
        if (what === 'fail') expect(() => writer.write(batchOf(broken), 0)).toThrow();
        if (what === 'reopen') {
          writer.dispose();
          writers[which] = new LogWriter(file);
        }
        const { outside, minutes, hours } = counts(file);
        expect([outside, minutes[0], hours[0]]).toEqual([[], minutes[1], hours[1]]);
      }
      for (const writer of writers) writer.dispose();
    }),
    { numRuns: 60 },
  );
});

it('rows that were taken back are not counted for as many of another process', () => {
  const file = join(temporaryFolder(), 'log.db');
  const [one, other] = [new LogWriter(file), new LogWriter(file)];
  const broken = { datagram: '<14>x', receivedAtMs: Symbol('no time') as unknown as number };
  const lines = (datagram: string, count: number) => Array(count).fill({ datagram });
  expect(() => one.write(batchOf([...lines('<11>taken back', 3), broken]), 0)).toThrow();
  other.write(batchOf(lines('<14>stored', 4)), 0);
  one.indexWords(100);
  const { minutes } = counts(file);
  for (const writer of [one, other]) writer.dispose();
  expect(minutes[0]).toEqual(minutes[1]);
});
