/** A log store with as many rows as a test wants, written as the server writes them. */
import { LogWriter } from '../../../main/syslog/store/log-writer.ts';
import { batchOf } from '../../../main/syslog/testing/batches.ts';

const batchRows = 10_000;
const hosts = Array.from({ length: 12 }, (_, index) => `pico-${String(index + 1).padStart(2, '0')}`);
const apps = ['wifi', 'sensors', 'http', 'main'];

/**
 * Writes `count` rows, one each 100 ms, the last of them now: severities from debug to critical, twelve hosts, a traceback in the middle
 * (at row `count / 2`), and the index of words.
 */
export function storeLog(storeFile: string, count: number): void {
  const writer = new LogWriter(storeFile);
  const endMs = Date.now();
  for (let first = 1; first <= count; first += batchRows) {
    const rows = Array.from({ length: Math.min(batchRows, count - first + 1) }, (_, index) => first + index);
    const sent = rows.map((row) => ({
      datagram: row === Math.floor(count / 2) ? traceback : line(row),
      receivedAtMs: endMs - (count - row) * 100,
    }));
    writer.write(batchOf(sent), 0);
  }
  while (writer.indexWords(50_000) > 0);
  writer.keepBoards();
  writer.dispose();
}

function line(row: number): string {
  // Mostly info, now and then worse.
  const severity = row % 1000 === 0 ? 2 : row % 100 === 0 ? 3 : row % 20 === 0 ? 4 : row % 3 === 0 ? 7 : 6;
  const host = hosts[row % hosts.length];
  const app = apps[row % apps.length];
  return `<${128 + severity}>1 - ${host} ${app} - - - row ${row} temp=${(20 + (row % 70) / 10).toFixed(1)} retry ${row % 7}`;
}

const traceback =
  '<130>1 - pico-01 main - CRASH - Traceback (most recent call last):\n  File "main.py", line 3, in loop\nOSError: [Errno 5] EIO';
