/** Everything that is known of a line and of its board, as a person looks at it. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { LogWriter } from '../../../main/syslog/store/log-writer.ts';
import { batchOf } from '../../../main/syslog/testing/batches.ts';
import { describeInChromium, openingMs } from '../describe-in-chromium.ts';
import { keepPicture } from '../running-bramble.ts';

const minuteMs = 60_000;

/** What a board has sent in the last minutes: a boot, a gap, a line with all that RFC 5424 has, a crash, and bytes that are no message. */
function storeLines(storeFile: string): void {
  const writer = new LogWriter(storeFile);
  const nowMs = Date.now();
  const meta = (sequence: number, id: string) => `<165>1 - kitchen main 7 ${id} [meta sequenceId="${sequence}"`;
  const lines = [
    `${meta(1, 'BOOT')}] Started, reset cause 1`,
    `${meta(2, 'ID47')} sysUpTime="1234"][tea@32473 kind="\\"green\\"" <b>="hot" kind="black"] the tea is ready`,
    `${meta(6, 'CRASH')}] Traceback (most recent call last):\n  File "main.py", line 3\nOSError: 5`,
    Uint8Array.from([...Buffer.from('<999>'), 0, 0xff, 0x1b, 0x41]),
  ];
  const sent = lines.map((datagram, index) => ({ datagram, receivedAtMs: nowMs - (5 - index) * minuteMs }));
  writer.write(batchOf(sent), 0);
  writer.keepBoards();
  writer.dispose();
}

describeInChromium('a log line’s details', (open) => {
  let page: Page;

  beforeAll(async () => {
    ({ page } = await open({ prepare: (home) => storeLines(join(home, 'syslog.db')) }));
    await page.getByRole('tab', { name: /^Logs/ }).click();
  }, openingMs);

  const row = (name: RegExp) => page.getByRole('row', { name }).first();
  const details = () => page.getByRole('complementary', { name: 'Log line' });
  const facts = async () => (await details().locator('dl').allInnerTexts()).join('\n').split(/\s*\n\s*/);

  it('are its fields and its structured data, a name that repeats and hostile names included', async () => {
    await page.keyboard.press('ControlOrMeta+Alt+M');
    await row(/the tea is ready/).click();
    await details().getByText('Log line 2').waitFor();
    expect(await facts()).toEqual([
      ...['Severity', 'Notice', 'Facility', 'local4 (20)', 'Received', expect.stringMatching(/^\d{4}-\d\d-\d\d /)],
      ...['From', '192.168.1.7', 'Host', 'kitchen', 'App', 'main', 'Process', '7', 'Message ID', 'ID47'],
      ...['Format', 'RFC 5424', 'sequenceId', '2', 'sysUpTime', '1234'],
      ...['kind', '"green"', '<b>', 'hot', 'kind', 'black'],
    ]);
    expect(await details().getByRole('heading', { level: 3 }).allInnerTexts()).toEqual(['meta', 'tea@32473']);
    await keepPicture(page, 'log-details-structured');
  });

  it('are its bytes where it is no message', async () => {
    await row(/<999>/).click();
    await details().getByRole('heading', { name: 'Bytes as they came' }).waitFor();
    expect(await details().locator('pre').textContent()).toMatch(/3c 39 39 39 3e 00 ff 1b .*\n0008 {2}41/);
    await keepPicture(page, 'log-details-bytes');
  });

  it('are, of its board, when it was heard, its rate, boots, gaps and crashes', async () => {
    await page.getByRole('button', { name: 'What the lines have in common' }).click();
    const board = page.getByRole('region', { name: 'Boards' }).getByRole('button', { name: /^kitchen / });
    expect(await board.textContent()).toMatch(
      /^kitchen(silent since|heard) [\d:. -]+( · \d+\/min)? · 1 boot · 3 lost · 1 crash$/,
    );
    await board.click();
    expect(await page.getByRole('combobox', { name: 'Search the log' }).inputValue()).toBe(
      '(host:kitchen OR host:192.168.1.7)',
    );
    await row(/<999>/).waitFor();
    const sinceStart = page.getByRole('button', { name: 'Only since its last start' });
    await sinceStart.click();
    expect(await page.getByRole('combobox', { name: 'Search the log' }).inputValue()).toMatch(
      /^\(host:kitchen OR host:192\.168\.1\.7\) after:[\dT:.-]+$/,
    );
    await row(/Started, reset cause 1/).waitFor();
    await keepPicture(page, 'log-details-since-start');
    await sinceStart.click();
    await board.click();
    expect(await board.getAttribute('title')).toMatch(
      /^From 192\.168\.1\.7\nLast heard .*\nFirst heard .*\nLast start .*\nLast crash .*$/,
    );
    await row(/started anew/).waitFor();
    await row(/3 lost before/).waitFor();
    await keepPicture(page, 'log-details-boards');
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepPicture(page, 'log-details-boards-dark');
  });
});
