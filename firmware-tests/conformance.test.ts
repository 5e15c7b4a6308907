/** Runs the programs of this folder on the simulated board, or with `BRAMBLE_DEVICE` on a real one. README.md says the rest. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { BoardSession, type Transport } from '../app/board/index.ts';
import { createWiring } from '../main/hosts/wiring.ts';
import { systemClock } from '../main/platform/system-clock.ts';
import { computerAddress } from '../main/simulator/network/computer-address.ts';
import { SimulatedBoard } from '../main/simulator/simulated-board.ts';
import { SimulatedTransport } from '../main/transports/simulated-transport.ts';
import { boardStart } from '../tests/support/board-start.ts';
import { type ConformanceProgram, conformancePrograms } from './conformance-programs.ts';
import { type BenchSettings, benchModule, type Partner, startPartner } from './partner.ts';
import { setBench } from './set-bench.ts';

const device = process.env.BRAMBLE_DEVICE;
const wired = process.env.BRAMBLE_BENCH === 'wired';
const wifi = process.env.BRAMBLE_WIFI;

let session: BoardSession | undefined;
let simulated: SimulatedBoard | undefined;
let flashFolder: string | undefined;
let partner: Partner | undefined;

beforeAll(async () => {
  if (device === undefined || wifi !== undefined)
    partner = await startPartner(device === undefined ? '127.0.0.1' : '::');
  const { transport, findAgain } = await way();
  session = new BoardSession({ transport, findAgain, clock: systemClock });
  await session.connect();
});

function connected(): BoardSession {
  if (session === undefined) throw new Error('No board is connected.');
  return session;
}

afterAll(async () => {
  session?.dispose();
  await simulated?.dispose();
  partner?.dispose();
  if (flashFolder !== undefined) rmSync(flashFolder, { recursive: true });
});

async function way(): Promise<{ transport: Transport; findAgain: () => Promise<Transport> }> {
  if (device !== undefined) return await createWiring().openTransport(device);
  flashFolder = mkdtempSync(join(tmpdir(), 'bramble-conformance-'));
  const board = await SimulatedBoard.start({ name: 'conformance', flashFolder, ...boardStart });
  simulated = board;
  if (partner !== undefined) board.redirectPort(123, partner.ports.ntp);
  const plug = () => new SimulatedTransport({ name: 'conformance', openLine: async () => board.openLine() });
  return { transport: plug(), findAgain: async () => plug() };
}

/** Where the partner is for a program: on the loopback, as far as a simulated board goes. */
function benchSettings({ ports }: Partner): BenchSettings {
  const [, ssid = 'Lab', password = ''] = /^([^:]*):(.*)$/.exec(wifi ?? '') ?? [];
  return device === undefined
    ? { ssid: 'Lab', password: '', host: '127.0.0.1', ntpHost: '127.0.0.1', ports }
    : { ssid, password, host: computerAddress().address, ntpHost: 'pool.ntp.org', ports };
}

/** Runs a part of a program that ends with a restart, until the board is back at its prompt. */
async function untilRestarted(part: string): Promise<void> {
  const board = connected();
  const wasLost = new Promise<void>((resolve) => {
    const listening = board.onDidChangeState(({ kind }) => {
      if (kind !== 'connecting' && kind !== 'lost') return;
      listening.dispose();
      resolve();
    });
  });
  await expect(board.exec(part)).rejects.toMatchObject({ code: 'connection-lost' });
  await wasLost;
  await expect.poll(() => board.state.kind, { interval: 5, timeout: 30_000 }).toBe('ready');
}

/** What a real board's table has to have for a program; null when it has it. */
function missing({ bench }: ConformanceProgram): string | null {
  const kinds = bench.map(({ kind }) => kind).filter((kind) => kind !== 'restarts');
  if (device === undefined || kinds.length === 0) return null;
  const isThere = (kind: string) => (kind === 'partner' ? wifi !== undefined : kind !== 'simulated' && wired);
  return kinds.every(isThere) ? null : ' (skipped: not on the bench, see firmware-tests/README.md)';
}

describe(device === undefined ? 'the simulated board' : `the board at ${device}`, () => {
  for (const program of conformancePrograms()) {
    const { name, expected, bench, parts } = program;
    const reason = missing(program);
    it.skipIf(reason !== null)(`answers ${name}.py as expected${reason ?? ''}`, async () => {
      if (simulated !== undefined) onTestFinished(setBench(simulated.bench, bench));
      const prelude = partner === undefined ? '' : benchModule(benchSettings(partner));
      await connected().exec(prelude, { softResetFirst: true });
      for (const part of parts.slice(0, -1)) await untilRestarted(part);
      const { output, traceback } = await connected().exec(parts.at(-1) ?? '');

      expect({ traceback, output: Buffer.from(output).toString().replaceAll('\r\n', '\n') }).toEqual({
        traceback: null,
        output: expected,
      });
    });
  }
});
