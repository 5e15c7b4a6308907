/**
 * The log view in a real browser over a log of five million rows: how long a person waits for what was asked, and how evenly it scrolls.
 * Without Chromium nothing is measured.
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CDPSession, Locator, Page } from 'playwright-core';
import { storeLog } from '../browser/logs/stored-log.ts';
import { openInChromium } from '../browser/running-bramble.ts';
import { measureOnScreen } from './log-view/on-screen.ts';
import { type Benchmark, median, type Report } from './report.ts';

const rowCount = 5_000_000;
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const rounds = 5;

/** What is typed into the query box, and a row that shows that it was answered. */
const queries: Record<string, { query: string; row: RegExp }> = {
  'a board’s errors': { query: 'severity:critical host:pico-05', row: /^Critical .* pico-05 / },
  'a rare word': { query: 'eio', row: /OSError: \[Errno 5\] EIO/ },
  'a beginning': { query: 'OSErr*', row: /OSError: \[Errno 5\] EIO/ },
  'a regular expression': { query: '/retry [46]$/ severity>=error', row: /^Error .* retry [46]/ },
};

/** `part` is `on-screen` for that alone. */
export const run: Benchmark = async (report, { part }) => {
  if (chromium === undefined) {
    console.error('  Chromium is not installed: apt-get install chromium.');
    return;
  }
  await measureOnScreen(report, chromium);
  if (part === 'on-screen') return;
  const bramble = await openInChromium(chromium, { prepare, project: 'project' });
  try {
    await bramble.page.getByRole('button', { name: /^Board: Simulated Pico W, Ready/ }).waitFor();
    await measure(report, bramble.page);
  } finally {
    await bramble.close();
  }
};

async function prepare(home: string): Promise<void> {
  await mkdir(join(home, 'project'));
  storeLog(join(home, 'syslog.db'), rowCount);
}

async function measure(report: Report, page: Page): Promise<void> {
  const note = `${(rowCount / 1e6).toFixed(0)} million rows, Chromium without a GPU`;
  const newest = page.getByRole('row', { name: new RegExp(`row ${rowCount} `) });
  const add = (what: string, ms: number, more = note) => report.add({ what, value: `${ms.toFixed(0)} ms`, note: more });
  add(
    'the newest rows, from the click on Logs',
    await timed(() => page.getByRole('tab', { name: /^Logs/ }).click(), newest),
  );
  await page.keyboard.press('ControlOrMeta+Alt+M');
  const search = page.getByRole('combobox', { name: 'Search the log' });
  for (const [what, { query, row }] of Object.entries(queries)) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      times.push(await timed(() => search.fill(query), page.getByRole('row', { name: row }).first()));
      await search.fill('');
      await newest.waitFor();
    }
    add(
      `rows of ${what}, from the last key`,
      median(times),
      `${note}; \`${query}\`; 150 ms of it waiting for more keys`,
    );
  }
  const chart = page.getByRole('group', { name: new RegExp(`^Lines over time: ${rowCount.toLocaleString('en')}`) });
  add('the histogram', await timed(() => page.getByRole('button', { name: 'Lines over time' }).click(), chart));
  const facets = page.getByRole('region', { name: 'Severity' });
  const open = () => page.getByRole('button', { name: 'What the lines have in common' }).click();
  add('the facets', await timed(open, facets));
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const before = await workMs(session);
  const frames = await scrolled(page);
  const spentMs = (await workMs(session)) - before;
  const at = (share: number) => frames[Math.min(frames.length - 1, Math.floor(frames.length * share))] ?? Number.NaN;
  report.add({
    what: 'the page’s own work a frame while scrolling back',
    value: `${(spentMs / frames.length).toFixed(1)} ms`,
    note: `scripts, styles and layout, without painting; ${note}`,
  });
  add('a frame while scrolling back, median', at(0.5), `${frames.length} frames; ${note}`);
  add('a frame while scrolling back, 95th percentile', at(0.95), note);
  add('a frame while scrolling back, the longest', at(1), note);
}

/** What the page's scripts, styles and layout took since they are counted. */
async function workMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return (of('ScriptDuration') + of('LayoutDuration') + of('RecalcStyleDuration')) * 1000;
}

/** How long it takes from an action until something is there. */
async function timed(act: () => Promise<void>, there: Locator): Promise<number> {
  const startMs = performance.now();
  await act();
  await there.waitFor();
  return performance.now() - startMs;
}

/** Scrolls back by a wheel's notch a frame; the times between frames in ms, ascending. */
async function scrolled(page: Page): Promise<number[]> {
  const frames = await page.locator('.log-scroller').evaluate(async (scroller) => {
    const times: number[] = [];
    let before = await new Promise<number>(requestAnimationFrame);
    for (let frame = 0; frame < 600; frame++) {
      scroller.scrollTop -= 120;
      const now = await new Promise<number>(requestAnimationFrame);
      times.push(now - before);
      before = now;
    }
    return times;
  });
  return frames.sort((a, b) => a - b);
}
