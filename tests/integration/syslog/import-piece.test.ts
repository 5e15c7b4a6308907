/** A log file that a running server takes a piece at a time, while boards send. */
import { expect, it } from 'vitest';
import { RunningServer } from './running-server.ts';

it('stores the lines of a piece, tells of them, and hears no board in them', async () => {
  const server = await RunningServer.start();
  const { handle } = server;
  const told = new Promise<number>((resolve) => {
    handle.onDidChange(({ totalRows }) => totalRows === 3 && resolve(totalRows));
  });
  const bytes = Buffer.from('<11>1 2024-04-30T10:00:00Z picow app - - [meta sequenceId="1"] one\n<999>two\nthree\n');
  const piece = { name: 'router.log', modifiedMs: 0, zoneOffsetMinutes: 0, isFirst: true, lastTimeMs: null, bytes };
  expect(await handle.importPiece(piece)).toEqual({ lines: 3, unread: 1, lastTimeMs: Date.UTC(2024, 3, 30, 10) });
  expect(await told).toBe(3);
  const rows = await handle.rows({}, { limit: 10 });
  expect(rows.map(({ address, text, format }) => [address, format === 'malformed', text])).toEqual([
    ['router.log', false, 'one'],
    ['router.log', true, '<999>two'],
    ['router.log', false, 'three'],
  ]);
  expect(await handle.boards()).toEqual([]);
});
