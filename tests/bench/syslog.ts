/** How fast syslog is: the parser alone, datagrams from a socket to rows that can be queried beside other servers, and a large log. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatagramChunk, parseSyslog, parseSyslogIn } from '../../app/syslog/index.ts';
import { type BenchmarkOptions, median, type Report } from './report.ts';
import { measureErrorKinds } from './syslog/error-kinds.ts';
import { measureLargeLog } from './syslog/large-log.ts';
import { measureLatency } from './syslog/latency.ts';
import { type MessageKind, messageKinds, messagesOf } from './syslog/messages.ts';
import { measurePeers } from './syslog/peers.ts';

const rounds = 5;
const usualSeconds = 5;
const reception = { receivedAtMs: Date.now(), zoneOffsetMinutes: 0 };

/** `part` is one of those below. `seconds` is for how long a rate is held in a trial: 60 for what the goals say, which takes half an hour. */
export async function run(report: Report, { seconds = usualSeconds, part }: BenchmarkOptions): Promise<void> {
  const parts: Record<string, () => Promise<void> | void> = {
    parser: () => {
      for (const kind of Object.keys(messageKinds)) measureParser(report, kind as MessageKind);
    },
    latency: () => measureLatency(report),
    receivers: () => measurePeers(report, seconds),
    log: () => inTemporaryFolder((folder) => measureLargeLog(report, folder)),
    errors: () => inTemporaryFolder((folder) => measureErrorKinds(report, folder)),
  };
  if (part !== undefined && !Object.hasOwn(parts, part)) {
    throw new Error(`The benchmark of syslog has no part ${part}. It has: ${Object.keys(parts).join(', ')}.`);
  }
  for (const [name, measure] of Object.entries(parts)) if (part === undefined || part === name) await measure();
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
      ...(parse === inChunks ? { goal: { what: '2 M messages/s', isReached: median(rates) >= 2 } } : {}),
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
