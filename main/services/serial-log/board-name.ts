/** What a board is called in the log, told from its address and from what it sent there. */
import { type BoardIdentity, parseBoardAddress } from '../../../app/board/index.ts';
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

/** The host of the newest report of a boot of the board at this address; null when the log has none, or the address does not tell the board's unique id. */
export async function loggedBoardName(log: Pick<SyslogService, 'rows'>, address: string): Promise<string | null> {
  const id = uniqueIdOf(address);
  return id === null ? null : loggedNameOfId(log, id);
}

/**
 * What the log calls the board that says this of itself: the host of its newest report of a boot, which has its unique id; else of the boards that
 * send from its address the one that was heard last. null when it never sent anything there.
 */
export async function loggedNameOf(
  log: Pick<SyslogService, 'rows' | 'boards'>,
  { uniqueId, networkAddress }: BoardIdentity,
): Promise<string | null> {
  const name = uniqueId === null ? null : await loggedNameOfId(log, uniqueId);
  if (name !== null || networkAddress === null) return name;
  const sending = (await log.boards()).filter(({ address }) => address === networkAddress);
  // One that has a name sends lines without it too.
  return (sending.find(({ board, address }) => board !== address) ?? sending[0])?.board ?? null;
}

async function loggedNameOfId(log: Pick<SyslogService, 'rows'>, id: string): Promise<string | null> {
  const [row] = await log.rows({ query: `msgid:BOOT "board ${id}" via:network` }, { limit: 1 });
  return row?.hostname ?? null;
}
