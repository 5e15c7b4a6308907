/** What the log view imports, and what the command line does with the same files. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describeInChromium, openingMs } from '../describe-in-chromium.ts';
import { keepPicture, resizeWindow } from '../running-bramble.ts';
import { syslogCommand } from './syslog-command.ts';

const router = [
  '<11>1 2026-04-30T18:45:34Z router wan - - - =link down',
  'Apr 30 18:45:35 router dhcp[7]: lease of \u001b[31m192.168.1.7 <img src=x>',
  '2026-04-30 18:45:36,123 a time of Python',
  '<999>no syslog',
  '  and what has no time',
  ...Array.from({ length: 20_000 }, (_, index) => `Apr 30 19:00:00 router kernel: packet ${index} was dropped`),
].join('\n');

describeInChromium('an import into the log', (open) => {
  let page: Page;
  let home: string;
  let files: string[];

  beforeAll(async () => {
    ({ page, home } = await open());
    const folder = join(home, 'chosen');
    await mkdir(folder);
    files = [join(folder, 'router.log'), join(folder, 'older.log.gz')];
    await writeFile(files[0] ?? '', router);
    await writeFile(files[1] ?? '', gzipSync('<14>1 - attic main - - - older\n'));
    await writeFile(join(folder, 'cut.log.gz'), gzipSync(router).subarray(0, -10));
    await page.getByRole('tab', { name: /^Logs/ }).click();
    await page.getByText('No log lines yet').waitFor();
  }, openingMs);

  const menu = () => page.getByRole('button', { name: 'How the log is shown', exact: true });
  const dialog = () => page.getByRole('dialog', { name: 'Import log files' });

  async function choose(paths: string[]): Promise<void> {
    await menu().click();
    const item = page.getByRole('menuitem', { name: 'Import…' });
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), item.click()]);
    expect(chooser.isMultiple()).toBe(true);
    await chooser.setFiles(paths);
  }

  it('stores what the command line stores, and says what came of each file', async () => {
    await choose(files);
    await dialog()
      .getByText('20,005 lines of router.log are imported; 1 of them could not be read, and stands as it is.')
      .waitFor();
    await dialog().getByText('1 line of older.log.gz is imported.').waitFor();
    await keepPicture(page, 'log-import');
    await page.keyboard.press('Enter');
    await dialog().waitFor({ state: 'detached' });
    expect(await menu().evaluate((element) => element === document.activeElement)).toBe(true);
    await page.getByRole('row', { name: /older$/ }).waitFor();
    const other = join(home, 'other.db');
    await syslogCommand(other, ['import', ...files]);
    const [here, there] = [
      await syslogCommand(join(home, 'syslog.db'), ['export', '--json']),
      await syslogCommand(other, ['export', '--json']),
    ];
    expect(here.length).toBeGreaterThan(1_000_000);
    expect(here.equals(there)).toBe(true);
  });

  it('hears no board in what is imported', async () => {
    const boards = await syslogCommand(join(home, 'syslog.db'), ['boards', '--json']);
    expect(JSON.parse(boards.toString())).toEqual([]);
  });

  it('says that a file is broken and what of it is in the log, in a narrow window as well', async () => {
    await resizeWindow(page, { width: 360, height: 640 });
    await choose([join(home, 'chosen', 'cut.log.gz')]);
    await dialog()
      .getByRole('alert')
      .getByText(/^cut\.log\.gz is broken: /)
      .waitFor();
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepPicture(page, 'log-import-broken');
    const box = await dialog().boundingBox();
    expect([(box?.x ?? -1) >= 0, (box?.x ?? 0) + (box?.width ?? 999) <= 360]).toEqual([true, true]);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });
});
