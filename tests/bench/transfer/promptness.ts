/** How soon a simulated board of this process answers, with link and flash at no cost: a program's first output, a sync of nothing. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BoardFiles, BoardSession, planBoardSync } from '../../../app/board/index.ts';
import { deflate } from '../../../main/platform/deflate.ts';
import { systemClock } from '../../../main/platform/system-clock.ts';
import { SimulatedBoard } from '../../../main/simulator/simulated-board.ts';
import { SimulatedTransport } from '../../../main/transports/simulated-transport.ts';
import { median, type Report } from '../report.ts';

const rounds = 20;
const fileCount = 200;

export async function measurePromptness(report: Report): Promise<void> {
  const flashFolder = await mkdtemp(join(tmpdir(), 'bramble-prompt-'));
  const board = await SimulatedBoard.start({ name: 'prompt', flashFolder });
  const transport = new SimulatedTransport({ name: 'prompt', openLine: async () => board.openLine() });
  const session = new BoardSession({ transport, clock: systemClock });
  try {
    await session.connect();
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) times.push(await firstOutputMs(session));
    report.add({
      what: 'run: from the request to the first output',
      value: `${median(times).toFixed(1)} ms`,
      note: `soft reset included; ${rounds} rounds, ${Math.min(...times).toFixed(1)} to ${Math.max(...times).toFixed(1)} ms`,
    });
    report.add({
      what: `sync of ${fileCount} files of which none changed`,
      value: `${(await idleSyncMs(session)).toFixed(0)} ms`,
      note: 'one round trip',
    });
  } finally {
    session.dispose();
    await board.dispose();
    await rm(flashFolder, { recursive: true });
  }
}

async function firstOutputMs(session: BoardSession): Promise<number> {
  const startedAt = performance.now();
  let firstAt = 0;
  const onOutput = () => {
    if (firstAt === 0) firstAt = performance.now();
  };
  await session.run('print("first")', { name: 'first', onOutput });
  return firstAt - startedAt;
}

async function idleSyncMs(session: BoardSession): Promise<number> {
  const files = new BoardFiles(session, { deflate });
  const bytes = new TextEncoder().encode('value = 1\n'.repeat(100));
  const paths = Array.from({ length: fileCount }, (_, at) => `/f${at}.py`);
  await files.writeAll(paths.map((path) => ({ kind: 'file', path, bytes })));
  const { entries } = await files.manifest('/');
  const startedAt = performance.now();
  const read = () => Promise.resolve(bytes);
  const { perform } = await planBoardSync(
    files,
    { entries, read },
    { target: '/', remove: true, isLeftOut: () => false },
  );
  await perform();
  return performance.now() - startedAt;
}
