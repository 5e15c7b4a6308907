/** Plain log files into the store: a line a message, as it was before Bramble exported it. It knows lines and times; files are its caller's. */
import {
  type ImportedLines,
  type LogFilePiece,
  longestImportedLine,
  type ParsedSyslogMessage,
  parseSyslog,
  restoredDatagram,
  viaOf,
} from '../../../app/syslog/index.ts';
import type { DatagramBatch } from '../receive/datagram-ring.ts';
import type { LogWriter } from './log-writer.ts';

export interface ImportOptions {
  writer: Pick<LogWriter, 'write'>;
  /** The file's name: it stands in place of the sender's address. */
  name: string;
  /** When the file was written last: what its times without a year or a zone are resolved against. */
  modifiedMs: number;
  zoneOffsetMinutes: number;
}

const batchLines = 4096;
const batchBytes = 1024 * 1024;
const lineFeed = 10;
const carriageReturn = 13;
const lessThan = 0x3c;
const byteOrderMark = Buffer.from('\ufeff');
/** Files mostly have no PRI; with this one in front, their times and hosts are read by the same rules as a datagram's. */
const usualPriority = Buffer.from('<13>');
/** As Python's logging and Bramble's own text begin a line: `2026-04-30 18:45:34,123`, also in brackets. */
const usualTime = /^\[?(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:[.,](\d{1,6})\d*)?(?![\d:])/;
const mostTimeBytes = 32;

/**
 * Stores every line that is not empty, and returns how many they were. A row's time of reception is the time in its line; a
 * line without one has that of the line before it. A line over 1 MiB is cut into several.
 */
export async function importLines(pieces: AsyncIterable<Uint8Array>, options: ImportOptions): Promise<number> {
  const lines = new LineBatch(options, { isFirst: true, lastTimeMs: null });
  try {
    let rest = Buffer.alloc(0);
    for await (const piece of pieces) {
      rest = lines.addWhole(Buffer.concat([rest, piece]));
      if (rest.length < longestImportedLine) continue;
      lines.add(rest);
      rest = Buffer.alloc(0);
    }
    lines.add(rest);
  } finally {
    // Of a file that breaks off as well: what stood before is kept.
    lines.flush();
  }
  return lines.count;
}

/** The same of a piece that is there, for a file that comes a piece at a time. */
export function importPiece(piece: LogFilePiece, writer: ImportOptions['writer']): ImportedLines {
  const lines = new LineBatch({ ...piece, writer }, piece);
  try {
    lines.add(lines.addWhole(Buffer.from(piece.bytes)));
  } finally {
    lines.flush();
  }
  return { lines: lines.count, unread: lines.unread, lastTimeMs: lines.lastTimeMs };
}

class LineBatch {
  readonly #options: ImportOptions;
  #lines: Uint8Array[] = [];
  #times: number[] = [];
  #bytes = 0;
  #isFirst: boolean;
  lastTimeMs: number | null;
  count = 0;
  /** How many of them are malformed. */
  unread = 0;

  constructor(options: ImportOptions, { isFirst, lastTimeMs }: Pick<LogFilePiece, 'isFirst' | 'lastTimeMs'>) {
    this.#options = options;
    this.#isFirst = isFirst;
    this.lastTimeMs = lastTimeMs;
  }

  /** Adds the lines that are whole, and returns what is left. */
  addWhole(bytes: Buffer): Buffer<ArrayBuffer> {
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      this.add(bytes.subarray(start, end));
      start = end + 1;
    }
    return Buffer.from(bytes.subarray(start));
  }

  add(line: Uint8Array): void {
    const begin = this.#isFirst && byteOrderMark.equals(line.subarray(0, 3)) ? 3 : 0;
    this.#isFirst = false;
    const content = line.subarray(begin, line.at(-1) === carriageReturn ? -1 : undefined);
    if (content.length === 0) return;
    const { datagram, timeMs } = this.#read(content);
    this.lastTimeMs = timeMs ?? this.lastTimeMs;
    this.#lines.push(datagram);
    this.#times.push(this.lastTimeMs ?? this.#options.modifiedMs);
    this.#bytes += datagram.length;
    this.count++;
    if (this.#lines.length >= batchLines || this.#bytes >= batchBytes) this.flush();
  }

  flush(): void {
    if (this.#lines.length === 0) return;
    const { writer, name, zoneOffsetMinutes } = this.#options;
    // A file may be named after the host whose log it is.
    const address = viaOf(name) === 'file' ? name : `./${name}`;
    let end = 0;
    const batch: DatagramBatch = {
      bytes: Buffer.concat(this.#lines),
      ends: this.#lines.map(({ length }) => {
        end += length;
        return end;
      }),
      addresses: this.#lines.map(() => address),
      receivedAtMs: this.#times,
      position: 0,
    };
    writer.write(batch, zoneOffsetMinutes);
    this.#lines = [];
    this.#times = [];
    this.#bytes = 0;
  }

  /** The line as a datagram, with a PRI where that makes its time readable. */
  #read(line: Uint8Array): { datagram: Uint8Array; timeMs: number | null } {
    if (line[0] === lessThan) {
      const message = this.#parse(line);
      if (message.format === 'malformed') this.unread++;
      return { datagram: restoredDatagram(message) ?? line, timeMs: message.timestampMs };
    }
    const withPriority = Buffer.concat([usualPriority, line]);
    const { timestampMs } = this.#parse(withPriority);
    if (timestampMs !== null) return { datagram: withPriority, timeMs: timestampMs };
    if (this.#parse(line).format === 'malformed') this.unread++;
    return { datagram: line, timeMs: this.#usualTimeMs(line) };
  }

  /** The text stays as it is: what stands behind such a time is no host. */
  #usualTimeMs(line: Uint8Array): number | null {
    const [, day, time, fraction = '0'] =
      usualTime.exec(Buffer.from(line.subarray(0, mostTimeBytes)).toString('latin1')) ?? [];
    return day === undefined ? null : this.#parse(Buffer.from(`<13>${day}T${time}.${fraction} - -`)).timestampMs;
  }

  #parse(bytes: Uint8Array): ParsedSyslogMessage {
    const { modifiedMs, zoneOffsetMinutes } = this.#options;
    return parseSyslog(bytes, { receivedAtMs: modifiedMs, zoneOffsetMinutes });
  }
}
