/** How long after a board sent a line it is on the screen: what the page has drawn, frame by frame, beside the times that the lines say. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { SyslogStore } from '../../../main/syslog/index.ts';
import { openInChromium } from '../../browser/running-bramble.ts';
import { atMost, type Report } from '../report.ts';

const rate = 1000;
const seconds = 20;
/** The first lines come while the table takes the place of what says that there are none. */
const warmLines = 3000;

interface Frame {
  /** When it was drawn, and when the newest line in it was sent; ms since the Unix epoch. */
  drawnMs: number;
  sentMs: number;
}

export async function measureOnScreen(report: Report, chromium: string): Promise<void> {
  const bramble = await openInChromium(chromium);
  const { page, home } = bramble;
  try {
    await page.getByRole('tab', { name: /^Logs/ }).click();
    const [, port = ''] = /UDP port (\d+)/.exec((await page.getByText(/UDP port \d+/).textContent()) ?? '') ?? [];
    const frames = watchFrames(page);
    const script = fileURLToPath(new URL('../syslog/send-timed.ts', import.meta.url));
    const sender = spawn(process.execPath, [script, port, String(rate), String(rate * seconds)]);
    await once(sender, 'exit');
    await page.getByRole('row', { name: new RegExp(`reading ${rate * seconds} `) }).waitFor();
    const latencies = latenciesOf(await frames(), sentTimes(join(home, 'syslog.db')));
    const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.POSITIVE_INFINITY;
    report.add({
      what: `from sent to on the screen, at ${rate} messages/s`,
      value: `99 % within ${at(0.99).toFixed(0)} ms`,
      note: `half within ${at(0.5).toFixed(0)} ms; ${latencies.length} lines of ${seconds} s; Chromium without a GPU`,
      goal: atMost(50, 'ms', at(0.99)),
    });
  } finally {
    await bramble.close();
  }
}

/** Returns what stops watching, and gives the frames in which another line was the newest. */
function watchFrames(page: Page): () => Promise<Frame[]> {
  const watching = page.evaluate(
    () =>
      new Promise<Frame[]>((resolve) => {
        const frames: Frame[] = [];
        const drawn = new MessageChannel();
        let newestMs = 0;
        // What is posted while a frame is made ready comes when it was handed over for display.
        drawn.port1.onmessage = () => {
          let sentMs = 0;
          for (const line of document.querySelectorAll('.log-table tbody tr')) {
            sentMs = Math.max(sentMs, Number(/at=([\d.]+)/.exec(line.textContent)?.[1] ?? 0));
          }
          if (sentMs > newestMs) frames.push({ drawnMs: performance.timeOrigin + performance.now(), sentMs });
          newestMs = Math.max(newestMs, sentMs);
        };
        let isOver = false;
        addEventListener('measured', () => {
          isOver = true;
          resolve(frames);
        });
        const look = () => {
          if (isOver) return;
          requestAnimationFrame(look);
          drawn.port2.postMessage(null);
        };
        requestAnimationFrame(look);
      }),
  );
  return async () => {
    await page.evaluate(() => dispatchEvent(new Event('measured')));
    return watching;
  };
}

function sentTimes(storeFile: string): number[] {
  const store = new SyslogStore(storeFile);
  const times: number[] = [];
  for (let beforeId = Number.MAX_SAFE_INTEGER; beforeId > 1; ) {
    const rows = store.rows({}, { beforeId, limit: 1000 });
    times.unshift(...rows.map(({ text }) => Number(/at=([\d.]+)/.exec(text)?.[1])));
    beforeId = rows[0]?.id ?? 0;
  }
  store.dispose();
  return times;
}

/** For each line how long until a frame had it or a newer one, ascending. */
function latenciesOf(frames: readonly Frame[], sentTimes: readonly number[]): number[] {
  const latencies: number[] = [];
  let at = 0;
  for (const sentMs of sentTimes.slice(warmLines)) {
    while (at < frames.length && (frames[at]?.sentMs ?? 0) < sentMs) at++;
    latencies.push((frames[at]?.drawnMs ?? Number.POSITIVE_INFINITY) - sentMs);
  }
  return latencies.sort((a, b) => a - b);
}
