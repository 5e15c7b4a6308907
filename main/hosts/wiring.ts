/**
 * Joins the adapters that every host needs: addresses to transports, the simulated boards of this process, and where their things
 * are kept. The simulator is loaded when the first board of this process is asked for: most commands never do.
 */
import { join } from 'node:path';
import type { Transport } from '../../app/board/index.ts';
import { dataFolder } from '../platform/data-folder.ts';
import { listOfferedBoards } from '../platform/offered-boards.ts';
import type { SimulatedBoards } from '../simulator/simulated-boards.ts';
import {
  type FoundBoard,
  findBoards,
  listSerialPorts,
  openTransport,
  type TransportSources,
} from '../transports/index.ts';

export interface Wiring {
  readonly dataFolder: string;
  /** On USB, and those that other processes offer. */
  findBoards(): Promise<FoundBoard[]>;
  /** Makes the transport for an address, not yet opened; `auto` and `id:` are resolved. Rejects with a BrambleError. */
  openTransport(address: string): Promise<Transport>;
  /** The simulated boards of this process. */
  simulatedBoards(): Promise<SimulatedBoards>;
  /** Switches the simulated boards of this process off and releases their locks. */
  dispose(): Promise<void>;
}

export function createWiring(environment: NodeJS.ProcessEnv = process.env): Wiring {
  const folder = dataFolder(environment);
  let boards: Promise<SimulatedBoards> | undefined;
  const simulatedBoards = () => {
    boards ??= import('../simulator/simulated-boards.ts').then(
      ({ SimulatedBoards }) => new SimulatedBoards({ dataFolder: folder }),
    );
    return boards;
  };
  const sources: TransportSources = {
    listSerialPorts,
    listOfferedBoards: () => listOfferedBoards(folder),
    openSimulatedLine: async (name) => (await simulatedBoards()).openLine(name),
  };
  return {
    dataFolder: folder,
    findBoards: () => findBoards(sources),
    openTransport: (address) => openTransport(address, sources),
    simulatedBoards,
    dispose: async () => (await boards)?.dispose(),
  };
}

/** The log store that the IDE and the command line share. */
export function syslogStoreFile(folder: string): string {
  return join(folder, 'syslog.db');
}
