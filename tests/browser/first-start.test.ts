/** What the README promises of the first five minutes, done by a person's means in a real browser on the real thing. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { installationFolder } from '../../main/hosts/installation.ts';
import { describeInChromium, openingMs } from './describe-in-chromium.ts';
import { type OpenBramble, patience } from './running-bramble.ts';

/** Where the README's picture lies; written anew when `BRAMBLE_PICTURE` is set. */
const readmePicture = join(installationFolder, 'docs/images/workbench.png');

describeInChromium('the first start', (open) => {
  let bramble: OpenBramble;
  let page: Page;

  beforeAll(async () => {
    bramble = await open();
    page = bramble.page;
  }, openingMs);

  /** Taken anew until the LED was on before and after. */
  async function takePicture(): Promise<void> {
    await mkdir(join(readmePicture, '..'), { recursive: true });
    await page.mouse.move(640, 300);
    do {
      await led('on').waitFor();
      await page.screenshot({ path: readmePicture });
    } while (await led('off').isVisible());
  }

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const led = (state: 'on' | 'off') => page.getByRole('img', { name: `LED ${state}` });
  const shell = () => page.getByRole('tabpanel', { name: 'Shell' });
  const state = (words: string | RegExp) => page.getByRole('button', { name: words });

  /** Waits until the shell's visible rows hold the text; older rows are not in the page. */
  const shellShows = (text: string | RegExp) =>
    expect
      .poll(
        async () => ((await shell().locator('.xterm-rows').textContent()) ?? '').replaceAll('\u00a0', ' '),
        patience,
      )
      .toMatch(text);

  /** Replaces the open file's text. The editor indents as it does for typing: give it lines that want no indent. */
  async function writeProgram(source: string): Promise<void> {
    await page.getByRole('textbox', { name: 'Text of main.py' }).focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(source);
  }

  it('opens the example with a simulated board connected and Run ready, Stop not', async () => {
    await state(/^Board: Simulated Pico W, Ready/).waitFor();
    await page.getByRole('tab', { name: 'main.py' }).waitFor();
    await page.getByText('Blink the LED, and tell this computer').waitFor();
    await shellShows('>>>');
    expect([await button('Run').isEnabled(), await button('Stop').isEnabled()]).toEqual([true, false]);
  });

  it('blinks the LED on the drawn board and prints in the shell on Run', async () => {
    await button('Run').focus();
    await page.keyboard.press('Enter');
    await state(/Running main\.py/).waitFor();
    // Where the next Tab goes on from.
    expect(await button('Run').evaluate((element) => element === document.activeElement)).toBe(true);
    // More often than it blinks, and not in step with it, as Playwright's own waiting would be.
    const lit = (next: 'on' | 'off') => expect.poll(() => led(next).isVisible(), { ...patience, interval: 37 });
    for (const next of ['on', 'off', 'on'] as const) await lit(next).toBe(true);
    await shellShows(/blink \d+/);
    expect([await button('Run').isEnabled(), await button('Stop').isEnabled()]).toEqual([false, true]);
    if (process.env.BRAMBLE_PICTURE !== undefined) await takePicture();
  });

  it('shows the lines that the program logs by syslog, and filters them', async () => {
    await page.getByRole('tab', { name: /^Logs/ }).click();
    await page
      .getByRole('row', { name: /Info .* blink blink \d+$/ })
      .first()
      .waitFor();
    await page.getByRole('combobox', { name: 'Filter by severity' }).selectOption({ label: 'Notice or worse' });
    await page.getByRole('row', { name: /^Info/ }).first().waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /Notice .* blink blink started/ }).waitFor();
    await page.getByRole('combobox', { name: 'Filter by severity' }).selectOption({ label: 'Any severity' });
    await page.getByRole('combobox', { name: 'Search the log' }).fill('started');
    await page
      .getByRole('row', { name: /blink \d/ })
      .first()
      .waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /blink started/ }).waitFor();
    await page.getByRole('combobox', { name: 'Search the log' }).fill('');
    await page.getByRole('combobox', { name: 'Search the log' }).fill('host:pico-w started');
    await page.getByRole('row', { name: /blink started/ }).waitFor();
  });

  it('stops the example on Stop', async () => {
    await button('Stop').click();
    await state(/^Board: Simulated Pico W, Ready/).waitFor();
    expect([await button('Run').isEnabled(), await button('Stop').isEnabled()]).toEqual([true, false]);
  });

  it('stops a tight loop on Stop', async () => {
    await page.getByRole('tab', { name: 'Shell' }).click();
    await writeProgram('print("round and round")\nwhile True: pass\n');
    await button('Run').click();
    await shellShows('round and round');
    await button('Stop').click();
    await state(/^Board: Simulated Pico W, Ready/).waitFor();
    await shellShows('KeyboardInterrupt');
  });

  it('shows a traceback where the program raises, and a syntax error where it does not parse', async () => {
    await writeProgram('1 / 0\n');
    await button('Run').click();
    await shellShows('ZeroDivisionError: divide by zero');
    await writeProgram('if True print(1)\n');
    await button('Run').click();
    await shellShows('SyntaxError: invalid syntax');
    await state(/^Board: Simulated Pico W, Ready/).waitFor();
  });

  it('takes what is typed in the shell, and answers', async () => {
    await shell().getByRole('textbox').first().focus();
    await page.keyboard.type('6 * 7000 + 42\n');
    await shellShows('42042');
  });

  it('loses nothing when the tab is killed: the unsaved text is there again, and the board still runs', async () => {
    await writeProgram('import time\nwhile True: print("still here"); time.sleep(0.2)\n');
    await button('Run').click();
    await shellShows('still here');
    await writeProgram('# not saved yet\n');
    await page.reload();
    await state(/Running main\.py/).waitFor();
    await page.getByText('# not saved yet').waitFor();
    await shellShows('still here');
    await button('Stop').click();
    await state(/^Board: Simulated Pico W, Ready/).waitFor();
  });

  it('has the log lines still after a restart', async () => {
    page = await bramble.restart();
    await page.getByRole('tab', { name: /^Logs/ }).click();
    await page.getByRole('combobox', { name: 'Search the log' }).fill('blink started');
    await page.getByRole('row', { name: /Notice .* blink blink started/ }).waitFor();
  });
});
