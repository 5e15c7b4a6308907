/** What the log view exports, and what the command line does of the same log. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Download, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { LogWriter } from '../../../main/syslog/store/log-writer.ts';
import { batchOf } from '../../../main/syslog/testing/batches.ts';
import { describeInChromium, openingMs } from '../describe-in-chromium.ts';
import { keepPicture, resizeWindow } from '../running-bramble.ts';
import { storeLog } from './stored-log.ts';
import { syslogCommand } from './syslog-command.ts';

const hostile = [
  '<11>1 - shed main - - - =HYPERLINK("http://example.org/"),"x"',
  '<11>1 - shed main - - - a\0b \u001b[31mred \u202egpj.exe <img src=x onerror=alert(1)>\r\nsecond',
  '<14>1 - -dash main - - [x@32473 a="1\\"2"] 温度 🍓 \u05e9\u05dc\u05d5\u05dd',
  Buffer.from([0x3c, 0x39, 0xff, 0xfe, 0x80]),
  ...['Traceback (most recent call last):', '  File "main.py", line 1, in f', 'OSError: 5'].map(
    (line) => `<11>1 - attic main - - - ${line}`,
  ),
];

function storeAll(storeFile: string): void {
  storeLog(storeFile, 2000);
  const writer = new LogWriter(storeFile);
  writer.write(batchOf(hostile.map((datagram) => ({ datagram, receivedAtMs: Date.now() }))), 0);
  while (writer.indexWords(1000) > 0);
  writer.dispose();
}

describeInChromium('an export of the log', (open) => {
  let page: Page;
  let home: string;

  beforeAll(async () => {
    ({ page, home } = await open({ prepare: (folder) => storeAll(join(folder, 'syslog.db')) }));
    await page.getByRole('tab', { name: /^Logs/ }).click();
    await row(/OSError: 5/).waitFor();
    await page.keyboard.press('ControlOrMeta+Alt+M');
    await haveNoPicker();
  }, openingMs);

  const row = (name: RegExp) => page.getByRole('row', { name }).first();
  const search = () => page.getByRole('combobox', { name: 'Search the log' });
  const dialog = () => page.getByRole('dialog', { name: 'Export log lines' });
  const press = (name: string) => dialog().getByRole('button', { name, exact: true }).click();
  const toast = (text: RegExp) => page.getByText(text).first();

  /** As in a browser without the File System Access API. */
  const haveNoPicker = () => page.evaluate(() => Object.assign(window, { showSaveFilePicker: undefined }));

  /** `words` say what there is to export. */
  async function openDialog(words: string | RegExp = 'All lines of the log: 2,007'): Promise<void> {
    await page.getByRole('button', { name: 'How the log is shown', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Export…' }).click();
    await dialog().getByText(words).waitFor();
  }

  /** Shows what the query finds, and waits for the words that say so. */
  async function searchFor(query: string, summary: RegExp): Promise<void> {
    await search().fill(query);
    await page.locator('.log-summary').getByText(summary).waitFor();
  }

  async function download(format: string): Promise<Download> {
    await dialog().getByLabel('Format').selectOption(format);
    const [begun] = await Promise.all([page.waitForEvent('download'), press('Save')]);
    await dialog().waitFor({ state: 'detached' });
    return begun;
  }

  const commandLine = (...args: string[]) => syslogCommand(join(home, 'syslog.db'), ['export', ...args]);

  it.each([
    ['text', 'txt'],
    ['jsonl', 'jsonl'],
    ['csv', 'csv'],
    ['rfc5424', 'log'],
  ])('is, as %s, what the command line writes, byte for byte', async (format, ending) => {
    await openDialog();
    const file = await download(format);
    expect(file.suggestedFilename()).toMatch(new RegExp(`^bramble-log-\\d{4}-\\d\\d-\\d\\d\\.${ending}$`));
    const [bytes, expected] = [await readFile(await file.path()), await commandLine('--format', format)];
    expect(expected.length).toBeGreaterThan(100_000);
    expect(bytes.equals(expected)).toBe(true);
    await toast(/^2,007 lines are downloaded as bramble-log-/).waitFor();
  });

  it('has the lines that the search finds', async () => {
    await searchFor('app:wifi', /^499 of 2,007 lines/);
    await page.getByRole('combobox', { name: 'Filter by severity' }).selectOption('Warning or worse');
    const expected = await commandLine('--format', 'csv', '--severity', 'warning', 'app:wifi');
    const count = expected.toString().trimEnd().split('\n').length - 1;
    await openDialog(`All lines that the search finds: ${count}`);
    expect((await readFile(await (await download('csv')).path())).equals(expected)).toBe(true);
    await page.getByRole('combobox', { name: 'Filter by severity' }).selectOption('Any severity');
  });

  it('has the chosen lines, with every line of a traceback', async () => {
    await searchFor('host:attic OR host:shed', /^5 of 2,007 lines/);
    await row(/OSError: 5/).click();
    await row(/HYPERLINK/).click({ modifiers: ['Shift'] });
    await openDialog('The 5 lines that are chosen');
    expect(await dialog().getByRole('radio', { name: 'The 5 lines that are chosen' }).isChecked()).toBe(true);
    await keepPicture(page, 'log-export');
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepPicture(page, 'log-export-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    const expected = await commandLine('--json', 'host:attic OR host:shed');
    expect((await readFile(await (await download('jsonl')).path())).equals(expected)).toBe(true);
    await dialog().waitFor({ state: 'detached' });
    await searchFor('', /^2,007 lines/);
  });

  it('goes where the user says, where the browser asks for that', async () => {
    // The place is the browser's own file system: the dialog of the system is the one thing that no test can answer.
    await page.evaluate(() => {
      const showSaveFilePicker = async ({ suggestedName }: { suggestedName: string }) =>
        (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true });
      Object.assign(window, { showSaveFilePicker });
    });
    await openDialog();
    await dialog().getByLabel('Format').selectOption('csv');
    await press('Save');
    await dialog().waitFor({ state: 'detached' });
    await toast(/^2,007 lines are saved in bramble-log-/).waitFor();
    const written = await page.evaluate(async () => {
      const folder = await navigator.storage.getDirectory();
      const names: string[] = [];
      for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
      return (await (await folder.getFileHandle(names[0] ?? '')).getFile()).text();
    });
    expect(written).toBe((await commandLine('--format', 'csv')).toString());
  });

  it('ends when it is cancelled, and leaves a file that was there as it was', async () => {
    await page.evaluate(() => {
      const held = Promise.withResolvers<void>();
      const showSaveFilePicker = async () => {
        const handle = await (await navigator.storage.getDirectory()).getFileHandle('kept.csv', { create: true });
        const before = await handle.createWritable();
        await before.write('kept');
        await before.close();
        const stream = await handle.createWritable();
        const write = stream.write.bind(stream);
        stream.write = (text) => held.promise.then(() => write(text));
        handle.createWritable = async () => stream;
        return handle;
      };
      Object.assign(window, { showSaveFilePicker, held });
    });
    await openDialog();
    await press('Save');
    await dialog().getByRole('progressbar', { name: 'Export' }).waitFor();
    await dialog()
      .getByText(/^0 lines, \d %$/)
      .waitFor();
    expect(await dialog().getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    // The focus is on what can be pressed.
    await page.keyboard.press('Escape');
    await page.evaluate(() => (window as unknown as { held: PromiseWithResolvers<void> }).held.resolve());
    await dialog().getByRole('alert').getByText('The export was cancelled. Nothing was saved.').waitFor();
    const kept = await page.evaluate(async () => {
      const handle = await (await navigator.storage.getDirectory()).getFileHandle('kept.csv');
      return (await handle.getFile()).text();
    });
    expect(kept).toBe('kept');
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });

  it('begins nothing when the user chooses no place, and says why a file cannot be written', async () => {
    const answerWith = (name: string) =>
      page.evaluate((errorName) => {
        const showSaveFilePicker = () => Promise.reject(new DOMException('No room.', errorName));
        Object.assign(window, { showSaveFilePicker });
      }, name);
    await openDialog();
    await answerWith('AbortError');
    await press('Save');
    await dialog().getByRole('button', { name: 'Save', disabled: false }).waitFor();
    expect(await dialog().getByRole('alert').count()).toBe(0);
    await answerWith('QuotaExceededError');
    await press('Save');
    await dialog()
      .getByText(/^bramble-log-.*\.txt cannot be written: No room\. Choose another place/)
      .waitFor();
    await page.keyboard.press('Escape');
    await haveNoPicker();
  });

  it('is asked for by the keyboard, in a narrow window as well, and gives the focus back', async () => {
    await resizeWindow(page, { width: 360, height: 640 });
    const menu = page.getByRole('button', { name: 'How the log is shown', exact: true });
    await menu.focus();
    await page.keyboard.press('Enter');
    // The menu has its first choice focused once it is there.
    await page.waitForFunction(() => document.activeElement?.getAttribute('role')?.startsWith('menuitem'));
    await page.getByRole('menuitem', { name: 'Export…' }).focus();
    await page.keyboard.press('Enter');
    await dialog().waitFor();
    await keepPicture(page, 'log-export-narrow');
    const hidden = await dialog().evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    const box = await dialog().boundingBox();
    expect([hidden, (box?.x ?? -1) >= 0, (box?.x ?? 0) + (box?.width ?? 999) <= 360]).toEqual([0, true, true]);
    await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    await dialog().waitFor({ state: 'detached' });
    expect(await menu.evaluate((element) => element === document.activeElement)).toBe(true);
    await resizeWindow(page, { width: 1280, height: 720 });
  });

  it('finds nothing to save where the search finds nothing', async () => {
    await searchFor('host:nowhere', /^0 of 2,007 lines/);
    await openDialog('No line passes the search.');
    expect(await dialog().getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await search().fill('');
  });
});

describeInChromium('an export of more lines than a browser can collect', (open) => {
  let page: Page;

  beforeAll(async () => {
    ({ page } = await open({ prepare: (folder) => storeLog(join(folder, 'syslog.db'), 500_001) }));
    await page.getByRole('tab', { name: /^Logs/ }).click();
    await page.getByText(/^500,001 lines/).waitFor();
  }, openingMs);

  it('is refused before it begins, with the way that there is, and only where the browser collects it', async () => {
    const dialog = page.getByRole('dialog', { name: 'Export log lines' });
    const save = dialog.getByRole('button', { name: 'Save' });
    const openDialog = async () => {
      await page.getByRole('button', { name: 'How the log is shown', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Export…' }).click();
      await save.waitFor();
    };
    await openDialog();
    expect([await save.isDisabled(), await dialog.getByRole('alert').count()]).toEqual([false, 0]);
    await page.keyboard.press('Escape');
    await page.evaluate(() => Object.assign(window, { showSaveFilePicker: undefined }));
    await openDialog();
    expect([await save.isDisabled(), await dialog.getByRole('alert').textContent()]).toEqual([
      true,
      'There are 500,001 lines, more than the 500,000 that this browser can save at once. Search for fewer, or export them on the ' +
        'command line: bramble syslog export --format text',
    ]);
    await page.keyboard.press('Escape');
  });
});
