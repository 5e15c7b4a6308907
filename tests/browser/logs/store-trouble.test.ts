/** A store that takes no lines for a while, as on a full disk: here another program holds it. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describeInChromium, openingMs } from '../describe-in-chromium.ts';
import { logPort, sendToLog } from './datagrams.ts';

describeInChromium('a log store that takes no lines', (open) => {
  let page: Page;
  let home: string;

  beforeAll(async () => {
    ({ page, home } = await open());
    await page.getByRole('tab', { name: /^Logs/ }).click();
  }, openingMs);

  const row = (name: RegExp) => page.getByRole('row', { name }).first();

  it('is told while it lasts, and what came meanwhile is there afterwards', async () => {
    const port = await logPort(page);
    await sendToLog(port, '<14>1 - shed main - - - before');
    await row(/ shed main before$/).waitFor();
    const other = new DatabaseSync(join(home, 'syslog.db'), { timeout: 5000 });
    const alarm = page.getByRole('region', { name: 'Logs' }).getByRole('alert');
    try {
      other.exec('BEGIN IMMEDIATE');
      await sendToLog(port, '<14>1 - shed main - - - meanwhile');
      await alarm.getByText(/Another program holds the log store .*syslog\.db/).waitFor();
      expect(await row(/ shed main meanwhile$/).count()).toBe(0);
      other.exec('ROLLBACK');
    } finally {
      other.close();
    }
    await row(/ shed main meanwhile$/).waitFor();
    await alarm.waitFor({ state: 'detached' });
  });
});
