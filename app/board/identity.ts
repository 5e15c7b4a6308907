/**
 * Who a board is, as it says itself: an address such as a serial port's does not tell. Uses one global, `_bramble`, gone afterwards. Run on
 * MicroPython 1.28 and 1.29.
 */
import type { RawBoard } from './raw-board.ts';
import { RecordReader } from './records.ts';
import { parseRecord } from './snippet-answers.ts';

export interface BoardIdentity {
  /** `machine.unique_id()` in hexadecimal; null where the board has none. */
  uniqueId: string | null;
  /** In the Wi-Fi that it is in; null when it is in none. */
  networkAddress: string | null;
}

/** Of other chips than the Pico's, to ask for the Wi-Fi switches the radio on. */
const source = `def _bramble(i):
 u=a=''
 try:u=i('machine').unique_id().hex()
 except Exception:0
 try:
  if i('sys').platform=='rp2':
   n=i('network')
   a=n.WLAN(n.STA_IF).ifconfig()[0]
 except Exception:0
 i('sys').stdout.write('\\x1e'+i('json').dumps([u,a])+'\\n')
try:_bramble(__import__)
finally:del _bramble
`;

/** Asks the board at its raw prompt. What it does not answer is not known. */
export async function askIdentity(raw: RawBoard): Promise<BoardIdentity> {
  const values: unknown[] = [];
  const reader = new RecordReader({
    onRecord: (text) => void values.push(parseRecord(text)),
    onNoise: (bytes) => raw.background(bytes),
  });
  await raw.execute(source, { onOutput: (bytes) => reader.push(bytes) });
  reader.end();
  const [uniqueId, address]: unknown[] = Array.isArray(values[0]) ? values[0] : [];
  return {
    uniqueId: typeof uniqueId === 'string' && /^[\da-f]{8,64}$/.test(uniqueId) ? uniqueId : null,
    networkAddress: typeof address === 'string' && /^\d/.test(address) && address !== '0.0.0.0' ? address : null,
  };
}
