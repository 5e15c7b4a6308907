/** Alerts, as a person makes them: from what the log shows, and told while something else is looked at. */
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describeInChromium, openingMs } from '../describe-in-chromium.ts';
import { patience } from '../running-bramble.ts';
import { logPort, sendToLog } from './datagrams.ts';

describeInChromium('alerts', (open) => {
  let page: Page;
  let port: number;

  beforeAll(async () => {
    ({ page } = await open());
    await page.getByRole('tab', { name: /^Logs/ }).click();
    port = await logPort(page);
  }, openingMs);

  const logs = () => page.getByRole('region', { name: 'Logs' });
  const dialog = () => page.getByRole('dialog', { name: 'Alerts' });
  const field = (name: string) => dialog().getByRole('textbox', { name, exact: true });
  const press = (name: string) => dialog().getByRole('button', { name, exact: true }).click();
  const openAlerts = () => logs().getByRole('button', { name: 'Alerts…' }).click();
  const told = () => page.getByRole('region', { name: 'Messages' }).getByRole('alert');
  const send = (...lines: string[]) => sendToLog(port, ...lines);

  it('an alert is made of what the log shows, and says what is wrong with it', async () => {
    // Of a word that is half typed, the view shows every longer one.
    await page.getByRole('combobox', { name: 'Search the log' }).fill('ss');
    await page.getByRole('combobox', { name: 'Filter by severity' }).selectOption('3');
    await openAlerts();
    expect(await field('Lines').inputValue()).toBe('severity>=error ss*');
    await field('Lines').fill('severity>=');
    await field('How many').fill('0');
    await dialog().getByText('A number from 1 to 1000.').waitFor();
    expect(await field('Lines').getAttribute('aria-invalid')).toBe('true');
    expect(await dialog().getByRole('button', { name: 'Add the alert' }).isDisabled()).toBe(true);
    await press('Close');
    await openAlerts();
    await field('How many').fill('2');
    await field('Name').fill('SSL fails');
    await page.keyboard.press('Enter');
    await dialog().getByRole('list', { name: 'Alerts' }).getByText('2 lines within 5 minutes of').waitFor();
    expect(await field('Lines').inputValue()).toBe('');
    await press('Close');
  });

  it('it is told wherever the user is, once, and leads to its line', async () => {
    await page.getByRole('tab', { name: 'Board' }).click();
    await send('<11>1 - kitchen app - - - ssl one', '<14>1 - kitchen app - - - ssl fine');
    await send('<11>1 - kitchen app - - - ssl <b>two</b>');
    await told().getByText('2 lines within 5 minutes of “SSL fails”. kitchen: ssl <b>two</b>').waitFor();
    await send('<11>1 - kitchen app - - - ssl three', '<11>1 - kitchen app - - - ssl four');
    await page.getByRole('tab', { name: /^Logs/ }).click();
    await page.getByRole('row', { name: /ssl four/ }).waitFor();
    expect(await told().count()).toBe(1);
    await page.getByRole('tab', { name: 'Board' }).click();
    await told().getByRole('button', { name: 'Show' }).click();
    await told().waitFor({ state: 'detached' });
    const line = logs().locator('.log-row[aria-selected="true"]');
    await line.waitFor();
    expect(await line.textContent()).toContain('ssl <b>two</b>');
  });

  it('it is kept, switched off, changed and removed', async () => {
    await page.reload();
    await page.getByRole('tab', { name: /^Logs/ }).click();
    await openAlerts();
    await dialog().getByRole('checkbox', { name: 'Watch SSL fails', checked: true }).click();
    await dialog().getByRole('checkbox', { name: 'Watch SSL fails', checked: false }).waitFor();
    await press('Change SSL fails');
    expect(await field('How many').inputValue()).toBe('2');
    await field('How many').fill('1');
    await press('Save the alert');
    await dialog().getByText('at most once in 5 minutes: a line of').waitFor();
    await field('Lines').fill('warm');
    await press('Add the alert');
    await dialog().getByRole('checkbox', { name: 'Watch warm', checked: true }).waitFor();
    await press('Close');
    await send('<11>1 - kitchen app - - - ssl again', '<14>1 - kitchen app - - - warm');
    await told().getByText('A line of “warm”. kitchen: warm').waitFor();
    expect(await told().count()).toBe(1);
    await openAlerts();
    await dialog()
      .getByRole('button', { name: /^Met at \d\d:\d\d/ })
      .last()
      .click();
    const line = logs().locator('.log-row[aria-selected="true"]');
    await line.getByText('warm').waitFor();
    await openAlerts();
    await press('Remove SSL fails');
    await dialog().getByRole('checkbox', { name: 'Watch SSL fails' }).waitFor({ state: 'detached' });
  });

  it('one that is added to a long list is in view', async () => {
    const list = dialog().getByRole('list', { name: 'Alerts' });
    for (const lines of ['one', 'two', 'three', 'four', 'five', 'six']) {
      await field('Lines').fill(lines);
      await press('Add the alert');
      await list.getByText(lines, { exact: true }).waitFor();
    }
    const bottom = async (part: Locator) => {
      const box = await part.boundingBox();
      return Math.round((box?.y ?? 0) + (box?.height ?? 0));
    };
    const end = await bottom(list);
    await expect.poll(() => bottom(list.getByRole('listitem').last()), patience).toBeLessThanOrEqual(end);
  });
});
