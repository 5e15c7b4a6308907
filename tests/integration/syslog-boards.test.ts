/** What the log knows of the boards that send it, from real datagrams to the store. */
import { describe, expect, it } from 'vitest';
import type { BoardStatus } from '../../app/syslog/index.ts';
import { SyslogStore } from '../../main/syslog/index.ts';
import { RunningServer, temporaryStore } from './syslog/running-server.ts';

const line = (host: string, sequence: number, upCentiseconds: number, text = 'hello', msgId = '-') =>
  `<14>1 - ${host} app - ${msgId} [meta sequenceId="${sequence}" sysUpTime="${upCentiseconds}"] ${text}`;

/** Resolves when the store says of the boards what is asked for; it is told a second after the rows at most. */
async function boardsWhen(server: RunningServer, ready: (boards: BoardStatus[]) => boolean): Promise<BoardStatus[]> {
  let boards: BoardStatus[] = [];
  await expect
    .poll(
      async () => {
        boards = await server.handle.boards();
        return ready(boards);
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  return boards;
}

describe('a board that logs', () => {
  it('is known by what it sends: its boots, what is missing, its crashes', async () => {
    const server = await RunningServer.start();
    await server.send([
      line('kitchen', 1, 10, 'Started', 'BOOT'),
      line('kitchen', 2, 600),
      line('kitchen', 5, 700),
      '<11>Traceback (most recent call last):',
      line('kitchen', 6, 800, 'Traceback (most recent call last):\n  File "main.py", line 3\nOSError: 5', 'CRASH'),
    ]);
    const boards = await boardsWhen(server, ([first, second]) => first?.crashes === 1 && second?.crashes === 1);
    // Both were heard in the same millisecond.
    expect(boards.toSorted((a, b) => (a.board < b.board ? 1 : -1))).toMatchObject([
      { board: 'kitchen', address: '127.0.0.1', messages: 4, boots: 1, lost: 2, crashes: 1 },
      { board: '127.0.0.1', messages: 1, boots: 0, lost: 0, crashes: 1 },
    ]);
    expect(await server.handle.boardEvents(1, 5)).toEqual([
      { rowId: 1, board: 'kitchen', event: { kind: 'boot', why: 'message' } },
      { rowId: 3, board: 'kitchen', event: { kind: 'gap', missing: 2 } },
      { rowId: 4, board: '127.0.0.1', event: { kind: 'crash' } },
      { rowId: 5, board: 'kitchen', event: { kind: 'crash' } },
    ]);
    expect((await server.handle.boardEvents(2, 3)).length).toBe(1);
  });

  it('is told of once it is known, which is a little after its rows', async () => {
    const server = await RunningServer.start();
    const known = (messages: number) =>
      new Promise<void>((resolve) => {
        const subscription = server.handle.onDidChange(async () => {
          if ((await server.handle.boards())[0]?.messages !== messages) return;
          subscription.dispose();
          resolve();
        });
      });
    for (const messages of [1, 2]) {
      const told = known(messages);
      await server.send([line('kitchen', messages, 10 * messages)]);
      await told;
    }
  });

  it('is still known after a restart of the server, and forgotten when the log is cleared', async () => {
    const storeFile = temporaryStore();
    const first = await RunningServer.start({ storeFile });
    await first.send([line('kitchen', 1, 10, 'Started', 'BOOT')]);
    await first.storedUpTo(1);
    await first.handle.dispose();
    const store = new SyslogStore(storeFile);
    expect(store.boards()).toMatchObject([{ board: 'kitchen', boots: 1 }]);
    store.dispose();

    const second = await RunningServer.start({ storeFile });
    await second.send([line('kitchen', 2, 20)]);
    await boardsWhen(second, ([board]) => board?.messages === 2);
    await second.handle.clear();
    expect(await second.handle.boards()).toEqual([]);
    expect(await second.handle.boardEvents(0, 100)).toEqual([]);
  });
});
