/** A traceback in the log leads to its line also where the file was changed since. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describeInChromium, openingMs } from './describe-in-chromium.ts';
import { keepPicture } from './running-bramble.ts';

const program = 'def measure():\n    return 1 / 0\n\n\nmeasure()\n';

describeInChromium('a line that a board named before it was changed', (open) => {
  let page: Page;
  let file = '';

  beforeAll(async () => {
    const prepare = async (home: string) => {
      await mkdir(join(home, 'project'));
      file = join(home, 'project', 'main.py');
      await writeFile(file, program);
      await writeFile(join(home, 'serial-log.json'), JSON.stringify({ keeps: 'all', boards: {} }));
    };
    ({ page } = await open({ prepare, project: 'project' }));
    await page.getByRole('button', { name: /^Board: Simulated Pico W, Ready/ }).waitFor();
    await page.getByRole('tab', { name: 'main.py' }).waitFor();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('tab', { name: /^Logs/ }).click();
    await page
      .getByRole('row', { name: /ZeroDivisionError/ })
      .first()
      .click();
  }, openingMs);

  const link = (line: number) =>
    page.getByRole('complementary', { name: 'Log line' }).getByRole('button', { name: `File "<stdin>", line ${line}` });
  const news = (text: string) => page.getByText(text, { exact: true });

  /** Changes the file as another editor does; resolves when it is shown. */
  async function change(text: string, shown: string): Promise<void> {
    await writeFile(file, text);
    await page.locator('.view-line').filter({ hasText: shown }).first().waitFor();
  }

  it('is shown where it stood as long as nothing was changed', async () => {
    await link(2).click();
    await page.getByText('Ln 2 Col 5').waitFor();
    expect(await page.getByText(/was changed since/).count()).toBe(0);
  });

  it('is shown where it is now, which is said', async () => {
    await change(`# one\n# two\n# three\n${program}`, '# three');
    await link(2).click();
    await page.getByText('Ln 5 Col 5').waitFor();
    await news('main.py was changed since: what was line 2 then is line 5 now.').waitFor();
    await keepPicture(page, 'moved-line');
  });

  it('is shown where it is now from the shell, too', async () => {
    await page.getByRole('tab', { name: 'Shell' }).click();
    const row = page.locator('.xterm-rows > div').filter({ hasText: 'File "<stdin>", line 5' });
    const box = (await row.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(box.x + 60, box.y + box.height / 2, { steps: 4 });
    await page.locator('.xterm-cursor-pointer').waitFor();
    await page.mouse.down();
    await page.mouse.up();
    await page.getByText('Ln 8 Col 1').waitFor();
    await news('main.py was changed since: what was line 5 then is line 8 now.').waitFor();
    await page.getByRole('tab', { name: /^Logs/ }).click();
  });

  it('is said to be gone where it is, with what it was', async () => {
    await change(program.replace('1 / 0', 'sensor.read()'), 'sensor');
    await link(2).click();
    await page.getByText('Ln 2 Col 5').waitFor();
    await news('main.py was changed since: what was line 2 then is no longer there. It read: return 1 / 0').waitFor();
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepPicture(page, 'moved-line-gone-dark');
  });

  it('is looked for in what is typed and not saved, too', async () => {
    await page.locator('.view-line').filter({ hasText: 'def measure' }).first().click();
    await page.keyboard.press('Home');
    await page.keyboard.type('# zero\n');
    await link(5).click();
    await page.getByText('Ln 6 Col 1').waitFor();
    await news('main.py was changed since: what was line 5 then is line 6 now.').waitFor();
  });

  it('is a link as soon as the project has the file, and no longer', async () => {
    await rm(file);
    await link(2).waitFor({ state: 'detached' });
    await writeFile(file, program);
    await link(2).waitFor();
  });
});
