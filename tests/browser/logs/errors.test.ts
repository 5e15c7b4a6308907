/** What went wrong, a row for each kind of error, and the way from there to the lines and to the program. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { LogWriter } from '../../../main/syslog/store/log-writer.ts';
import { batchOf, type SentDatagram } from '../../../main/syslog/testing/batches.ts';
import { describeInChromium, openingMs } from '../describe-in-chromium.ts';
import { keepPicture, patience } from '../running-bramble.ts';

const hourMs = 60 * 60 * 1000;

const traceback = (line: number) =>
  `Traceback (most recent call last):\n  File "main.py", line 1, in <module>\n  File "main.py", line ${line}, in connect\nOSError: [Errno 116] ETIMEDOUT`;

/** Two days of two boards: tracebacks, whole and a line a message, what a sensor says again and again, and what is hostile. */
function storeErrors(storeFile: string): void {
  const nowMs = Date.now();
  const at = (hoursAgo: number, datagram: string): SentDatagram => ({
    datagram,
    receivedAtMs: Math.round(nowMs - hoursAgo * hourMs),
  });
  const ofSensor = Array.from({ length: 40 }, (_, index) =>
    at(40 - index, `<11>1 - shed sensors - - - Sensor ${index % 5} timed out after ${3000 + index} ms`),
  );
  const hostile = '<b onclick="alert(1)">\u202egpj.exe\u001b[31m\u200b'.padEnd(400, ' <img src=x>');
  const writer = new LogWriter(storeFile);
  writer.write(
    batchOf([
      at(49, '<13>1 - shed main - BOOT [meta sequenceId="1"] started'),
      at(48, `<11>1 - shed main - - - ${traceback(2)}`),
      ...ofSensor,
      at(0.9, `<11>1 - attic main - - - ${traceback(3)}`),
      at(0.8, '<14>1 - shed main - - - all is well'),
      at(0.7, '<13>1 - shed main - BOOT [meta sequenceId="1"] started'),
      ...'Traceback (most recent call last):\n  File "main.py", line 2, in loop\nMemoryError: memory allocation failed'
        .split('\n')
        .map((line) => at(0.6, `<11>1 - shed main - - - ${line}`)),
      at(0.5, `<10>1 - attic ${'long-name-'.repeat(4)} - - - ${hostile}`),
      at(0.4, `<11>1 - shed main - - - ${traceback(2)}`),
      // It prints that one too, and is connected here.
      { ...at(0.3999, `<11>1 - shed main.py - - - ${traceback(2)}`), address: 'serial/sim:' },
    ]),
    0,
  );
  while (writer.indexWords(1000) > 0);
  writer.keepBoards();
  writer.dispose();
}

describeInChromium('errors by kind', (open) => {
  let page: Page;

  beforeAll(async () => {
    ({ page } = await open({ prepare: (home) => storeErrors(join(home, 'syslog.db')) }));
    await page.getByRole('tab', { name: /^Logs/ }).click();
  }, openingMs);

  const search = () => page.getByRole('combobox', { name: 'Search the log' });
  const kind = (name: RegExp) => page.getByRole('table', { name: 'Errors by kind' }).getByRole('row', { name });
  const titles = () => page.locator('.log-errors-title').allTextContents();
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const dark = async (picture: string) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepPicture(page, picture);
    await page.emulateMedia({ colorScheme: 'light' });
  };

  it('are listed as seen last, each once, as text only', async () => {
    await press('Errors by kind');
    await kind(/^E ?OSError: \[Errno 116\] ETIMEDOUT ?main\.py:2 in connect ?3 ?shed, attic/).waitFor();
    const [, hostile, ...others] = await titles();
    expect(hostile).toMatch(/^<b onclick="…">U\+202Egpj\.exeESC\[#mU\+200B/);
    expect(others).toEqual(['MemoryError: memory allocation failed', 'Sensor # timed out after # ms']);
    await kind(/^E ?MemoryError: memory allocation failed ?new ?main\.py:2 in loop ?1 ?shed/).waitFor();
    expect(await page.locator('.log-errors img').count()).toBe(0);
    await keepPicture(page, 'log-errors');
    await dark('log-errors-dark');
    await press('Count');
    expect((await titles())[0]).toBe('Sensor # timed out after # ms');
  });

  it('stand in the order that was chosen, also after the lines were looked at, and in a page that is opened again', async () => {
    const mostFrequentFirst = ['Sensor # timed out after # ms', 'OSError: [Errno 116] ETIMEDOUT'];
    const order = () => page.getByRole('columnheader', { name: 'Count' }).getAttribute('aria-sort');
    await press('Errors by kind');
    await page.getByRole('row', { name: /all is well/ }).waitFor();
    await press('Errors by kind');
    expect((await titles()).slice(0, 2)).toEqual(mostFrequentFirst);
    expect(await order()).toBe('descending');
    await page.reload();
    await page.getByRole('tab', { name: /^Logs/ }).click();
    await press('Errors by kind');
    await kind(/Sensor/).waitFor();
    expect((await titles()).slice(0, 2)).toEqual(mostFrequentFirst);
    await press('Last seen');
    expect((await titles())[0]).toBe('OSError: [Errno 116] ETIMEDOUT');
  });

  it('lead to their lines, the newest of them chosen, and back to all', async () => {
    await kind(/Sensor/).click();
    await page.getByRole('row', { name: /Sensor 4 timed out after 3039 ms/, selected: true }).waitFor();
    expect(await search().inputValue()).toMatch(/^severity>=error app:sensors \/\^Sensor .*\/$/);
    await page.getByText('40 of 51 lines').waitFor();
    await keepPicture(page, 'log-errors-lines');
    await press('Errors by kind');
    await kind(/Sensor/)
      .getByRole('button', { pressed: true })
      .press('Enter');
    await kind(/Sensor/)
      .getByRole('button', { pressed: false })
      .waitFor();
    expect(await titles()).toHaveLength(4);
    expect(await search().inputValue()).toBe('');
  });

  it('stand there beside the chosen one, and one takes the place of another', async () => {
    await kind(/Sensor/).click();
    await page.getByText('40 of 51 lines').waitFor();
    await press('Errors by kind');
    expect(await titles()).toHaveLength(4);
    await keepPicture(page, 'log-errors-chosen');
    await kind(/MemoryError/).click();
    await page.getByRole('row', { name: /MemoryError/, selected: true }).waitFor();
    expect(await search().inputValue()).toBe('/^ ?MemoryError(?![\\w.])/');
    await search().fill('');
    await press('Errors by kind');
    await expect.poll(titles, patience).toHaveLength(4);
  });

  it('lead to the program', async () => {
    await kind(/OSError/)
      .getByRole('button', { name: 'main.py:2 in connect' })
      .click();
    await page.getByText('Ln 2 Col').waitFor();
    await page.getByRole('tab', { name: /^Logs/ }).click();
  });

  it('are those of what is searched for, and told to be none where there are none', async () => {
    await search().fill('host:attic');
    await expect.poll(titles, patience).toHaveLength(2);
    await kind(/OSError/).waitFor();
    await search().fill('host:cellar');
    await page.getByText('No error passes the filter').waitFor();
    await keepPicture(page, 'log-errors-none');
    await dark('log-errors-none-dark');
    await search().fill('');
    await search().blur();
    await page.keyboard.press('ControlOrMeta+Alt+M');
    await expect.poll(titles, patience).toHaveLength(4);
    await keepPicture(page, 'log-errors-whole');
  });
});
