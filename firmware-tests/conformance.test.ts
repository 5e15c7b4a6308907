/** Runs the programs of this folder on the simulated board, or with `BRAMBLE_DEVICE` on a real one. README.md says the rest. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { BoardSession, type Transport } from '../app/board/index.ts';
import { createWiring } from '../main/hosts/wiring.ts';
import { systemClock } from '../main/platform/system-clock.ts';
import { SimulatedBoard } from '../main/simulator/simulated-board.ts';
import { SimulatedTransport } from '../main/transports/simulated-transport.ts';
import { boardStart } from '../tests/support/board-start.ts';
import { conformancePrograms } from './conformance-programs.ts';
import { setBench } from './set-bench.ts';

const device = process.env.BRAMBLE_DEVICE;
const wired = process.env.BRAMBLE_BENCH === 'wired';

let session: BoardSession | undefined;
let simulated: SimulatedBoard | undefined;
let flashFolder: string | undefined;

beforeAll(async () => {
  session = new BoardSession({ transport: await transport(), clock: systemClock });
  await session.connect();
});

function connected(): BoardSession {
  if (session === undefined) throw new Error('No board is connected.');
  return session;
}

afterAll(() => {
  session?.dispose();
  simulated?.dispose();
  if (flashFolder !== undefined) rmSync(flashFolder, { recursive: true });
});

async function transport(): Promise<Transport> {
  if (device !== undefined) return (await createWiring().openTransport(device)).transport;
  flashFolder = mkdtempSync(join(tmpdir(), 'bramble-conformance-'));
  const board = await SimulatedBoard.start({ name: 'conformance', flashFolder, ...boardStart });
  simulated = board;
  return new SimulatedTransport({ name: 'conformance', openLine: async () => board.openLine() });
}

describe(device === undefined ? 'the simulated board' : `the board at ${device}`, () => {
  for (const { name, source, expected, bench } of conformancePrograms()) {
    const onlySimulated = bench.some(({ kind }) => kind === 'simulated');
    const missing = device !== undefined && (onlySimulated || (bench.length > 0 && !wired));
    const reason = missing ? ' (skipped: not on the bench, see firmware-tests/README.md)' : '';
    it.skipIf(missing)(`answers ${name}.py as expected${reason}`, async () => {
      if (simulated !== undefined) onTestFinished(setBench(simulated.bench, bench));
      const { output, traceback } = await connected().exec(source, { softResetFirst: true });

      expect({ traceback, output: Buffer.from(output).toString().replaceAll('\r\n', '\n') }).toEqual({
        traceback: null,
        output: expected,
      });
    });
  }
});
