/**
 * Joins the adapters that every host needs: addresses to transports, the simulated boards of this process, and where their things
 * are kept. The simulator is loaded when the first board of this process is asked for: most commands never do.
 */
import { basename, join } from 'node:path';
import { BrambleError, DisposableStore } from '../../app/base/index.ts';
import { nameBoard, readBoardNames } from '../platform/board-names.ts';
import { dataFolder } from '../platform/data-folder.ts';
import { type RtcTime, rtcTimeOf } from '../platform/local-time.ts';
import { listOfferedBoards } from '../platform/offered-boards.ts';
import { portLocks } from '../platform/port-lock.ts';
import { announceSteeringPoint } from '../platform/steering-points.ts';
import type { SimulatedBoards } from '../simulator/simulated-boards.ts';
import {
  type FoundBoard,
  type FoundTransport,
  findBoards,
  listBootloaders,
  listSerialPorts,
  openTransport,
  type TransportSources,
} from '../transports/index.ts';

export interface Wiring {
  readonly dataFolder: string;
  /** On USB, and those that other processes offer. */
  findBoards(): Promise<FoundBoard[]>;
  /** Makes the transport for an address, not yet opened; `auto`, `id:` and names are resolved. Rejects with a BrambleError. */
  openTransport(address: string): Promise<FoundTransport>;
  /** What a board's clock is set to; null leaves it alone. */
  readonly rtcTime: () => RtcTime | null;
  /** What the user calls the board at this address; null when it has no name. */
  nameOf(address: string): Promise<string | null>;
  /** Names a board; null takes its name away. Rejects with `usage`. */
  nameBoard(address: string, name: string | null): Promise<void>;
  /** The simulated boards of this process; rejects with `no-board` after `dispose`. */
  simulatedBoards(): Promise<SimulatedBoards>;
  /** Switches the simulated boards of this process off; resolves when they touch no file any more, and their locks are released. */
  dispose(): Promise<void>;
}

/** `keepBench`: what is joined to simulated boards is there again at the next start; it is told why that failed. */
export function createWiring(
  environment: NodeJS.ProcessEnv = process.env,
  options: { keepBench?: (error: unknown) => void } = {},
): Wiring {
  const folder = dataFolder(environment);
  let steered: Promise<SteeredBoards> | undefined;
  let isOver = false;
  const simulatedBoards = async () => {
    if (isOver) throw new BrambleError('no-board', 'The simulated boards are switched off.');
    steered ??= openBoards(folder, options);
    return (await steered).boards;
  };
  const sources: TransportSources = {
    listSerialPorts,
    listOfferedBoards: () => listOfferedBoards(folder),
    listBootloaders: () => listBootloaders(),
    boardNames: () => readBoardNames(folder),
    lockPort: portLocks(folder, purposeOf(process.argv)),
    openSimulatedLine: async (name) => (await simulatedBoards()).openLine(name),
  };
  return {
    dataFolder: folder,
    rtcTime: rtcTimeOf(environment),
    nameOf: async (address) => {
      const names = Object.entries(await readBoardNames(folder));
      return names.find(([, named]) => named === address)?.[0] ?? null;
    },
    nameBoard: (address, name) => nameBoard(folder, address, name),
    findBoards: () => findBoards(sources),
    openTransport: (address) => openTransport(address, sources),
    simulatedBoards,
    dispose: async () => {
      isOver = true;
      // Why they could not be had was told to who asked for them.
      const opened = await steered?.catch(() => undefined);
      await opened?.dispose();
    },
  };
}

interface SteeredBoards {
  boards: SimulatedBoards;
  dispose(): Promise<void>;
}

/** The boards of this process, which other processes of the same user find and may steer: `bramble sim press GP15`. */
async function openBoards(folder: string, options: { keepBench?: (error: unknown) => void }): Promise<SteeredBoards> {
  const [{ SimulatedBoards }, { serveSteering }] = await Promise.all([
    import('../simulator/simulated-boards.ts'),
    import('../simulator/steering-server.ts'),
  ]);
  const boards = new SimulatedBoards({ dataFolder: folder, ...options });
  const served = new DisposableStore();
  const dispose = () => {
    served.dispose();
    return boards.dispose();
  };
  try {
    const server = served.add(await serveSteering(boards));
    served.add(await announceSteeringPoint(folder, server));
  } catch (error) {
    await dispose();
    throw error;
  }
  return { boards, dispose };
}

/** What another Bramble reads of this one when it wants the same port. */
function purposeOf([, script = '', ...args]: readonly string[]): string {
  return [basename(script).replace(/\.[jt]s$/, ''), ...args].join(' ').slice(0, 80);
}

/** The log store that the IDE and the command line share. */
export function syslogStoreFile(folder: string): string {
  return join(folder, 'syslog.db');
}
