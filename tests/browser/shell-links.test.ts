/** A traceback in the shell leads to the lines that it names. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describeInChromium, openingMs } from './describe-in-chromium.ts';
import { keepPicture, patience } from './running-bramble.ts';

describeInChromium('a traceback in the shell', (open) => {
  let page: Page;

  beforeAll(async () => {
    const project = async (home: string) => {
      await mkdir(join(home, 'project'));
      await writeFile(join(home, 'project', 'main.py'), 'def measure():\n    return 1 / 0\n\nmeasure()\n');
      await writeFile(
        join(home, 'project', 'other.py'),
        '# nothing happens here\n\nraise ValueError("in another one")\n',
      );
    };
    ({ page } = await open({ prepare: project, project: 'project' }));
    await page.getByRole('button', { name: /^Board: Simulated Pico W, Ready/ }).waitFor();
  }, openingMs);

  const shownRow = (text: string) => page.locator('.xterm-rows > div').filter({ hasText: text }).last();
  const run = () => page.getByRole('button', { name: 'Run', exact: true }).click();
  const openFile = (name: string) =>
    page
      .getByRole('treeitem', { name: new RegExp(`^${name}`) })
      .first()
      .dblclick();

  /** Clicks on a place that a row of the shell names. */
  async function follow(text: string): Promise<void> {
    await expect.poll(async () => (await shownRow(text).textContent()) !== null, patience).toBe(true);
    const box = (await shownRow(text).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(box.x + 60, box.y + box.height / 2, { steps: 4 });
    await expect.poll(() => page.locator('.xterm-cursor-pointer').count(), patience).toBe(1);
    await keepPicture(page, 'shell-links');
    await page.mouse.down();
    await page.mouse.up();
  }

  it('leads to the program that was run', async () => {
    await page.getByRole('tab', { name: 'main.py' }).waitFor();
    await run();
    await follow('File "<stdin>", line 2, in measure');
    await page.getByText('Ln 2 Col 5').waitFor();
    await follow('File "<stdin>", line 4, in <module>');
    await page.getByText('Ln 4 Col 1').waitFor();
  });

  it('leads to that program also after another was run', async () => {
    await page.keyboard.press('ControlOrMeta+Shift+E');
    await openFile('other.py');
    await page.getByRole('tab', { name: 'other.py', selected: true }).waitFor();
    await run();
    await follow('File "<stdin>", line 3, in <module>');
    await page.getByText('Ln 3 Col 1').waitFor();
    expect(await page.getByRole('tab', { name: 'other.py' }).getAttribute('aria-selected')).toBe('true');
    await follow('File "<stdin>", line 2, in measure');
    await page.getByText('Ln 2 Col 5').waitFor();
    expect(await page.getByRole('tab', { name: 'main.py' }).getAttribute('aria-selected')).toBe('true');
  });
});
