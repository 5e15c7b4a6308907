/** The numbers that log lines name, drawn over time. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describeInChromium, openingMs } from '../describe-in-chromium.ts';
import { keepPicture } from '../running-bramble.ts';
import { logPort, sendToLog } from './datagrams.ts';

describeInChromium('numbers in the log', (open) => {
  let page: Page;

  beforeAll(async () => {
    ({ page } = await open());
    await page.getByRole('tab', { name: /^Logs/ }).click();
    const port = await logPort(page);
    const line = (at: number) =>
      `<14>1 - ${['shed', 'attic', '<b>bold'][at % 3]} app - - - reading ${at} temp=${(20 + 8 * Math.sin(at / 20)).toFixed(1)} rssi=-${50 + (at % 30)}`;
    await sendToLog(port, '<14>hello, no number here');
    for (let at = 1; at <= 300; at++) await sendToLog(port, line(at));
    await page.getByRole('row', { name: /reading 300 / }).waitFor();
    await page.keyboard.press('ControlOrMeta+Alt+M');
  }, openingMs);

  const chart = (name: RegExp) => page.getByRole('group', { name });

  it('are drawn for each board, and another of them when it is chosen', async () => {
    await page.getByRole('button', { name: 'Numbers in the lines' }).click();
    await chart(/^rssi over time: 300 values\./).waitFor();
    expect(await page.getByRole('list', { name: 'Boards' }).getByRole('listitem').allTextContents()).toEqual([
      '<b>bold',
      'attic',
      'shed',
    ]);
    await page.getByRole('combobox', { name: 'Number' }).selectOption('temp');
    await chart(/^temp over time: 300 values\./).waitFor();
    await keepPicture(page, 'log-numbers');
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepPicture(page, 'log-numbers-dark');
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('lead to their lines, by the mouse and by the keys', async () => {
    const box = (await chart(/^temp /).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    const pointed = chart(/^temp [\d.]+ · \S+ · [\d:.]+\. Enter shows its line\.$/);
    await pointed.waitFor();
    const [, value] = /^temp ([\d.]+)/.exec((await pointed.getAttribute('aria-label')) ?? '') ?? [];
    await keepPicture(page, 'log-numbers-point');
    await page.mouse.down();
    await page.mouse.up();
    await page
      .getByRole('complementary', { name: /^Log line/ })
      .or(page.getByRole('region', { name: /^Log line/ }))
      .first()
      .waitFor();
    expect(await page.locator('tr[aria-selected="true"]').textContent()).toMatch(new RegExp(`temp=${value}(?:\\.0)? `));

    await page.mouse.move(0, 0);
    await chart(/^temp over time/).focus();
    await page.keyboard.press('ArrowLeft');
    await chart(/^temp [\d.]+ · shed · /).waitFor();
    await page.keyboard.press('ArrowLeft');
    await chart(/^temp [\d.]+ · <b>bold · .*Enter shows its line\.$/).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: /reading 299 /, selected: true }).waitFor();
  });

  it('are told to be none where no line has one', async () => {
    await page.getByRole('combobox', { name: 'Search the log' }).fill('hello');
    await page.getByText('No line in view names a number').waitFor();
    await keepPicture(page, 'log-numbers-none');
  });
});
