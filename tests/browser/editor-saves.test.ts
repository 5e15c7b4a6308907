/** What the editor writes back of a file that another program made. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { describeInChromium, openingMs } from './describe-in-chromium.ts';
import { type OpenBramble, patience } from './running-bramble.ts';

describeInChromium('saving in the editor', (open) => {
  let bramble: OpenBramble;

  beforeAll(async () => {
    bramble = await open({
      project: 'project',
      prepare: async (home) => {
        await mkdir(join(home, 'project'));
        await writeFile(join(home, 'project', 'main.py'), '\ufeffprint("é")\r\n');
      },
    });
  }, openingMs);

  it('keeps a byte order mark and the line ends', async () => {
    const { page, home } = bramble;
    await page.getByRole('treeitem', { name: 'main.py' }).dblclick();
    await page.getByRole('textbox', { name: 'Text of main.py' }).focus();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type('x = 1\n');
    await page.keyboard.press('ControlOrMeta+S');
    const file = join(home, 'project', 'main.py');
    await expect.poll(() => readFile(file, 'utf8'), patience).toMatch(/x = 1/);
    expect(await readFile(file, 'utf8')).toBe('\ufeffprint("é")\r\nx = 1\r\n');
  });
});
