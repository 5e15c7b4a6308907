/**
 * Side by side: each receiver gets what syslog-ng's loggen sends, one after the other, on the same machine: a rate for some time, in
 * several trials, and bursts as fast as loggen can send.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buildIfStale } from '../../../main/build/build-if-stale.ts';
import { findProgram } from '../../third-party.ts';
import { type Goal, median, type Report } from '../report.ts';
import { type Buffers, findReceivers, pause, type Receiver, RunningReceiver } from './receivers.ts';

interface Sending {
  rate: number;
  /** One of the two. */
  seconds?: number;
  count?: number;
  senders?: number;
}

interface Sent {
  sent: number;
  /** Messages a second, as loggen counted. */
  rate: number;
}

/** What is asked of Bramble: three times what rsyslog takes as it is installed. */
const goalRate = 60_000;
const trials = 5;
const idleSeconds = 5;
/** More than loggen can send. */
const lineRate = 10_000_000;

/** `seconds` is how long a trial goes on. */
export async function measurePeers(report: Report, seconds: number): Promise<void> {
  const loggen = findProgram('loggen');
  if (loggen === null || process.platform !== 'linux') {
    report.add({
      what: 'side by side',
      value: 'skipped',
      note: 'loggen not found, install it with "apt-get install syslog-ng-core"',
    });
    return;
  }
  await buildIfStale(['node']);
  for (const receiver of findReceivers(report, '4m')) {
    await measureSustained(report, loggen, receiver, { rate: goalRate, seconds, trials });
    await measureSustained(report, loggen, receiver, { rate: 120_000, seconds, trials: 1 });
    await measureBursts(report, loggen, receiver, { count: 8000, senders: 1, bursts: 10, buffers: '4m' });
    await measureBursts(report, loggen, receiver, { count: 100_000, senders: 1, bursts: 5, buffers: '4m' });
  }
  for (const receiver of findReceivers(report, 'stock')) {
    await measureBursts(report, loggen, receiver, { count: 1000, senders: 8, bursts: 10, buffers: 'stock' });
  }
}

async function measureSustained(
  report: Report,
  loggen: string,
  receiver: Receiver,
  options: { rate: number; seconds: number; trials: number },
): Promise<void> {
  const shares: number[] = [];
  const costs: number[] = [];
  const rates: number[] = [];
  let [mostMegabytes, idleShare, unaccounted] = [0, 0, 0];
  let hasSaid = false;
  for (let trial = 0; trial < options.trials; trial++) {
    const running = await RunningReceiver.start(receiver);
    const before = await running.cpuSeconds();
    const { sent, rate } = await send(loggen, running.port, options);
    const stored = (await running.settled()) - running.countAtStart;
    const caughtUp = await running.settledCpuSeconds();
    await pause(idleSeconds * 1000);
    idleShare = Math.max(idleShare, ((await running.cpuSeconds()) - caughtUp) / idleSeconds);
    mostMegabytes = Math.max(mostMegabytes, await running.mostMegabytes());
    const lost = await running.stop();
    shares.push((100 * stored) / sent);
    costs.push((1e6 * (caughtUp - before)) / stored);
    rates.push(rate);
    hasSaid = lost !== null;
    unaccounted += Math.abs(sent - stored - (lost ?? 0));
  }
  const accounted = hasSaid ? `; sent - stored - told as lost = ${unaccounted}` : '';
  report.add({
    what: `${receiver.name}, ${options.rate / 1000}k messages/s for ${options.seconds} s`,
    value: `${Math.min(...shares).toFixed(2)} % stored in the worst of ${options.trials}`,
    note:
      `loggen reached ${thousands(Math.min(...rates))} to ${thousands(Math.max(...rates))}/s; ${median(costs).toFixed(1)} CPU s a million, ` +
      `indexes included; RSS ${mostMegabytes} MB at most; ${(100 * idleShare).toFixed(1)} % of a core afterwards${accounted}`,
    ...goalFor(receiver, options.rate === goalRate, {
      what: 'no loss, at most 9 CPU s a million, 250 MB and nothing when idle',
      isReached: Math.min(...shares) >= 100 && median(costs) <= 9 && mostMegabytes <= 250 && idleShare < 0.005,
    }),
  });
}

async function measureBursts(
  report: Report,
  loggen: string,
  receiver: Receiver,
  { count, senders, bursts, buffers }: { count: number; senders: number; bursts: number; buffers: Buffers },
): Promise<void> {
  const running = await RunningReceiver.start(receiver);
  const shares: number[] = [];
  let all = 0;
  let before = running.countAtStart;
  for (let burst = 0; burst < bursts; burst++) {
    const sending = await send(loggen, running.port, { rate: lineRate, count, senders });
    const now = await running.settled();
    if (now - before >= sending.sent) all++;
    shares.push((100 * (now - before)) / sending.sent);
    before = now;
  }
  await running.stop();
  const from = senders === 1 ? '' : ` from ${senders} senders`;
  report.add({
    what: `${receiver.name}, bursts of ${count}${from}, ${buffers === '4m' ? '4 MiB buffer' : 'stock buffers'}`,
    value: `${all} of ${bursts} whole, median ${median(shares).toFixed(1)} %`,
    note: `${Math.min(...shares).toFixed(1)} to ${Math.max(...shares).toFixed(1)} % stored`,
    ...goalFor(
      receiver,
      true,
      count > 8000
        ? { what: '85 % at the middle', isReached: median(shares) >= 85 }
        : { what: 'all, every time', isReached: all === bursts },
    ),
  });
}

/** The others have none. */
function goalFor(receiver: Receiver, isAsked: boolean, goal: Goal): { goal?: Goal } {
  return isAsked && receiver.name === 'Bramble' ? { goal } : {};
}

async function send(loggen: string, port: number, { rate, seconds, count, senders = 1 }: Sending): Promise<Sent> {
  const amount =
    count === undefined ? ['--interval', String(seconds)] : ['--number', String(count / senders), '--interval', '60'];
  const options = ['--inet', '--dgram', '--quiet', '--size', '150', '--rate', String(rate), ...amount];
  const connections = ['--active-connections', String(senders)];
  const args = [...options, ...connections, '127.0.0.1', String(port)];
  const sender = spawn(loggen, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  sender.stderr.on('data', (bytes) => {
    said += String(bytes);
  });
  await once(sender, 'exit');
  const [, counted, took] = /count=(\d+), time=([\d.e-]+)/.exec(said) ?? [];
  const sent = Number(counted ?? count ?? rate * (seconds ?? 0));
  return { sent, rate: took === undefined ? rate : sent / Number(took) };
}

function thousands(count: number): string {
  return `${(count / 1000).toFixed(0)}k`;
}
