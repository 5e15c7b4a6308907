/**
 * Bramble, rsyslog and syslog-ng as the benchmarks start them: each in a process of its own, so that processor time and memory are its
 * own, with the same 4 MiB buffer and a queue of a million. What is not found is told and left out.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { globSync, realpathSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SyslogStore } from '../../../main/syslog/index.ts';
import { findProgram } from '../../third-party.ts';
import type { Report } from '../report.ts';

export interface Receiver {
  name: string;
  /** The command that receives on the UDP port and keeps everything in the folder. */
  command(folder: string, port: number): Promise<string[]> | string[];
  /** How many messages it has kept. */
  count(folder: string): Promise<number>;
  /** How many messages it says were lost, its process having ended; null when it does not say. */
  lost(folder: string): number | null;
}

/** `4m`: all that is asked for; `stock`: the system's own buffers, as before anybody changed net.core.rmem_max. */
export type Buffers = '4m' | 'stock';

const programs = {
  // As it is installed: the sources of a checkout take 60 MB more, for what strips their types.
  bramble: fileURLToPath(new URL('../../../dist/main/hosts/cli/bramble.js', import.meta.url)),
  receive: fileURLToPath(new URL('./receive.ts', import.meta.url)),
};
/** What Linux counts processor time in. */
const ticksASecond = 100;

export function findReceivers(report: Report, buffers: Buffers): Receiver[] {
  const found = [buffers === '4m' ? bramble : brambleOnStockBuffers];
  const rsyslogd = findProgram('rsyslogd');
  if (rsyslogd === null) skipped(report, 'rsyslog');
  else found.push(rsyslog(rsyslogd, buffers));
  const syslogNg = findProgram('syslog-ng');
  if (syslogNg === null) skipped(report, 'syslog-ng');
  else found.push(syslogNgAt(syslogNg, buffers));
  return found;
}

const bramble: Receiver = {
  name: 'Bramble',
  command: (folder, port) => [
    ...[process.execPath, programs.bramble, 'syslog', 'serve', '--quiet'],
    ...['--host', '127.0.0.1', '--udp', String(port), '--store', join(folder, 'log.db'), '--keep-mb', '100000'],
  ],
  count: async (folder) => withStore(folder, (store) => store.totals().totalRows),
  lost: (folder) => withStore(folder, (store) => store.stats({}).dropped),
};

/** The receiver alone: what is asked is what the buffers of its sockets hold. */
const brambleOnStockBuffers: Receiver = {
  name: 'Bramble',
  command: (folder, port) => [process.execPath, programs.receive, String(port), join(folder, 'count')],
  count: async (folder) => Number(await readFile(join(folder, 'count'), 'latin1')),
  lost: () => null,
};

function rsyslog(program: string, buffers: Buffers): Receiver {
  return {
    name: 'rsyslog',
    command: async (folder, port) => {
      const size = buffers === '4m' ? 'rcvbufSize="4m"' : '';
      const config = `module(load="imudp")\ninput(type="imudp" address="127.0.0.1" port="${port}" ${size})
main_queue(queue.size="1000000")\naction(type="omfile" file="${join(folder, 'log')}")\n`;
      await writeFile(join(folder, 'conf'), config);
      const [modules] = globSync(join(dirname(realpathSync(program)), '../lib/*/rsyslog'));
      const where = modules === undefined ? [] : ['-M', modules];
      return [program, '-n', '-f', join(folder, 'conf'), '-i', join(folder, 'pid'), ...where];
    },
    count: linesOfLog,
    lost: () => null,
  };
}

function syslogNgAt(program: string, buffers: Buffers): Receiver {
  return {
    name: 'syslog-ng',
    command: async (folder, port) => {
      const size = buffers === '4m' ? 'so-rcvbuf(4194304)' : '';
      const config = `@version: 3.38\nsource s { network(transport("udp") ip("127.0.0.1") port(${port}) ${size} log-iw-size(100000)); };
destination d { file("${join(folder, 'log')}" log-fifo-size(1000000)); };\nlog { source(s); destination(d); };\n`;
      await writeFile(join(folder, 'conf'), config);
      const own = ['persist-file', 'pidfile', 'control'].map((name) => `--${name}=${join(folder, name)}`);
      return [program, '-F', '--no-caps', '-f', join(folder, 'conf'), ...own];
    },
    count: linesOfLog,
    lost: () => null,
  };
}

function withStore<T>(folder: string, ask: (store: SyslogStore) => T): T {
  const store = new SyslogStore(join(folder, 'log.db'));
  try {
    return ask(store);
  } finally {
    store.dispose();
  }
}

/** Counted by `wc`: reading a million lines here would take the receivers' processor. */
async function linesOfLog(folder: string): Promise<number> {
  return Number(execFileSync('wc', ['-l', join(folder, 'log')], { encoding: 'utf8', stdio: 'pipe' }).split(' ')[0]);
}

function skipped(report: Report, name: string): void {
  report.add({ what: `side by side, ${name}`, value: 'skipped', note: 'not found on the path' });
}

/** A receiver that runs. */
export class RunningReceiver {
  readonly receiver: Receiver;
  readonly folder: string;
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  /** What it has kept when its start was over: the datagrams that asked whether it is there. */
  readonly countAtStart: number;

  private constructor(
    receiver: Receiver,
    place: { folder: string; port: number },
    child: ChildProcess,
    ended: Promise<unknown>,
    countAtStart: number,
  ) {
    this.receiver = receiver;
    this.folder = place.folder;
    this.port = place.port;
    this.#child = child;
    this.#ended = ended;
    this.countAtStart = countAtStart;
  }

  static async start(receiver: Receiver): Promise<RunningReceiver> {
    const folder = await mkdtemp(join(tmpdir(), 'bramble-bench-'));
    const port = await freePort();
    const [program = '', ...args] = await receiver.command(folder, port);
    const child = spawn(program, args, { stdio: 'ignore', cwd: folder });
    const ended = once(child, 'exit');
    await untilItReceives(receiver, folder, port);
    return new RunningReceiver(receiver, { folder, port }, child, ended, await settledCount(receiver, folder));
  }

  /** The count when it has not changed for a second. */
  settled(): Promise<number> {
    return settledCount(this.receiver, this.folder);
  }

  async cpuSeconds(): Promise<number> {
    const fields = (await readFile(`/proc/${this.#child.pid}/stat`, 'latin1')).split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / ticksASecond;
  }

  /** Processor time when it has caught up: it takes less than 2 % for a second. */
  async settledCpuSeconds(): Promise<number> {
    let last = await this.cpuSeconds();
    for (let tries = 0; tries < 60; tries++) {
      await pause(1000);
      const now = await this.cpuSeconds();
      if (now - last < 0.02) return now;
      last = now;
    }
    return last;
  }

  async mostMegabytes(): Promise<number> {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${this.#child.pid}/status`, 'latin1')) ?? [];
    return Math.round(Number(kilobytes) / 1024);
  }

  /** Ends it and forgets what it kept. Returns how many messages it says were lost; null when it does not say. */
  async stop(): Promise<number | null> {
    this.#child.kill('SIGTERM');
    const tooLong = setTimeout(() => this.#child.kill('SIGKILL'), 20_000);
    await this.#ended;
    clearTimeout(tooLong);
    const lost = this.receiver.lost(this.folder);
    await rm(this.folder, { recursive: true });
    return lost;
  }
}

async function untilItReceives(receiver: Receiver, folder: string, port: number): Promise<void> {
  const socket = createSocket('udp4');
  const hasAny = async () => (await receiver.count(folder).catch(() => 0)) > 0;
  for (let tries = 0; tries < 300 && !(await hasAny()); tries++) {
    socket.send('<14>is anybody there?', port, '127.0.0.1');
    await pause(100);
  }
  socket.close();
}

async function settledCount(receiver: Receiver, folder: string): Promise<number> {
  let last = -1;
  for (let count = await receiver.count(folder); count !== last; count = await receiver.count(folder)) {
    last = count;
    await pause(1000);
  }
  return last;
}

export function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}
