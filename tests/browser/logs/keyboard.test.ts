/** The log view by the keyboard alone, from a log without a line on, and what it says to who does not see it. */
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describeInChromium, openingMs } from '../describe-in-chromium.ts';
import { patience } from '../running-bramble.ts';
import { logPort, sendToLog } from './datagrams.ts';

describeInChromium('the log view without a mouse', (open) => {
  let page: Page;
  let port = 0;

  beforeAll(async () => {
    ({ page } = await open());
    await page.getByRole('tab', { name: /^Logs/ }).click();
    port = await logPort(page);
    await page.keyboard.press('ControlOrMeta+Alt+M');
  }, openingMs);

  const logs = () => page.getByRole('region', { name: 'Logs' });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const search = () => page.getByRole('combobox', { name: 'Search the log' });
  const menuItem = (name: string) => page.getByRole('menuitem', { name, exact: true });
  const hasFocus = (name: string) => button(name).evaluate((element) => element === document.activeElement);

  /** Goes to it, and presses Enter. */
  async function enter(name: string): Promise<void> {
    await button(name).focus();
    await page.keyboard.press('Enter');
  }

  it('says what will stand where nothing stands yet', async () => {
    await enter('What the lines have in common');
    await page
      .getByRole('complementary', { name: 'What the lines have in common' })
      .getByText('Boards, hosts and apps stand here')
      .waitFor();
    await enter('Lines over time');
    await page.getByRole('group', { name: /^Lines over time: no lines/ }).waitFor();
    expect(await page.locator('.log-histogram').textContent()).toBe('No lines');
    await search().fill('severity>=error');
    // A search that finds nothing in a log without a line hides nothing.
    await logs().getByText('No log lines yet').waitFor();
    await search().fill('');
    await enter('What the lines have in common');
  });

  it('says why no board can be set up, where none is connected', async () => {
    await page.getByRole('button', { name: /^Board: Simulated Pico W, Ready/ }).click();
    await page.getByRole('menuitem', { name: 'Disconnect Simulated Pico W' }).click();
    await logs().getByText('Connect a board, and Bramble sets it up').waitFor();
    await enter('Lines over time');
    await page.keyboard.press('ControlOrMeta+Alt+M');
    // Whole in the usual layout as well.
    const empty = page.locator('.logs-empty');
    expect(await empty.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)).toBe(0);
    await page.keyboard.press('ControlOrMeta+Alt+M');
    await enter('Lines over time');
    expect(await logs().getByRole('button', { name: 'Send this board’s logs here…' }).last().isDisabled()).toBe(true);
  });

  it('tells a time that is chosen on the chart while it is chosen, and its lines', async () => {
    const lines = Array.from(
      { length: 60 },
      (_, index) => `<${index === 55 ? 15 : 14}>1 - shed main - - - line ${index + 1}`,
    );
    await sendToLog(port, ...lines);
    const chart = page.getByRole('group', { name: /^Lines over time: 60 lines over all times/ });
    await chart.waitFor();
    await chart.focus();
    await page.keyboard.press('ArrowLeft');
    // As many bars as there are at most.
    for (let bars = 0; bars < 120; bars += 1) await page.keyboard.press('Shift+ArrowLeft');
    const words = await page.locator('.log-bars-words').textContent();
    expect(words).toMatch(/^\d\d:\d\d:\d\d to \d\d:\d\d:\d\d · 60 lines$/);
    await page.getByRole('group', { name: /^Lines over time: 60 lines from / }).waitFor();
    const chosen = page.getByRole('group', { name: /^Lines over time: (no|\d+) lines? from / });
    const all = await chosen.getAttribute('aria-label');
    await page.keyboard.press('ArrowRight');
    // Of one bar, which has all lines if they came in its second.
    await expect.poll(() => chosen.getAttribute('aria-label'), patience).not.toBe(all);
    await page.keyboard.press('Escape');
    await chart.waitFor();
  });

  it('has the bars stay where they are while a time is chosen among them', async () => {
    await enter('What the lines have in common');
    const shed = page.getByRole('region', { name: 'Host' }).getByRole('button', { name: /^shed/ });
    await shed.getByText('60', { exact: true }).waitFor();
    const chart = page.getByRole('group', { name: /^Lines over time: / });
    await chart.focus();
    await page.keyboard.press('ArrowLeft');
    for (let bars = 0; bars < 120; bars += 1) await page.keyboard.press('Shift+ArrowLeft');
    const chosen = await chart.getAttribute('aria-label');
    await sendToLog(port, '<14>1 - shed main - - - meanwhile');
    // What is counted beside the chart is counted with it.
    await shed.getByText('61', { exact: true }).waitFor();
    expect(await chart.getAttribute('aria-label')).toBe(chosen);
    await page.keyboard.press('Escape');
    await page.getByRole('group', { name: /^Lines over time: 61 lines over all times/ }).waitFor();
    await enter('Lines over time');
    await enter('What the lines have in common');
  });

  it('leads back to where a dialog was opened', async () => {
    await enter('Alerts…');
    await page.getByRole('dialog', { name: 'Alerts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await hasFocus('Alerts…')).toBe(true);
    await enter('Delete all log lines…');
    await page.getByRole('dialog', { name: 'Delete all 61 log lines?' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await hasFocus('Delete all log lines…')).toBe(true);
  });

  it('keeps a view under a name, also that of a column, and forgets it', async () => {
    await search().fill('severity>=debug');
    await enter('How the log is shown');
    await page.getByRole('menuitemcheckbox', { name: 'Time', checked: true }).waitFor();
    await menuItem('Save this view…').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Name' }).waitFor();
    await page.keyboard.type('Time');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await hasFocus('How the log is shown')).toBe(true);
    await page.keyboard.press('Enter');
    const views = page.getByRole('menuitemradio', { name: /severity>=debug/ });
    await views.waitFor();
    await menuItem('Forget the view “Time”').focus();
    await page.keyboard.press('Enter');
    expect(await hasFocus('How the log is shown')).toBe(true);
    await page.keyboard.press('Enter');
    await menuItem('Save this view…').waitFor();
    expect(await views.count()).toBe(0);
    await page.keyboard.press('Escape');
  });

  it('says what the arrow keys do where they do it, and what hides the lines', async () => {
    await search().fill('kettle');
    await page.getByRole('combobox', { name: 'Filter by severity' }).selectOption('Error or worse');
    await logs().getByText('Change the search or the severity to see more.').waitFor();
    await enter('Show every line');
    expect(await search().inputValue()).toBe('');
    const lines = page.getByRole('group', { name: /^Log lines\. / });
    await lines.focus();
    await page.keyboard.press('End');
    await page.getByRole('row', { selected: true, name: /meanwhile$/ }).waitFor();
  });

  it('marks a text in a colour that can be read on each ground', async () => {
    await enter('How the log is shown');
    await menuItem('Highlight a text…').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('line 56');
    await page.keyboard.press('Enter');
    const colours = await page
      .getByRole('row', { name: /^Debug/ })
      .locator('mark')
      .evaluate((mark) => [getComputedStyle(mark).color, getComputedStyle(document.body).color]);
    expect(colours[0]).toBe(colours[1]);
  });

  it('marks what is chosen also in the colours of the system', async () => {
    await enter('Lines over time');
    await page.emulateMedia({ forcedColors: 'active' });
    const outline = (part: Locator) => part.evaluate((element) => getComputedStyle(element).outlineStyle);
    await search().focus();
    const chosen = [
      button('Lines over time'),
      page.getByRole('row', { selected: true }),
      page.getByRole('tab', { selected: true, name: /^Logs/ }),
    ];
    expect(await Promise.all(chosen.map(outline))).toEqual(['solid', 'solid', 'solid']);
    expect(await outline(button('Numbers in the lines'))).toBe('none');
    await page.emulateMedia({ forcedColors: 'none' });
  });
});
