/** How long after a message was sent a query finds it: another process asks for new rows again and again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SyslogStore } from '../../../main/syslog/index.ts';
import { atMost, type Report } from '../report.ts';
import { findReceivers, pause, RunningReceiver } from './receivers.ts';

const rate = 1000;
const seconds = 10;

export async function measureLatency(report: Report): Promise<void> {
  const [bramble] = findReceivers({ add: () => undefined }, '4m');
  if (bramble === undefined || process.platform !== 'linux') return;
  const running = await RunningReceiver.start(bramble);
  const store = new SyslogStore(join(running.folder, 'log.db'));
  const before = await running.cpuSeconds();
  const script = fileURLToPath(new URL('./send-timed.ts', import.meta.url));
  const sender = spawn(process.execPath, [script, String(running.port), String(rate), String(rate * seconds)]);
  const ended = once(sender, 'exit');
  const latencies: number[] = [];
  let { lastId } = store.totals();
  const endsAtMs = performance.now() + (seconds + 10) * 1000;
  while (latencies.length < rate * seconds && performance.now() < endsAtMs) {
    const rows = store.rowsAfter({}, lastId, 1000);
    const nowMs = performance.timeOrigin + performance.now();
    for (const { text } of rows) latencies.push(nowMs - Number(/at=([\d.]+)/.exec(text)?.[1]));
    lastId = rows.at(-1)?.id ?? lastId;
    await pause(1);
  }
  await ended;
  const used = (await running.cpuSeconds()) - before;
  store.dispose();
  await running.stop();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.POSITIVE_INFINITY;
  report.add({
    what: `from sent to found by a query, at ${rate} messages/s`,
    value: `99 % within ${at(0.99).toFixed(1)} ms`,
    note: `half within ${at(0.5).toFixed(1)} ms; ${latencies.length} messages; Bramble took ${((100 * used) / seconds).toFixed(1)} % of a core`,
    goal: atMost(15, 'ms', at(0.99)),
  });
}
