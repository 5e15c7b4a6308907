/** From an address to the transport that reaches the board. */
import { BrambleError } from '../../app/base/index.ts';
import { parseBoardAddress, type Transport } from '../../app/board/index.ts';
import { type DiscoverySources, resolveAddress } from './discovery.ts';
import { SerialTransport } from './serial-transport.ts';
import { type OpenSimulatedLine, SimulatedTransport } from './simulated-transport.ts';
import { TcpTransport } from './tcp-transport.ts';

export interface TransportSources extends DiscoverySources {
  /** Null in a host without a simulator. */
  openSimulatedLine: OpenSimulatedLine | null;
}

/**
 * Makes the transport for an address, not yet opened; its own address is that of the board that `auto` or `id:` means. Rejects with
 * `bad-address`, `no-board`, `several-boards` or `not-supported`.
 */
export async function openTransport(address: string, sources: TransportSources): Promise<Transport> {
  const resolved = await resolveAddress(parseBoardAddress(address), sources);
  switch (resolved.kind) {
    case 'serial':
      return new SerialTransport({ path: resolved.path });
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
