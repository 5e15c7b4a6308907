/** The kinds of errors in a log of five million rows, of which three in a hundred are errors. */
import { join } from 'node:path';
import { SyslogStore } from '../../../main/syslog/index.ts';
import { LogWriter } from '../../../main/syslog/store/log-writer.ts';
import { atMost, median, type Report } from '../report.ts';

const rowCount = 5_000_000;
const batchRows = 4000;
const rounds = 5;

const head = (severity: number, row: number, app = 'app') => `<${8 + severity}>1 - picow-${row % 19} ${app} - - - `;
const usual = (row: number) => `${head(6, row)}Connected to wifi, rssi=-${row % 90}, cycle ${row}`;
const errors = [
  (row: number) => `${head(3, row)}Sensor ${row % 7} timed out after ${row} ms`,
  (row: number) =>
    `${head(3, row, 'main')}Traceback (most recent call last):\n  File "main.py", line ${row % 50}, in <module>\n  File "wifi.py", line 41, in connect\nOSError: [Errno 116] ETIMEDOUT`,
  (row: number) => `${head(2, row)}No answer from 192.168.1.${row % 250}: "retry ${row}"`,
];

function message(row: number): string {
  return (errors[row % 100] ?? usual)(row);
}

/** CPU time of this process, in ms: other work on the machine does not count. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export function measureErrorKinds(report: Report, folder: string): void {
  const storeFile = join(folder, 'errors.db');
  fill(storeFile);
  const questions = { 'of all': {}, 'of a board': { query: 'host:picow-1' }, 'of a text': { query: '/retry \\d*7/' } };
  for (const [what, filter] of Object.entries(questions)) {
    const store = new SyslogStore(storeFile);
    const find = () => {
      const before = cpuMs();
      const { kinds } = store.errors(filter, { budgetMs: Number.POSITIVE_INFINITY });
      const lines = kinds.reduce((sum, { count }) => sum + count, 0);
      return { lines, kinds: kinds.length, ms: cpuMs() - before };
    };
    const cold = find();
    const warmMs = median(Array.from({ length: rounds }, () => find().ms));
    store.dispose();
    report.add({
      what: `of 5 million rows: the kinds of errors ${what}`,
      value: `${warmMs.toFixed(0)} ms`,
      note: `${cold.kinds} kinds of ${cold.lines} errors; CPU time, warm, median of ${rounds}; the first time ${cold.ms.toFixed(0)} ms`,
      goal: atMost(1000, 'ms', warmMs),
    });
  }
}

function fill(storeFile: string): void {
  const writer = new LogWriter(storeFile);
  const firstMs = Date.now() - rowCount;
  for (let first = 0; first < rowCount; first += batchRows) {
    const messages = Array.from({ length: batchRows }, (_, at) => Buffer.from(message(first + at)));
    let end = 0;
    const ends = messages.map(({ length }) => {
      end += length;
      return end;
    });
    const addresses = messages.map((_, at) => `192.168.1.${at % 20}`);
    const receivedAtMs = messages.map((_, at) => firstMs + first + at);
    writer.write({ bytes: Buffer.concat(messages), ends, addresses, receivedAtMs, position: 0 }, 0);
    if ((first / batchRows) % 4 === 3) writer.indexWords(4 * batchRows);
  }
  while (writer.indexWords(4096) > 0);
  writer.dispose();
}
