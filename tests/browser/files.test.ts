/** The two lists of files, used with mouse and keyboard in a real browser on the real thing. */
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { installationFolder } from '../../main/hosts/installation.ts';
import { describeInChromium, openingMs } from './describe-in-chromium.ts';
import { keepPicture, patience } from './running-bramble.ts';

/** Of the simulated board that is there at first. */
const flashFolder = (home: string) => join(home, 'boards', 'default', 'flash');

describeInChromium('the lists of files', (open) => {
  let home: string;
  let project: string;
  let page: Page;

  beforeAll(async () => {
    ({ home, page } = await open({ prepare, project: 'project' }));
    await page.getByRole('button', { name: /^Board: Simulated Pico W, Ready/ }).waitFor();
  }, openingMs);

  async function prepare(home: string): Promise<void> {
    project = join(home, 'project');
    await mkdir(join(project, 'lib'), { recursive: true });
    await writeFile(join(project, 'main.py'), 'print("from the project")\n');
    await writeFile(join(project, 'lib/wifi.py'), 'SSID = "bramble"\n');
    await writeFile(join(project, 'lib/picture.bin'), Uint8Array.of(0xff, 0, 0xfe));
    await mkdir(flashFolder(home), { recursive: true });
    // As a sync leaves it that was broken off: the page is to tell what became of it.
    await writeFile(join(flashFolder(home), '.bramble-sync.0'), 'print("half")\n');
  }

  it('tell on opening what became of a sync that was broken off, and no more once that was read', async () => {
    const message = page.getByRole('region', { name: 'Messages' }).getByRole('alert');
    await message.getByText('Simulated Pico W: An interrupted upload was taken back. The board holds what').waitFor();
    expect(await readdir(flashFolder(home))).not.toContain('.bramble-sync.0');
    await message.getByRole('button', { name: 'Close this message' }).click();
    await message.waitFor({ state: 'detached' });
  });

  const computer = () => page.getByRole('region', { name: 'Files on this computer' });
  const board = () => page.getByRole('region', { name: 'Files on the board' });
  const row = (side: Locator, name: string) => side.getByRole('treeitem', { name, exact: true });
  const dialog = (name: string | RegExp) => page.getByRole('dialog', { name });
  const said = (words: string | RegExp) => page.getByText(words).first().waitFor();

  it('drag files and folders to the board and back', async () => {
    await row(computer(), 'lib').dragTo(board().locator('.files-list'));
    await said('2 files are on the board now.');
    await row(board(), 'lib').click();
    await row(board(), 'wifi.py').waitFor();
    await rm(join(project, 'lib'), { recursive: true });
    await row(computer(), 'lib').waitFor({ state: 'detached' });
    await row(board(), 'lib').dragTo(computer().locator('.files-list'), { targetPosition: { x: 100, y: 120 } });
    await said('2 files are on this computer now.');
    expect(await readFile(join(project, 'lib/picture.bin'))).toEqual(Buffer.of(0xff, 0, 0xfe));
  });

  it('save to the board from the menu, several at once', async () => {
    await row(computer(), 'main.py').click();
    await row(computer(), 'lib').click({ modifiers: ['ControlOrMeta'] });
    await row(computer(), 'main.py').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Save to the board' }).click();
    await said('1 file is on the board now. 2 files had the same content already.');
  });

  it('ask before they write over what another program changed, and show what differs', async () => {
    await row(board(), 'main.py').click();
    await page.getByRole('tab', { name: 'main.py (board)' }).waitFor();
    const shell = page.getByRole('tabpanel', { name: 'Shell' }).getByRole('textbox').first();
    await shell.focus();
    await page.keyboard.type('f = open("main.py", "w"); f.write("theirs = 1\\n"); f.close()\n');
    await page.keyboard.press('Enter');
    await row(computer(), 'main.py').dragTo(board().locator('.files-list'), { targetPosition: { x: 100, y: 120 } });
    await dialog('Write over /main.py on the board?').waitFor();
    await dialog(/Write over/)
      .getByText('theirs')
      .first()
      .waitFor();
    await dialog(/Write over/)
      .getByText('from the project')
      .first()
      .waitFor();
    await keepPicture(page, 'files-conflict');
    await dialog(/Write over/)
      .getByRole('button', { name: 'Cancel' })
      .click();
    await dialog(/Write over/).waitFor({ state: 'detached' });
  });

  it('go on when the question is answered before what differs was found, without an error in the page', async () => {
    const goOn = await holdTheEditorsWorker();
    await row(computer(), 'main.py').dragTo(board().locator('.files-list'), { targetPosition: { x: 100, y: 120 } });
    await dialog(/Write over/)
      .getByText('theirs')
      .first()
      .waitFor();
    await dialog(/Write over/)
      .getByRole('button', { name: 'Write over it' })
      .click();
    await said('1 file is on the board now.');
    await goOn();
  });

  it('rename in place, and say what is wrong with a name', async () => {
    await row(board(), 'main.py').focus();
    await page.keyboard.press('F2');
    const field = page.getByRole('textbox', { name: 'New name of main.py' });
    await field.fill('a/b');
    await page.getByText('A name cannot contain a slash.').waitFor();
    await keepPicture(page, 'files-rename');
    await field.fill('program.py');
    await page.keyboard.press('Enter');
    await row(board(), 'program.py').waitFor();
    await row(board(), 'main.py').waitFor({ state: 'detached' });
  });

  it('make files and folders on both sides, and say how much room the board has', async () => {
    const answer = async (title: string, name: string) => {
      await dialog(title).getByRole('textbox', { name: 'Name' }).fill(name);
      await page.keyboard.press('Enter');
      await dialog(title).waitFor({ state: 'detached' });
    };
    const free = async () => Number(/^(\d+) KB free of 848 KB$/.exec((await space.textContent()) ?? '')?.[1]);
    const space = board().getByText(/ free of 848 KB$/);
    const before = await free();
    await row(board(), 'lib').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'New folder…' }).click();
    await dialog('New folder in /lib on the board').getByRole('textbox', { name: 'Name' }).fill('wifi.py');
    await page.getByText('There is already something named wifi.py here.').waitFor();
    await answer('New folder in /lib on the board', 'drivers');
    await row(board(), 'drivers').waitFor();
    await expect.poll(free).toBeLessThan(before);
    await board().getByRole('button', { name: 'New file on the board…' }).click();
    await answer('New file on the board', 'boot.py');
    await page.getByRole('tab', { name: 'boot.py (board)' }).waitFor();
    await computer().getByRole('button', { name: 'New folder…' }).click();
    await answer('New folder in the project', 'tests');
    await row(computer(), 'tests').waitFor();
    expect(await readdir(join(flashFolder(home), 'lib'))).toContain('drivers');
    expect(await readFile(join(flashFolder(home), 'boot.py'), 'utf8')).toBe('');
    expect(await readdir(project)).toContain('tests');
  });

  it('take files from the desktop, on the folder under the mouse', async () => {
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['dropped'], 'notes.txt'));
      return transfer;
    });
    await row(board(), 'lib').dispatchEvent('drop', { dataTransfer: data });
    await row(board(), 'notes.txt').waitFor();
    await row(computer(), 'main.py').dispatchEvent('drop', { dataTransfer: data });
    await row(computer(), 'notes.txt').waitFor();
    expect(await readFile(join(project, 'notes.txt'), 'utf8')).toBe('dropped');
  });

  it('show the properties of a file', async () => {
    await row(board(), 'notes.txt').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Properties' }).click();
    // sha256sum of "dropped".
    await dialog('notes.txt').getByText('7 bytes').waitFor();
    await dialog('notes.txt')
      .getByText(/^[0-9a-f]{64}$/)
      .waitFor();
    await keepPicture(page, 'files-properties');
    await dialog('notes.txt').getByRole('button', { name: 'Close' }).click();
  });

  it('show how far a large file is, and leave the old one whole when that is cancelled', async () => {
    await writeFile(join(project, 'large.bin'), 'old');
    await row(computer(), 'large.bin').dragTo(board().locator('.files-list'), { targetPosition: { x: 100, y: 120 } });
    await row(board(), 'large.bin').waitFor();
    await writeFile(join(project, 'large.bin'), randomBytes(80_000));
    await steer('link', 'slow', '20000', 'bytes/s');
    await row(computer(), 'large.bin').dragTo(board().locator('.files-list'), { targetPosition: { x: 100, y: 120 } });
    const progress = board().getByRole('progressbar');
    await progress.waitFor();
    await board()
      .getByText(/^\d[\d.]* [kK]B of 78(\.\d)? [kK]B$/)
      .waitFor();
    await keepPicture(page, 'files-progress');
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepPicture(page, 'files-progress-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await board().getByRole('button', { name: 'Cancel' }).click();
    await progress.waitFor({ state: 'detached' });
    await steer('link', 'direct');
    await page.getByRole('button', { name: /^Board: Simulated Pico W, Ready/ }).waitFor();
    await row(board(), 'large.bin').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Properties' }).click();
    const sha256 = createHash('sha256').update('old').digest('hex');
    await dialog('large.bin').getByText(sha256, { exact: true }).waitFor();
    await dialog('large.bin').getByRole('button', { name: 'Close' }).click();
  });

  it('delete what is chosen, after a question', async () => {
    await row(board(), 'program.py').click();
    await row(board(), 'lib').click({ modifiers: ['ControlOrMeta'] });
    await page.keyboard.press('Delete');
    await dialog('Delete 2 items on the board?').getByRole('button', { name: 'Delete' }).click();
    await row(board(), 'lib').waitFor({ state: 'detached' });
    await row(board(), 'program.py').waitFor({ state: 'detached' });
  });

  it('copy and run a program each time it is saved, once that was chosen', async () => {
    for (const command of ['Copy each saved file', 'Run each program']) {
      await page.keyboard.press('ControlOrMeta+Shift+P');
      await page.keyboard.type(command);
      await page.keyboard.press('Enter');
    }
    await page.getByText('on save: copy and run').waitFor();
    await row(computer(), 'main.py').click();
    await page.getByRole('textbox', { name: 'Text of main.py', exact: true }).focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText('import time\nprint("run " + "on save")\nwhile True: time.sleep(1)\n');
    await page.keyboard.press('ControlOrMeta+S');
    await page.getByRole('button', { name: /Running main\.py/ }).waitFor();
    await page.keyboard.insertText('# more');
    await page.keyboard.press('ControlOrMeta+S');
    await expect
      .poll(() => page.locator('.xterm-rows').textContent(), patience)
      .toMatch(/run on save.*KeyboardInterrupt.*run on save/s);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await row(board(), 'main.py').waitFor();
  });

  /** Keeps from Monaco's worker, where differences are found, what the page tells it, until the function given is called. */
  async function holdTheEditorsWorker(): Promise<() => Promise<void>> {
    const [worker, ...others] = page.workers();
    expect(others).toEqual([]);
    await worker?.evaluate(() => {
      const scope = globalThis as unknown as { onmessage: (event: unknown) => void; goOn: () => void };
      const { onmessage } = scope;
      const held: unknown[] = [];
      scope.onmessage = (event) => held.push(event);
      scope.goOn = () => {
        scope.onmessage = onmessage;
        for (const event of held) onmessage(event);
      };
    });
    return async () => {
      await worker?.evaluate(() => (globalThis as unknown as { goOn: () => void }).goOn());
    };
  }

  /** Says something to the simulated board of the IDE, as its users can. */
  async function steer(...words: string[]): Promise<void> {
    const program = join(installationFolder, 'main/hosts/cli/bramble.ts');
    await promisify(execFile)(process.execPath, [program, 'sim', ...words], {
      env: { ...process.env, BRAMBLE_HOME: home },
    });
  }
});
