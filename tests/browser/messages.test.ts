/** Where the messages stand, and when they go. */
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describeInChromium, openingMs } from './describe-in-chromium.ts';
import { logPort, sendToLog } from './logs/datagrams.ts';
import { keepPicture } from './running-bramble.ts';

const boards = ['kitchen', 'shed', 'garage', 'cellar'];

describeInChromium('the messages', (open) => {
  let page: Page;

  beforeAll(async () => {
    ({ page } = await open());
    await page.getByRole('button', { name: /^Board: Simulated Pico W, Ready/ }).waitFor();
  }, openingMs);

  const messages = () => page.getByRole('region', { name: 'Messages' });
  const logs = () => page.getByRole('region', { name: 'Logs' });

  it('leave a log line’s details, the log’s buttons and the status bar free, as many as there are', async () => {
    await page.getByRole('tab', { name: /^Logs/ }).click();
    const port = await logPort(page);
    await sendToLog(port, ...boards.map((board) => `<14>1 - ${board} main - - - all is well`));
    await page.getByRole('row', { name: /kitchen main all is well/ }).click();
    await page.getByRole('button', { name: 'What the lines have in common' }).click();
    await logs()
      .getByRole('button', { name: /^cellar heard/ })
      .waitFor();
    await sendToLog(port, ...boards.map((board) => `<10>1 - ${board} main - CRASH - OSError: [Errno 5] EIO`));
    await messages().getByText('crashed').nth(3).waitFor();
    await keepPicture(page, 'messages-beside-details');
    expect(await overlap(messages(), logs())).toBe(false);
    expect(await overlap(messages(), page.getByRole('contentinfo'))).toBe(false);
    await page.getByRole('button', { name: 'What the lines have in common' }).click();
  });

  it('leave the head of the details free also where the log has the whole window', async () => {
    await page.keyboard.press('ControlOrMeta+Alt+M');
    await page.getByRole('region', { name: 'Editor' }).waitFor({ state: 'hidden' });
    await keepPicture(page, 'messages-maximised');
    expect(await overlap(messages(), logs())).toBe(true);
    expect(await overlap(messages(), logs().getByRole('button', { name: 'Close', exact: true }))).toBe(false);
    expect(await overlap(messages(), page.getByRole('contentinfo'))).toBe(false);
    await page.keyboard.press('ControlOrMeta+Alt+M');
  });

  it('of a program’s error go with the next run, or when the board is reset', async () => {
    const error = messages().getByText('The program stopped with ZeroDivisionError: divide by zero.');
    await writeProgram('1 / 0\n');
    await page.keyboard.press('F5');
    await error.waitFor();
    await writeProgram('while True: pass\n');
    await page.keyboard.press('F5');
    await error.waitFor({ state: 'detached' });
    await page.keyboard.press('Shift+F5');
    await page.getByRole('button', { name: /^Board: Simulated Pico W, Ready/ }).waitFor();
    await writeProgram('1 / 0\n');
    await page.keyboard.press('F5');
    await error.waitFor();
    await page.keyboard.press('ControlOrMeta+F2');
    await error.waitFor({ state: 'detached' });
  });

  async function writeProgram(source: string): Promise<void> {
    await page.getByRole('textbox', { name: 'Text of main.py' }).focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(source);
  }
});

/** Whether the two have a point in common. */
async function overlap(one: Locator, other: Locator): Promise<boolean> {
  const [a, b] = await Promise.all([one.boundingBox(), other.boundingBox()]);
  if (a === null || b === null) throw new Error('One of them is not to be seen.');
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
