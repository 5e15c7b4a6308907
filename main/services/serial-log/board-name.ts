/** What a board is called in the log, told from its address and from what it sent there. */
import { parseBoardAddress } from '../../../app/board/index.ts';
import type { SyslogService } from '../../../app/contract/index.ts';
import { boardIdentity } from '../../../app/simulator/index.ts';

/** `machine.unique_id()` in hexadecimal, where the address tells it: a Pico's USB serial number is the same. */
function uniqueIdOf(address: string): string | null {
  const parsed = parseBoardAddress(address);
  if (parsed.kind === 'sim') return Buffer.from(boardIdentity(parsed.name).uniqueId).toString('hex');
  if (parsed.kind === 'id' && /^[\da-f]{8,64}$/i.test(parsed.serialNumber)) return parsed.serialNumber.toLowerCase();
  return null;
}

/** As bramble_log names a board that nobody named; else its address. */
export function usualBoardName(address: string): string {
  const id = uniqueIdOf(address);
  return id === null ? address : `pico-${id.slice(-6)}`;
}

/** The host of the board's newest report of a boot, which has its unique id; null when the log has none. */
export async function loggedBoardName(log: Pick<SyslogService, 'rows'>, address: string): Promise<string | null> {
  const id = uniqueIdOf(address);
  if (id === null) return null;
  const [row] = await log.rows({ query: `msgid:BOOT "board ${id}" via:network` }, { limit: 1 });
  return row?.hostname ?? null;
}
