/** The log view with a million rows, used in a real browser as a person would. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describeInChromium, openingMs } from '../describe-in-chromium.ts';
import { keepPicture, patience } from '../running-bramble.ts';
import { storeLog } from './stored-log.ts';

const rowCount = 1_000_000;

describeInChromium('the log view with a million rows', (open) => {
  let page: Page;

  beforeAll(async () => {
    const permissions = ['clipboard-read', 'clipboard-write'];
    ({ page } = await open({ prepare, project: 'project', permissions }));
    await page.getByRole('tab', { name: /^Logs/ }).click();
    await page.keyboard.press('ControlOrMeta+Alt+M');
    await row(/row 1000000 /).waitFor();
  }, openingMs);

  async function prepare(home: string): Promise<void> {
    const project = join(home, 'project');
    await mkdir(project);
    await writeFile(join(project, 'main.py'), 'import time\n\ntime.sleep(1)\nprint("third line above")\n');
    storeLog(join(home, 'syslog.db'), rowCount);
  }

  const row = (name: RegExp) => page.getByRole('row', { name }).first();
  const search = () => page.getByRole('combobox', { name: 'Search the log' });
  const rowsInPage = () => page.locator('.log-table tbody tr').count();
  const choose = async (item: string | RegExp) => {
    await page.getByRole('button', { name: 'How the log is shown' }).click();
    await page.getByRole('menu').getByText(item).first().click();
  };

  it('shows the newest, holds few rows in the page, and fetches older ones as one scrolls', async () => {
    expect(await rowsInPage()).toBeLessThan(100);
    const scroller = page.locator('.log-scroller');
    // Twice a page of rows back.
    for (let times = 0; times < 3; times += 1) {
      await scroller.evaluate((element) => {
        element.scrollTop = 0;
      });
      await expect.poll(() => scroller.evaluate((element) => element.scrollTop), patience).toBeGreaterThan(1000);
    }
    await page.getByText('1,000,000 lines, paused').waitFor();
    expect(await rowsInPage()).toBeLessThan(100);
    await page.getByRole('button', { name: 'Follow new lines' }).click();
    await row(/row 1000000 /).waitFor();
  });

  it('finds words while they are typed, values by completion, and says what is wrong', async () => {
    await search().fill('EI');
    await row(/OSError: \[Errno 5\] EIO/).waitFor();
    await search().fill('severity>=error ho');
    await page.getByRole('option', { name: /^host:/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type('pico-0');
    await page.getByRole('option', { name: 'pico-05', exact: true }).click();
    expect(await search().inputValue()).toBe('severity>=error host:pico-05');
    await row(/^Critical .* pico-05 /).waitFor();
    await page.getByRole('row', { name: /^Info/ }).first().waitFor({ state: 'detached' });
    await search().fill('severity>=nonsense');
    await page.getByRole('img', { name: /A severity is one of/ }).waitFor();
    await search().fill('');
  });

  it('shows lines over time, and those of a time that is chosen there', async () => {
    await page.getByRole('button', { name: 'Lines over time' }).click();
    const chart = page.getByRole('group', { name: /^Lines over time: 1,000,000/ });
    await chart.waitFor();
    const box = await chart.boundingBox();
    if (box === null) throw new Error('The chart is not in view.');
    await page.mouse.move(box.x + box.width * 0.25, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.3, box.y + 20, { steps: 4 });
    await page.mouse.up();
    await page.getByRole('button', { name: 'Show all times again' }).waitFor();
    await row(/row 1000000 /).waitFor({ state: 'detached' });
    await row(/row (2[5-9]|3[0-2])\d{4} /).waitFor();
    await keepPicture(page, 'logs-histogram');
    await page.getByRole('button', { name: 'Show all times again' }).click();
    await row(/row 1000000 /).waitFor();
  });

  it('shows what the lines have in common, each a click away', async () => {
    await page.getByRole('button', { name: 'What the lines have in common' }).click();
    await page
      .getByRole('region', { name: 'Boards' })
      .getByRole('button', { name: /^pico-01 .*crash/ })
      .waitFor();
    await page.getByRole('button', { name: /^critical 1,00\d$/ }).click();
    await row(/^Critical /).waitFor();
    await page.getByRole('row', { name: /^Info/ }).first().waitFor({ state: 'detached' });
    await page
      .getByRole('region', { name: 'Host' })
      .getByRole('button', { name: /^pico-01 / })
      .click();
    expect(await search().inputValue()).toBe('severity:critical host:pico-01');
    await keepPicture(page, 'logs-facets');
    await page.getByRole('button', { name: 'What the lines have in common' }).click();
    await search().fill('');
  });

  it('shows a line among its neighbours, links it, and opens the program where a traceback points', async () => {
    await search().fill('OSError');
    await row(/OSError/).click();
    await page.getByRole('button', { name: 'Copy a link to it' }).click();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await page.getByRole('button', { name: 'Show it among its neighbours' }).click();
    await row(/row 499999 /).waitFor();
    await row(/row 500001 /).waitFor();
    expect(await search().inputValue()).toBe('');
    await keepPicture(page, 'logs-context');

    const other = await page.context().newPage();
    await other.goto(link);
    await other.getByRole('row', { name: /row 500001 / }).waitFor();
    await other.close();

    await page.keyboard.press('ControlOrMeta+Alt+M');
    await page
      .getByRole('complementary', { name: 'Log line' })
      .getByRole('button', { name: 'File "main.py", line 3' })
      .click();
    await page.getByText('Ln 3 Col').waitFor();
    await page.getByRole('tab', { name: /^Logs/ }).click();
  });

  it('goes on from there in both directions', async () => {
    const scroller = page.locator('.log-scroller');
    const toEnd = () =>
      scroller.evaluate((element) => {
        element.scrollTop = element.scrollHeight;
      });
    await expect.poll(() => toEnd().then(() => row(/row 50(0[3-9]|[1-9]\d)\d\d /).isVisible()), patience).toBe(true);
    await page.getByRole('button', { name: 'Follow new lines' }).click();
    await row(/row 1000000 /).waitFor();
  });

  it('keeps columns, highlights, views and bookmarks over a reload', async () => {
    await choose('Facility');
    await page.getByRole('columnheader', { name: 'Facility' }).waitFor();
    await choose('Highlight a text…');
    await page.getByRole('textbox', { name: 'Text', exact: true }).fill('RETRY 3');
    await page.keyboard.press('Enter');
    await page.locator('mark', { hasText: 'retry 3' }).first().waitFor();
    await search().fill('severity>=critical');
    // A row that is chosen before the search is asked is chosen no more after it.
    await page.getByRole('row', { name: /^Info/ }).first().waitFor({ state: 'detached' });
    await choose('Save this view…');
    await page.getByRole('textbox', { name: 'Name' }).fill('Crashes');
    await page.keyboard.press('Enter');
    await row(/^Critical .* row 1000000 /).click();
    await page.getByRole('button', { name: 'Bookmark it' }).click();
    await page.reload();
    await page.getByRole('tab', { name: /^Logs/ }).click();
    await page.getByRole('columnheader', { name: 'Facility' }).waitFor();
    await page.locator('mark', { hasText: 'retry 3' }).first().waitFor();
    await choose('Crashes');
    await row(/^Critical .* row 999000 /).waitFor();
    await page.getByRole('button', { name: 'How the log is shown' }).click();
    await keepPicture(page, 'logs-menu');
    await page.getByRole('menuitem', { name: 'Line 1,000,000' }).click();
    await row(/row 999999 /).waitFor();
    await page.getByRole('complementary', { name: 'Log line' }).getByText('Log line 1000000').waitFor();
  });

  it('copies the chosen lines as text', async () => {
    await row(/row 999990 /).click();
    await row(/row 999992 /).click({ modifiers: ['Shift'] });
    await page.keyboard.press('ControlOrMeta+C');
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text.split('\n').map((line) => /row \d+/.exec(line)?.[0])).toEqual([
      'row 999990',
      'row 999991',
      'row 999992',
      undefined,
    ]);
  });
});
