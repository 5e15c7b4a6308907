/** From an address to the transport that reaches the board, now and after it went away. */
import { BrambleError } from '../../app/base/index.ts';
import { formatBoardAddress, parseBoardAddress, type Transport } from '../../app/board/index.ts';
import type { LockPort } from '../platform/port-lock.ts';
import { type ConcreteAddress, type DiscoverySources, resolveAddress } from './discovery.ts';
import { SerialTransport } from './serial-transport.ts';
import { type OpenSimulatedLine, SimulatedTransport } from './simulated-transport.ts';
import { TcpTransport } from './tcp-transport.ts';

export interface TransportSources extends DiscoverySources {
  /** Null in a host without a simulator. */
  openSimulatedLine: OpenSimulatedLine | null;
  /** Says who has a port, beside the system's own lock. */
  lockPort: LockPort;
}

export interface FoundTransport {
  /** Not yet opened. Its own address says where the board is now. */
  transport: Transport;
  /** What the board is known by, wherever it is plugged in: `id:` where it has a serial number. */
  address: string;
  /** Makes another transport to the same board, after it was away: by its serial number, whatever its port is now. */
  findAgain: () => Promise<Transport>;
}

/**
 * Makes the transport for an address; `auto`, `id:` and names are resolved. Rejects with `bad-address`, `no-board`, `several-boards`,
 * `board-in-bootloader` or `not-supported`.
 */
export async function openTransport(address: string, sources: TransportSources): Promise<FoundTransport> {
  const resolved = await resolveAddress(parseBoardAddress(address), sources);
  const transport = make(resolved, sources);
  if (resolved.kind !== 'serial') {
    return { transport, address: formatBoardAddress(resolved), findAgain: async () => make(resolved, sources) };
  }
  const { path } = resolved;
  // A system that does not tell its ports can still open one.
  const ports = await sources.listSerialPorts().catch(() => []);
  const serialNumber = ports.find((port) => port.path === path)?.serialNumber;
  if (serialNumber === undefined) {
    return { transport, address: formatBoardAddress(resolved), findAgain: async () => make(resolved, sources) };
  }
  const findAgain = async () => {
    const now = (await sources.listSerialPorts()).filter((port) => port.serialNumber === serialNumber);
    // A board with two ports (console and data) has them in the same order again, as a rule under the same names.
    const port = now.find((each) => each.path === path) ?? now[0];
    if (port !== undefined) return make({ kind: 'serial', path: port.path }, sources);
    throw new BrambleError('no-board', `The board ${serialNumber} is not plugged in. Plug it in again.`);
  };
  return { transport, address: formatBoardAddress({ kind: 'id', serialNumber }), findAgain };
}

function make(resolved: ConcreteAddress, sources: TransportSources): Transport {
  switch (resolved.kind) {
    case 'serial':
      return new SerialTransport({ path: resolved.path, lockPort: sources.lockPort });
    case 'tcp':
      return new TcpTransport({ host: resolved.host, port: resolved.port });
    case 'sim':
      return simulated(resolved.name, sources);
  }
}

function simulated(name: string, { openSimulatedLine }: TransportSources): Transport {
  if (openSimulatedLine === null) {
    throw new BrambleError('not-supported', 'This host has no simulated boards. Use the address of a real one.');
  }
  return new SimulatedTransport({ name, openLine: openSimulatedLine });
}
