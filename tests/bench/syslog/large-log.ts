/** Reading a log of five million rows, the first time and again, and deleting from it. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { SyslogFilter } from '../../../app/syslog/index.ts';
import { SyslogStore } from '../../../main/syslog/index.ts';
import { SyslogReader } from '../../../main/syslog/read/syslog-reader.ts';
import { LogWriter } from '../../../main/syslog/store/log-writer.ts';
import { atMost, type Goal, median, type Report } from '../report.ts';
import { messagesOf } from './messages.ts';

const rowCount = 5_000_000;
const batchRows = 4000;
const batchesAPiece = 4;
const warmRounds = 5;
/** Rows a second that arrive in the log of the benchmark, so that it has a length in time. */
const rowsASecond = 1000;

/** What is asked of a search, warm and cold, in ms; nothing of one that other indexes or rows answer. */
interface Limits {
  warmMs?: number;
  coldMs?: number;
}

const aWord: Limits = { warmMs: 5, coldMs: 50 };

const queries: Record<string, SyslogFilter> = {
  'the newest rows': {},
  'errors of a board': { host: 'picow-7', severityAtMost: 3 },
  'a word that every row has': { query: 'wifi' },
  'a rare word': { query: '3999' },
  'a word that no row has': { query: 'absent' },
  'a rare phrase': { query: '"cycle 3777"' },
  'a phrase of usual words that no row has': { query: '"free wifi"' },
  'a beginning that every row has': { query: 'wif*' },
  'a regular expression that no row has, without a word': { query: '/[aeiou]bs[ae]nt/' },
  'a regular expression that no row has, with words': { query: '/cycle 9\\d\\d\\d done/' },
  'nine digits, which no row has': { query: '/[0-9]{9}/' },
  'an address, which no row has': { query: '/\\w+@\\w+/' },
  'what begins as every row and ends as none': { query: '/connected.*[^m]s$/i' },
  'a regular expression that looks back, which no row has': { query: '/(?<!free )\\b67\\d\\d9 bytes/' },
  'a rare regular expression': { query: '/free 67\\d\\d9 bytes/' },
  'a usual regular expression': { query: '/rssi=-[1-3]\\d,/' },
};

/** CPU time of this process, in ms: other work on the machine does not count. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export async function measureLargeLog(report: Report, folder: string): Promise<void> {
  const storeFile = join(folder, 'log.db');
  const writer = new LogWriter(storeFile);
  fill(report, writer);
  for (const [what, filter] of Object.entries(queries)) {
    const limits = /^a (?:rare )?word\b/.test(what) ? aWord : {};
    measure(
      report,
      storeFile,
      { what: `${what}, newest 200`, limits },
      (store) => store.rows(filter, { limit: 200 }).length,
    );
  }
  for (const [what, filter] of Object.entries(queries)) {
    if (filter.query?.startsWith('/')) await measureAsked(report, storeFile, what, filter);
  }
  measure(report, storeFile, { what: 'histogram by severity', limits: { warmMs: 50 } }, (store) => {
    const { counts } = store.histogram({}, { buckets: 100 });
    return counts.flat().reduce((sum, count) => sum + count, 0);
  });
  measure(report, storeFile, { what: 'facets', limits: { warmMs: 50 } }, (store) => store.facets({}).total);
  const store = new SyslogStore(storeFile);
  report.add({
    what: 'size of the store with its indexes',
    value: `${(store.size().usedBytes / rowCount).toFixed(0)} bytes a message`,
    note: `${rowCount} messages of ${averageBytes.toFixed(0)} bytes`,
    goal: atMost(170, 'bytes', store.size().usedBytes / rowCount),
  });
  store.dispose();
  measureDeleting(report, writer);
  writer.dispose();
}

let averageBytes = 0;

function fill(report: Report, writer: LogWriter): void {
  const messages = messagesOf('mixed', batchRows);
  let end = 0;
  const bytes = Buffer.concat(messages);
  const ends = messages.map(({ length }) => {
    end += length;
    return end;
  });
  averageBytes = bytes.length / batchRows;
  const addresses = messages.map((_, index) => `192.168.1.${index % 20}`);
  const firstMs = Date.now() - (rowCount / rowsASecond) * 1000;
  let [writingMs, indexingMs] = [0, 0];
  for (let written = 0; written < rowCount; written += batchRows) {
    const receivedAtMs = messages.map((_, index) => Math.floor(firstMs + ((written + index) / rowsASecond) * 1000));
    const before = cpuMs();
    writer.write({ bytes, ends, addresses, receivedAtMs, position: 0 }, 0);
    const between = cpuMs();
    // As the upkeep of a busy log does.
    if ((written / batchRows) % batchesAPiece === batchesAPiece - 1) writer.indexWords(batchesAPiece * batchRows);
    writingMs += between - before;
    indexingMs += cpuMs() - between;
  }
  while (writer.indexWords(4096) > 0);
  const speed = (ms: number) => `${(rowCount / ms).toFixed(0)} k rows/s`;
  const note = `of CPU time, ${averageBytes.toFixed(0)} bytes on average, batches of ${batchRows}`;
  report.add({ what: 'parse and store', value: speed(writingMs), note });
  report.add({ what: 'index of words and counts', value: speed(indexingMs), note });
}

/** Cold: a new connection, the system holding nothing of the file. Warm: the same connection again. */
function measure(
  report: Report,
  storeFile: string,
  { what, limits }: { what: string; limits: Limits },
  find: (store: SyslogStore) => number,
): void {
  // Of GNU's dd: what the system holds of this one file is let go.
  if (process.platform === 'linux') {
    execFileSync('sync', [storeFile]);
    execFileSync('dd', [`if=${storeFile}`, 'iflag=nocache', 'count=0', 'status=none']);
  }
  const store = new SyslogStore(storeFile);
  const startedMs = performance.now();
  const coldBefore = cpuMs();
  const found = find(store);
  const [coldMs, coldCpuMs] = [performance.now() - startedMs, cpuMs() - coldBefore];
  const rounds = Array.from({ length: warmRounds }, () => {
    const before = cpuMs();
    find(store);
    return cpuMs() - before;
  });
  store.dispose();
  report.add({
    what: `of 5 million rows: ${what}`,
    value: `${median(rounds).toFixed(1)} ms`,
    note: `${found} found; CPU time, warm, median of ${warmRounds}; cold ${coldMs.toFixed(0)} ms (${coldCpuMs.toFixed(0)} of CPU)`,
    ...goalOf(limits, median(rounds), coldMs),
  });
}

/** As the log view asks: through the server's threads, of which two divide what takes its time. */
async function measureAsked(report: Report, storeFile: string, what: string, filter: SyslogFilter): Promise<void> {
  const reader = new SyslogReader(storeFile);
  const ask = async () => {
    const startedMs = performance.now();
    const { length } = await reader.rows(filter, { limit: 200 });
    return { length, ms: performance.now() - startedMs };
  };
  const cold = await ask();
  const rounds: number[] = [];
  for (let round = 0; round < warmRounds; round++) rounds.push((await ask()).ms);
  await reader.dispose();
  const warmMs = median(rounds);
  report.add({
    what: `of 5 million rows: ${what}, as the log view asks`,
    value: `${warmMs.toFixed(0)} ms`,
    note: `${cold.length} found; from question to answer, warm, median of ${warmRounds}; the first time ${cold.ms.toFixed(0)} ms`,
    goal: atMost(250, 'ms', warmMs),
  });
}

function goalOf({ warmMs, coldMs }: Limits, measuredMs: number, measuredColdMs: number): { goal?: Goal } {
  if (warmMs === undefined) return {};
  const warm = atMost(warmMs, 'ms', measuredMs);
  if (coldMs === undefined) return { goal: warm };
  return {
    goal: { what: `${warm.what}, cold ${coldMs}`, isReached: warm.isReached && measuredColdMs <= coldMs },
  };
}

function measureDeleting(report: Report, writer: LogWriter): void {
  const pieces: number[] = [];
  const toKeep = writer.totals().totalRows - 100_000;
  for (let deleted = 1; deleted > 0; ) {
    const before = cpuMs();
    deleted = writer.prune({ mostRows: toKeep }, Date.now(), 4096);
    pieces.push(cpuMs() - before);
  }
  const total = pieces.reduce((sum, piece) => sum + piece, 0);
  report.add({
    what: 'deleting the oldest 100,000 rows',
    value: `${total.toFixed(0)} ms`,
    note: `CPU time, in ${pieces.length - 1} pieces of which the longest took ${Math.max(...pieces).toFixed(0)} ms; between them rows are stored`,
  });
}
