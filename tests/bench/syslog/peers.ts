/**
 * Bramble, rsyslog and syslog-ng side by side: each receives what syslog-ng's loggen sends, one after the other, in a process of its own,
 * so that processor time and memory are its own. What is not found is told and left out.
 */
import { type ChildProcess, spawn } from 'node:child_process';
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

interface Receiver {
  name: string;
  /** The command that receives on the UDP port and keeps everything in the folder. */
  command(folder: string, port: number): Promise<string[]> | string[];
  /** How many messages it has kept. */
  count(folder: string): Promise<number>;
}

const cli = fileURLToPath(new URL('../../../main/hosts/cli/bramble.ts', import.meta.url));
/** What Linux counts processor time in. */
const ticksASecond = 100;
const seconds = 5;
const rates = [20_000, 60_000];

export async function measurePeers(report: Report): Promise<void> {
  const loggen = findProgram('loggen');
  if (loggen === null || process.platform !== 'linux') {
    report.add({
      what: 'side by side',
      value: 'skipped',
      note: 'loggen not found, install it with "apt-get install syslog-ng-core"',
    });
    return;
  }
  for (const rate of rates) {
    for (const receiver of receivers(report)) await measure(report, loggen, receiver, rate);
  }
}

function receivers(report: Report): Receiver[] {
  const lines = async (folder: string) =>
    (await readFile(join(folder, 'log'), 'latin1').catch(() => '')).split('\n').length - 1;
  const found: Receiver[] = [
    {
      name: 'Bramble',
      command: (folder, port) => [
        ...[process.execPath, cli, 'syslog', 'serve', '--quiet', '--host', '127.0.0.1'],
        ...['--udp', String(port), '--store', join(folder, 'log.db')],
      ],
      count: async (folder) => {
        const store = new SyslogStore(join(folder, 'log.db'));
        const { totalRows } = store.totals();
        store.dispose();
        return totalRows;
      },
    },
  ];
  const rsyslogd = findProgram('rsyslogd');
  if (rsyslogd === null) skipped(report, 'rsyslog');
  else {
    found.push({
      name: 'rsyslog',
      command: async (folder, port) => {
        const config = `module(load="imudp")\ninput(type="imudp" address="127.0.0.1" port="${port}" rcvbufSize="4m")
main_queue(queue.size="1000000")\naction(type="omfile" file="${join(folder, 'log')}")\n`;
        await writeFile(join(folder, 'conf'), config);
        const [modules] = globSync(join(dirname(realpathSync(rsyslogd)), '../lib/*/rsyslog'));
        const where = modules === undefined ? [] : ['-M', modules];
        return [rsyslogd, '-n', '-f', join(folder, 'conf'), '-i', join(folder, 'pid'), ...where];
      },
      count: lines,
    });
  }
  const syslogNg = findProgram('syslog-ng');
  if (syslogNg === null) skipped(report, 'syslog-ng');
  else {
    found.push({
      name: 'syslog-ng',
      command: async (folder, port) => {
        const config = `@version: 3.38\nsource s { network(transport("udp") ip("127.0.0.1") port(${port}) so-rcvbuf(4194304) log-iw-size(100000)); };
destination d { file("${join(folder, 'log')}" log-fifo-size(1000000)); };\nlog { source(s); destination(d); };\n`;
        await writeFile(join(folder, 'conf'), config);
        const own = ['persist-file', 'pidfile', 'control'].map((name) => `--${name}=${join(folder, name)}`);
        return [syslogNg, '-F', '--no-caps', '-f', join(folder, 'conf'), ...own];
      },
      count: lines,
    });
  }
  return found;
}

function skipped(report: Report, name: string): void {
  report.add({ what: `side by side, ${name}`, value: 'skipped', note: 'not found on the path' });
}

async function measure(report: Report, loggen: string, receiver: Receiver, rate: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bramble-peer-'));
  const port = await freePort();
  const [program = '', ...args] = await receiver.command(folder, port);
  const child = spawn(program, args, { stdio: 'ignore', cwd: folder });
  const ended = once(child, 'exit');
  try {
    await untilItReceives(receiver, folder, port);
    const before = { count: await settled(receiver, folder), cpu: await cpuSeconds(child) };
    const options = [
      '--inet',
      '--dgram',
      '--quiet',
      '--size',
      '150',
      '--rate',
      String(rate),
      '--interval',
      String(seconds),
    ];
    const sender = spawn(loggen, [...options, '127.0.0.1', String(port)], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    sender.stderr.on('data', (bytes) => {
      said += String(bytes);
    });
    await once(sender, 'exit');
    const sent = Number(/count=(\d+)/.exec(said)?.[1] ?? rate * seconds);
    const stored = (await settled(receiver, folder)) - before.count;
    const cpu = (await cpuSeconds(child)) - before.cpu;
    report.add({
      what: `side by side, ${receiver.name} at ${rate / 1000}k messages/s`,
      value: `${((100 * stored) / sent).toFixed(2)} % stored`,
      note: `${sent} sent by loggen in ${seconds} s, 150 bytes; ${((1e6 * cpu) / sent).toFixed(1)} CPU s a million; RSS ${await mostMegabytes(child)} MB at most`,
    });
  } finally {
    child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true });
  }
}

async function untilItReceives(receiver: Receiver, folder: string, port: number): Promise<void> {
  const socket = createSocket('udp4');
  const hasAny = async () => (await receiver.count(folder).catch(() => 0)) > 0;
  for (let tries = 0; tries < 300 && !(await hasAny()); tries++) {
    socket.send('<14>is anybody there?', port, '127.0.0.1');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  socket.close();
}

/** The count when it has not changed for a second. */
async function settled(receiver: Receiver, folder: string): Promise<number> {
  let last = -1;
  for (let count = await receiver.count(folder); count !== last; count = await receiver.count(folder)) {
    last = count;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return last;
}

async function cpuSeconds(child: ChildProcess): Promise<number> {
  const fields = (await readFile(`/proc/${child.pid}/stat`, 'latin1')).split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticksASecond;
}

async function mostMegabytes(child: ChildProcess): Promise<number> {
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${child.pid}/status`, 'latin1')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}
