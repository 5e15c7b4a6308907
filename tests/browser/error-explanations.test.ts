/** What an error means, beside it in the shell and beneath it in the log. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { LogWriter } from '../../main/syslog/store/log-writer.ts';
import { batchOf } from '../../main/syslog/testing/batches.ts';
import { describeInChromium, openingMs } from './describe-in-chromium.ts';
import { keepPicture, patience, resizeWindow } from './running-bramble.ts';

const program = 'import socket\n\nprint("sending")\nsocket.socket().connect(("10.0.0.1", 80))\n';

function storeCrash(storeFile: string): void {
  const writer = new LogWriter(storeFile);
  const lines = [
    '<14>1 - kitchen main 7 - - the tea is ready',
    '<11>1 - kitchen main 7 CRASH - Traceback (most recent call last):\n  File "main.py", line 3\nOSError: -2',
  ];
  const receivedAtMs = Date.now();
  writer.write(batchOf(lines.map((datagram) => ({ datagram, receivedAtMs }))), 0);
  writer.keepBoards();
  writer.dispose();
}

describeInChromium('an error is explained', (open) => {
  let page: Page;

  beforeAll(async () => {
    const prepare = async (home: string) => {
      storeCrash(join(home, 'syslog.db'));
      await mkdir(join(home, 'project'));
      await writeFile(join(home, 'project', 'main.py'), program);
    };
    ({ page } = await open({ prepare, project: 'project' }));
    await page.getByRole('button', { name: /^Board: Simulated Pico W, Ready/ }).waitFor();
  }, openingMs);

  const explanation = () => page.locator('.shell-explanation');

  it('in the shell, beside the last line of a traceback and apart from what was printed', async () => {
    await page.getByRole('tab', { name: 'main.py' }).waitFor();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await explanation()
      .getByText(/^There is no way to that address, mostly because/)
      .waitFor();
    await keepPicture(page, 'explanation-shell');
    const rows = await page.locator('.xterm-rows > div').allTextContents();
    expect(rows.map((row) => row.trimEnd())).toContain('OSError: [Errno 113] EHOSTUNREACH');
    const [note, row] = await Promise.all([
      explanation().boundingBox(),
      page.locator('.xterm-rows > div').filter({ hasText: 'EHOSTUNREACH' }).boundingBox(),
    ]);
    expect(note?.y).toBeCloseTo(row?.y ?? 0, 0);

    await explanation().hover();
    expect(await explanation().evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    await keepPicture(page, 'explanation-shell-whole');
  });

  it('in the shell, for each error once, also for one typed at the prompt', async () => {
    await page.locator('.xterm-helper-textarea').focus();
    await page.keyboard.type('int("x")\n');
    await explanation()
      .getByText(/^The text is no whole number/)
      .waitFor();
    await page.keyboard.type('print(6 * 7)\n');
    await page.locator('.xterm-rows > div').filter({ hasText: /^42/ }).waitFor();
    expect(await explanation().count()).toBe(2);
  });

  it('in the shell, within its width also when that changes', async () => {
    const right = async (name: string) => {
      const box = await page.locator(name).last().boundingBox();
      return (box?.x ?? 0) + (box?.width ?? 0);
    };
    // Columns are a fraction of a pixel wide.
    const endsWithIt = async () => Math.abs((await right('.xterm-screen')) - (await right('.shell-explanation'))) <= 1;
    for (const width of [760, 1280]) {
      await resizeWindow(page, { width, height: 720 });
      await expect.poll(endsWithIt, patience).toBe(true);
      expect(await explanation().count()).toBe(2);
      const line = page.locator('.xterm-rows > div').filter({ hasText: /^ValueError/ });
      const [note, row] = await Promise.all([explanation().last().boundingBox(), line.boundingBox()]);
      expect(note?.y).toBeCloseTo(row?.y ?? 0, 0);
      await keepPicture(page, `explanation-shell-${width}`);
    }
  });

  it('in the shell, whole and without a pointer, by a command', async () => {
    await page.keyboard.press('Control+Shift+P');
    await page.keyboard.type('last error');
    await page.getByRole('option', { name: 'Say what the last error in the shell means' }).waitFor();
    await page.keyboard.press('Enter');
    const message = page.getByRole('alert').filter({ hasText: /^ValueError: .* 'x'\. The text is no whole number/ });
    await message.waitFor();
    await keepPicture(page, 'explanation-shell-command');
    await message.getByRole('button', { name: 'Close this message' }).click();
  });

  it('in the log, beneath the text of the line', async () => {
    await page.getByRole('tab', { name: /^Logs/ }).click();
    await page
      .getByRole('row', { name: /OSError: -2/ })
      .first()
      .click();
    const details = page.getByRole('complementary', { name: 'Log line' });
    await details.getByText(/^The host name was not found\./).waitFor();
    await keepPicture(page, 'explanation-log');
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepPicture(page, 'explanation-log-dark');
    await page
      .getByRole('row', { name: /the tea is ready/ })
      .first()
      .click();
    await details.getByText('Log line 1').waitFor();
    expect(await details.getByText(/host name/).count()).toBe(0);
  });

  it('in the message about a program that stopped while the shell was out of view', async () => {
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const message =
      /^The program stopped with OSError: .* EHOSTUNREACH\. There is no way [^.]*\. The shell shows where\./;
    await page.getByRole('alert').filter({ hasText: message }).waitFor();
    await keepPicture(page, 'explanation-message-dark');
    await page.getByRole('tab', { name: 'Shell' }).click();
    await explanation()
      .filter({ hasText: /^There is no way/ })
      .nth(1)
      .waitFor();
    await keepPicture(page, 'explanation-shell-dark');
  });
});
