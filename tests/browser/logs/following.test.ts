/** A line that one reads while others keep coming, and the keyboard meanwhile. */
import type { Locator, Page, WebSocketRoute } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describeInChromium, openingMs } from '../describe-in-chromium.ts';
import { patience } from '../running-bramble.ts';
import { logPort, sendToLog } from './datagrams.ts';

describeInChromium('a line that is read while others come', (open) => {
  let page: Page;
  let port = 0;
  let sent = 0;

  beforeAll(async () => {
    ({ page } = await open());
    await page.getByRole('tab', { name: /^Logs/ }).click();
    port = await logPort(page);
    await page.keyboard.press('ControlOrMeta+Alt+M');
  }, openingMs);

  const row = (line: number) => page.getByRole('row', { name: new RegExp(` line ${line}$`) });
  const details = () => page.getByRole('complementary', { name: 'Log line' });
  const search = () => page.getByRole('combobox', { name: 'Search the log' });
  const focused = () => page.evaluate(() => document.activeElement?.className);
  const scroller = () => page.locator('.log-scroller');

  const middle = async (of: Locator) => {
    const box = await of.boundingBox();
    return box === null ? Number.NaN : box.y + box.height / 2;
  };

  /** The lines are in view when this resolves. */
  async function sendLines(count: number): Promise<void> {
    const lines = Array.from({ length: count }, (_, index) => `<14>1 - shed main - - - line ${sent + index + 1}`);
    sent += count;
    await sendToLog(port, ...lines);
    await row(sent).waitFor();
  }

  it('is the one from which the arrow keys go on, when it has left the view', async () => {
    await sendLines(100);
    await row(100).click();
    await details().getByText('Log line 100').waitFor();
    await sendLines(100);
    await row(100).waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowUp');
    await details().getByText('Log line 99').waitFor();
    await page.getByText('200 lines, paused').waitFor();
    expect(await row(99).evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('is left with Escape, and the keyboard is in the table', async () => {
    await details().getByRole('button', { name: 'Copy a link to it' }).focus();
    await page.keyboard.press('Escape');
    await details().waitFor({ state: 'detached' });
    expect(await focused()).toBe('log-scroller');
  });

  it('takes no focus when it comes into view again', async () => {
    await row(99).click();
    await search().focus();
    await scroller().evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await row(99).waitFor({ state: 'detached' });
    await scroller().evaluate((element) => element.scrollTo(0, 90 * 20));
    await row(99).waitFor();
    expect(await search().evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('is chosen alone by a link, whatever was chosen before', async () => {
    await row(92).click();
    await row(94).click({ modifiers: ['Shift'] });
    await page.getByRole('row', { selected: true }).nth(2).waitFor();
    await details().getByRole('button', { name: 'Close', exact: true }).click();
    await page.evaluate(() => {
      location.hash = '#log=98';
    });
    await details().getByText('Log line 98').waitFor();
    expect(await page.getByRole('row', { selected: true }).allInnerTexts()).toEqual([
      expect.stringMatching(/line 98$/),
    ]);
    // In the middle, where it is placed once its window is there.
    await expect
      .poll(async () => Math.abs((await middle(row(98))) - (await middle(scroller()))), patience)
      .toBeLessThan(25);
  });

  it('is not chosen by who marks a part of it', async () => {
    const before = await details().getByText('Log line 98').isVisible();
    const box = await row(96).locator('.log-text').boundingBox();
    if (box === null) throw new Error('The line is not in view.');
    await page.mouse.move(box.x + 2, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + 10, { steps: 4 });
    await page.mouse.up();
    expect([before, await page.evaluate(() => getSelection()?.toString())]).toEqual([
      true,
      expect.stringMatching(/^line 9/),
    ]);
    await details().getByText('Log line 98').waitFor();
    await page.keyboard.press('Escape');
  });

  it('stays readable in a flood', async () => {
    await scroller().evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await page.getByText(/^200 lines$/).waitFor();
    await row(200).click();
    for (let times = 0; times < 8; times += 1) await sendLines(600);
    await details().getByText('Log line 200').waitFor();
  });

  it('is not in the log any more, which a link to it says', async () => {
    await page.evaluate(() => {
      location.hash = '#log=999999';
    });
    await page.getByText('Line 999,999 is not in the log. It may have been deleted, or be of another log.').waitFor();
  });

  it('is led to by a link once, and not again when the connection comes back', async () => {
    let host: WebSocketRoute | undefined;
    let connections = 0;
    await page.routeWebSocket(/./, (route) => {
      connections += 1;
      host = route;
      route.connectToServer();
    });
    await page.evaluate(() => history.replaceState(null, '', '#log=98'));
    await page.reload();
    await details().getByText('Log line 98').waitFor();
    await search().fill('"line 7"');
    await row(7).waitFor();
    await host?.close();
    await expect.poll(() => connections, patience).toBe(2);
    await sendToLog(port, '<14>1 - shed main - - - after line 7');
    await page.getByRole('row', { name: / after line 7$/ }).waitFor();
    expect(await search().inputValue()).toBe('"line 7"');
  });
});
