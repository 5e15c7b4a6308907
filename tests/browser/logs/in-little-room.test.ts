/** The log view in a small panel, in a window that becomes narrow, and alone on the page. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describeInChromium, openingMs } from '../describe-in-chromium.ts';
import { patience, resizeWindow } from '../running-bramble.ts';
import { storeLog } from './stored-log.ts';

describeInChromium('the log view where there is little room', (open) => {
  let page: Page;

  beforeAll(async () => {
    ({ page } = await open({ prepare: (home) => storeLog(join(home, 'syslog.db'), 2000) }));
    await page.getByRole('tab', { name: /^Logs/ }).click();
    await row(/ row 2000 /).waitFor();
  }, openingMs);

  const row = (name: RegExp) => page.getByRole('row', { name }).first();
  const search = () => page.getByRole('combobox', { name: 'Search the log' });
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const boxOf = async (selector: string) => page.locator(selector).first().boundingBox();

  it('has its search where it was, whatever is told beside it', async () => {
    const before = await search().boundingBox();
    await search().fill('severity>=warning');
    await page.getByText('100 of 2,000 lines').waitFor();
    expect(await search().boundingBox()).toEqual(before);
    await page
      .getByRole('row', { name: /^Warning/ })
      .first()
      .waitFor();
    await search().fill('');
    await page.getByText(/^2,000 lines$/).waitFor();
  });

  it('has lines below the charts, a scroll away', async () => {
    await press('Lines over time');
    await press('Numbers in the lines');
    await page.getByRole('group', { name: /^temp over time/ }).waitFor();
    await row(/ row 2000 /).scrollIntoViewIfNeeded();
    const [table, panel] = [await boxOf('.log-scroller'), await boxOf('.logs')];
    if (table === null || panel === null) throw new Error('The lines are not in the page.');
    const inView = Math.min(table.y + table.height, panel.y + panel.height) - Math.max(table.y, panel.y);
    expect(inView).toBeGreaterThanOrEqual(72);
    await press('Numbers in the lines');
    await press('Lines over time');
  });

  it('has room for the words of a line beside its details', async () => {
    await press('What the lines have in common');
    await resizeWindow(page, { width: 800, height: 720 });
    await page.getByRole('tab', { name: /^Logs/ }).click();
    await row(/ row 2000 /).click();
    await page.getByRole('complementary', { name: 'Log line' }).waitFor();
    const [words, table] = [await boxOf('.log-row .log-text'), await boxOf('.log-scroller')];
    if (words === null || table === null) throw new Error('The lines are not in the page.');
    expect(table.x + table.width - words.x).toBeGreaterThanOrEqual(100);
    await press('Close');
    await resizeWindow(page, { width: 1280, height: 720 });
    await press('What the lines have in common');
  });

  it('stays in front when the window becomes narrow or wide', async () => {
    const front = () => page.getByRole('tab', { name: /^Logs/, selected: true }).count();
    const shell = page.getByRole('tab', { name: 'Shell' });
    await resizeWindow(page, { width: 760, height: 720 });
    await expect.poll(async () => (await boxOf('.dock'))?.width, patience).toBe(760);
    await shell.click();
    await resizeWindow(page, { width: 1280, height: 720 });
    await page.getByRole('tab', { name: 'Shell', selected: true }).waitFor();
    await page.getByRole('tab', { name: /^Logs/ }).click();
    await resizeWindow(page, { width: 760, height: 720 });
    // Side by side with the others, as it stands in a narrow window.
    await expect.poll(async () => (await boxOf('.logs'))?.width, patience).toBe(760);
    expect(await front()).toBe(1);
    await resizeWindow(page, { width: 1280, height: 720 });
    await expect.poll(async () => (await boxOf('.logs'))?.width, patience).toBe(960);
    expect(await front()).toBe(1);
  });

  it('has all its buttons in a window as narrow as a page at 400 %', async () => {
    await resizeWindow(page, { width: 360, height: 720 });
    await expect.poll(async () => (await boxOf('.logs'))?.width, patience).toBe(360);
    const last = await page.getByRole('button', { name: 'Delete all log lines…' }).boundingBox();
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(360);
    await resizeWindow(page, { width: 1280, height: 720 });
    await expect.poll(async () => (await boxOf('.logs'))?.width, patience).toBe(960);
  });

  it('has its newest line in view below a chart', async () => {
    await press('Lines over time');
    await page.getByRole('group', { name: /^Lines over time/ }).waitFor();
    const belowPanel = async () => {
      const [line, panel] = [await row(/ row 2000 /).boundingBox(), await boxOf('.logs')];
      if (line === null || panel === null) return Number.POSITIVE_INFINITY;
      return line.y + line.height - (panel.y + panel.height);
    };
    await expect.poll(belowPanel, patience).toBeLessThanOrEqual(0);
    await press('Lines over time');
  });

  it('is where it was when the shell was before it', async () => {
    const scroller = page.locator('.log-scroller');
    const top = () => scroller.evaluate((element) => element.scrollTop);
    const end = await top();
    await scroller.evaluate((element) => element.scrollBy(0, -3000));
    await page.getByText('2,000 lines, paused').waitFor();
    await page.getByRole('tab', { name: 'Shell' }).click();
    await scroller.waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: /^Logs/ }).click();
    await expect.poll(top, patience).toBe(end - 3000);
    await press('Follow new lines');
    await row(/ row 2000 /).waitFor();
  });

  it('alone on the page, lets the keyboard into no panel behind it', async () => {
    await page.keyboard.press('ControlOrMeta+Alt+M');
    await expect.poll(async () => (await boxOf('.logs'))?.width, patience).toBe(1280);
    await search().focus();
    const hidden: string[] = [];
    for (let stops = 0; stops < 30; stops += 1) {
      await page.keyboard.press('Tab');
      const behind = await page.evaluate(() => {
        const panel = document.activeElement?.closest('.dv-groupview');
        return panel === undefined || panel === null || panel.querySelector('.logs') !== null
          ? null
          : (document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
      });
      if (behind !== null) hidden.push(behind);
    }
    expect(hidden).toEqual([]);
    await page.keyboard.press('ControlOrMeta+Alt+M');
    await expect.poll(async () => (await boxOf('.logs'))?.width, patience).toBe(960);
  });
});
