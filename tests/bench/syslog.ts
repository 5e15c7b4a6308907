/** How fast syslog is: the parser alone, the store alone, and datagrams from a socket to rows that can be queried. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DatagramChunk, parseSyslog, parseSyslogIn, type SyslogFilter } from '../../app/syslog/index.ts';
import { SyslogStore, startSyslogServer } from '../../main/syslog/index.ts';
import { LogWriter } from '../../main/syslog/log-writer.ts';
import { median, type Report } from './report.ts';
import { type MessageKind, messageKinds, messagesOf } from './syslog/messages.ts';
import { measurePeers } from './syslog/peers.ts';

const rounds = 5;
const reception = { receivedAtMs: Date.now(), zoneOffsetMinutes: 0 };

export async function run(report: Report): Promise<void> {
  for (const kind of Object.keys(messageKinds)) measureParser(report, kind as MessageKind);
  await inTemporaryFolder((folder) => measureStore(report, folder));
  await inTemporaryFolder((folder) => measureQueries(report, folder));
  for (const rate of [20_000, 60_000, 90_000]) {
    await inTemporaryFolder((folder) => measureSustained(report, folder, rate));
  }
  await inTemporaryFolder((folder) => measureBurst(report, folder));
  await measurePeers(report);
}

async function inTemporaryFolder(task: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bramble-bench-'));
  try {
    await task(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** This process's CPU time, in seconds: other work on the machine does not count. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function measureParser(report: Report, kind: MessageKind): void {
  const messages = messagesOf(kind, 2000);
  const together = Buffer.concat(messages);
  const repeats = 50;
  const count = messages.length * repeats;
  const inChunks = () => {
    for (let repeat = 0; repeat < repeats; repeat++) parseInChunks(together, messages);
  };
  const alone = () => {
    for (let repeat = 0; repeat < repeats; repeat++) for (const bytes of messages) parseSyslog(bytes, reception);
  };
  const ways = [
    ['as the store parses', inChunks],
    ['one by one', alone],
  ] as const;
  for (const [way, parse] of ways) {
    parse();
    const rates = Array.from({ length: rounds }, () => {
      const before = cpuSeconds();
      parse();
      return count / (cpuSeconds() - before) / 1e6;
    });
    const bytes = (together.length / messages.length).toFixed(0);
    report.add({
      what: `parser, ${kind}, ${way}`,
      value: `${median(rates).toFixed(2)} M messages/s`,
      note: `${bytes} bytes on average, of CPU time, median of ${rounds}, best ${Math.max(...rates).toFixed(2)}`,
    });
  }
}

function parseInChunks(together: Uint8Array, messages: readonly Uint8Array[]): void {
  let chunk = new DatagramChunk(together.subarray(0, 0));
  let chunkStart = 0;
  let chunkEnd = 0;
  let start = 0;
  for (const [index, { length }] of messages.entries()) {
    if (start >= chunkEnd) {
      chunkStart = start;
      chunkEnd = start;
      for (let next = index; next < messages.length && chunkEnd - start < 16_384; next++) {
        chunkEnd += messages[next]?.length ?? 0;
      }
      chunk = new DatagramChunk(together.subarray(chunkStart, chunkEnd));
    }
    parseSyslogIn(chunk, start - chunkStart, start - chunkStart + length, reception);
    start += length;
  }
}

function batchOfMixed() {
  const messages = messagesOf('mixed', 2000);
  let end = 0;
  const batch = {
    bytes: Buffer.concat(messages),
    ends: messages.map(({ length }) => {
      end += length;
      return end;
    }),
    addresses: messages.map((_message, index) => `192.168.1.${index % 20}`),
    receivedAtMs: messages.map(() => reception.receivedAtMs),
    position: 0,
  };
  return { batch, messages };
}

async function measureStore(report: Report, folder: string): Promise<void> {
  const storeFile = join(folder, 'log.db');
  const { batch, messages } = batchOfMixed();
  const end = batch.bytes.length;
  const writer = new LogWriter(storeFile);
  for (let repeat = 0; repeat < 20; repeat++) writer.write(batch, 0);
  const before = cpuSeconds();
  const repeats = 200;
  for (let repeat = 0; repeat < repeats; repeat++) writer.write(batch, 0);
  const rate = (repeats * messages.length) / (cpuSeconds() - before);
  const { totalRows } = writer.totals();
  writer.dispose();
  report.add({
    what: 'parse and store',
    value: `${(rate / 1000).toFixed(0)} k rows/s`,
    note: `of CPU time, ${(end / messages.length).toFixed(0)} bytes on average, batches of ${messages.length}`,
  });
  report.add({
    what: 'size of the store',
    value: `${((await stat(storeFile)).size / totalRows).toFixed(0)} bytes a message`,
    note: `with its indexes, ${totalRows} messages of ${(end / messages.length).toFixed(0)} bytes`,
  });
}

/** The newest 200 rows that pass, of half a million, the second time that they are asked for. */
function measureQueries(report: Report, folder: string): void {
  const storeFile = join(folder, 'log.db');
  const { batch } = batchOfMixed();
  const writer = new LogWriter(storeFile);
  for (let repeat = 0; repeat < 250; repeat++) writer.write(batch, 0);
  const { totalRows } = writer.totals();
  measureIndexing(report, writer, totalRows);
  const store = new SyslogStore(storeFile);
  report.add({
    what: 'size of the store with the index of words',
    value: `${(store.size().usedBytes / totalRows).toFixed(0)} bytes a message`,
    note: `${totalRows} messages of ${(batch.bytes.length / batch.ends.length).toFixed(0)} bytes`,
  });
  const measure = (what: string, find: () => number) => {
    find();
    const before = cpuSeconds();
    const found = find();
    report.add({
      what,
      value: `${((cpuSeconds() - before) * 1000).toFixed(1)} ms`,
      note: `${found} rows of ${totalRows}, CPU time, warm`,
    });
  };
  for (const [what, filter] of Object.entries(queries)) {
    measure(`query: ${what}`, () => store.rows(filter, { limit: 200 }).length);
  }
  measure('facets of the whole log', () => store.facets({}).total);
  measure('histogram of the whole log by severity', () =>
    store
      .histogram({}, { buckets: 100 })
      .counts.flat()
      .reduce((sum, count) => sum + count, 0),
  );
  store.dispose();
  writer.dispose();
}

function measureIndexing(report: Report, writer: LogWriter, totalRows: number): void {
  const before = cpuSeconds();
  while (writer.indexWords(4096) > 0);
  report.add({
    what: 'index of words, catching up',
    value: `${(totalRows / (cpuSeconds() - before) / 1000).toFixed(0)} k rows/s`,
    note: `of CPU time, ${totalRows} rows in pieces of 4096`,
  });
}

const queries: Record<string, SyslogFilter> = {
  'the newest rows': {},
  'errors and worse': { severityAtMost: 3 },
  'a host': { host: 'picow-7' },
  'errors of a host': { host: 'picow-7', severityAtMost: 3 },
  'a word that every row has': { text: 'WIFI' },
  'a word that one row in a thousand has': { text: 'cycle 777 ' },
  'a word that no row has': { text: 'absent' },
  'a word that no row has, of a host': { text: 'absent', host: 'picow-7' },
  'a word outside ASCII that no row has': { text: 'größe' },
  'by the index, a word that every row has': { query: 'wifi' },
  'by the index, a word that one row in a thousand has': { query: '"cycle 777"' },
  'by the index, a beginning that every row has': { query: 'wif*' },
  'by the index, a word that no row has': { query: 'absent' },
  'a regular expression that no row has': { query: '/abs[ae]nt/' },
};

async function measureSustained(report: Report, folder: string, rate: number): Promise<void> {
  const seconds = 5;
  const result = await flood(folder, { rate, count: rate * seconds });
  report.add({
    what: `pipeline at ${rate / 1000}k messages/s for ${seconds} s`,
    value: `${((100 * result.stored) / result.sent).toFixed(2)} % stored`,
    note:
      `${result.sent} sent at ${(result.sentRate / 1000).toFixed(0)}k/s by another process on the same cores, ` +
      `${result.systemDropped} dropped by the system, ${result.ringDropped} by the ring; ` +
      `${((1e6 * result.cpuSeconds) / result.sent).toFixed(1)} CPU s a million; RSS ${result.rssMb} MB; ` +
      `sent - stored - dropped = ${result.sent - result.stored - result.systemDropped - result.ringDropped}`,
  });
}

async function measureBurst(report: Report, folder: string): Promise<void> {
  const shares: number[] = [];
  const count = 100_000;
  for (let trial = 0; trial < rounds; trial++) {
    const { stored, sent } = await flood(join(folder, String(trial)), { rate: 0, count });
    shares.push((100 * stored) / sent);
  }
  report.add({
    what: `burst of ${count} messages as fast as another process can send`,
    value: `${median(shares).toFixed(0)} % stored`,
    note: `median of ${rounds}, ${Math.min(...shares).toFixed(0)} to ${Math.max(...shares).toFixed(0)} %`,
  });
}

/** Sends `count` messages from another process, `rate` a second (0: no limit), and waits until all are accounted for. */
async function flood(folder: string, { rate, count }: { rate: number; count: number }) {
  const server = await startSyslogServer({ port: 0, storeFile: join(folder, 'log.db') });
  const { listening } = await server.status();
  const script = fileURLToPath(new URL('./syslog/send.ts', import.meta.url));
  const before = cpuSeconds();
  const args = [script, String(listening?.port), String(rate), String(count)];
  const sender = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [output] = await once(sender.stdout, 'data');
  const { sent, sentRate }: { sent: number; sentRate: number } = JSON.parse(String(output));
  let status = await server.status();
  for (let isMoving = true; isMoving; ) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const next = await server.status();
    isMoving = next.storedCount !== status.storedCount || next.storedCount < next.receivedCount - next.droppedCount;
    status = next;
  }
  const used = cpuSeconds() - before;
  const rssMb = Math.round(process.memoryUsage.rss() / 2 ** 20);
  await server.dispose();
  const systemDropped = status.systemDroppedCount ?? 0;
  const ringDropped = status.droppedCount - systemDropped;
  return { sent, sentRate, stored: status.storedCount, systemDropped, ringDropped, cpuSeconds: used, rssMb };
}
