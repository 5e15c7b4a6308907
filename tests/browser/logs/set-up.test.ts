/** "Send this board's logs here", as a person does it: from a log without a line to what a program logs, and back. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describeInChromium, openingMs } from '../describe-in-chromium.ts';
import { logPort, sendToLog } from './datagrams.ts';

const title = 'Send the logs of Simulated Pico W here';

describeInChromium('sending a board’s logs here', (open) => {
  let page: Page;
  let port = 0;

  beforeAll(async () => {
    ({ page } = await open());
    await page.getByRole('button', { name: /^Board: Simulated Pico W, Ready/ }).waitFor();
  }, openingMs);

  const logs = () => page.getByRole('region', { name: 'Logs' });
  const dialog = () => page.getByRole('dialog', { name: title });
  const press = (name: string) => dialog().getByRole('button', { name, exact: true }).click();
  const hasFocus = (name: string) =>
    dialog()
      .getByRole('button', { name, exact: true })
      .evaluate((element) => element === document.activeElement);
  const air = () => page.getByRole('switch', { name: 'Wi-Fi in reach' });

  /** Sends a datagram as a board elsewhere would, to the port that the empty log names. */
  const send = (datagram: string | Uint8Array) => sendToLog(port, datagram);

  it('says what keeps the test line from arriving, and keeps what was typed', async () => {
    await page.getByRole('tab', { name: 'Board' }).click();
    await air().click();
    await page.getByText('no network in reach').waitFor();
    await page.getByRole('tab', { name: /^Logs/ }).click();
    port = await logPort(page);
    await logs().getByRole('button', { name: 'Send this board’s logs here…' }).last().click();
    expect(await dialog().getByLabel('Wi-Fi').inputValue()).toBe('Bramble');
    expect(await dialog().getByLabel('This computer’s address').inputValue()).toBe('127.0.0.1');
    await dialog().getByLabel('The board’s name in the log').fill('two words');
    await dialog().getByText('without spaces').waitFor();
    expect(await dialog().getByRole('button', { name: 'Send its logs here' }).isDisabled()).toBe(true);
    await dialog().getByLabel('The board’s name in the log').fill('kitchen');
    await press('Send its logs here');
    await dialog().getByRole('alert').getByText('The board finds no Wi-Fi “Bramble”.').waitFor();
    expect(await dialog().getByLabel('The board’s name in the log').inputValue()).toBe('kitchen');
    // Enter tries again.
    expect(await hasFocus('Send its logs here')).toBe(true);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Board' }).click();
    await air().click();
    await page.getByRole('switch', { name: 'Wi-Fi in reach', checked: true }).waitFor();
  });

  it('shows the test line as it arrives, and then what programs log', async () => {
    await page.getByRole('button', { name: /^Board: Simulated Pico W/ }).click();
    await page.getByRole('menuitem', { name: 'Send this board’s logs here…' }).click();
    await dialog().getByLabel('The board’s name in the log').fill('kitchen');
    await page.keyboard.press('Enter');
    await dialog().getByRole('status').getByText('The test line of kitchen arrived.').waitFor();
    expect(await hasFocus('Done')).toBe(true);
    await press('Show the line');
    await dialog().waitFor({ state: 'detached' });
    await logs()
      .getByRole('row', { selected: true })
      .getByText(/Logs of this board arrive here: test/)
      .waitFor();
    await page.getByRole('textbox', { name: 'Text of main.py' }).focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText('import bramble_log; bramble_log.warning("tea is ready")\n');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await logs().getByRole('row').getByText('tea is ready').waitFor();
    // Run restarts the board's Python: its report says who ordered it, and it is no news.
    await logs()
      .getByRole('row', { name: / kitchen \S+ started by Run ?Started/ })
      .waitFor();
    expect(await page.getByText('kitchen started anew.').count()).toBe(0);
  });

  it('shows what the board prints beside what it sends, with links to the program', async () => {
    await page.getByRole('button', { name: /^Board: Simulated Pico W, Ready/ }).waitFor();
    await page.getByRole('textbox', { name: 'Text of main.py' }).focus();
    await page.keyboard.press('ControlOrMeta+A');
    const lines = [
      'import bramble_log',
      'print("the kettle sings")',
      'bramble_log.info("and is logged")',
      'with bramble_log.guard: raise OSError(5)',
    ];
    await page.keyboard.insertText(lines.join('\n'));
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const printed = logs().getByRole('row', { name: /kitchen main\.py serial ?the kettle sings/ });
    await printed.waitFor();
    await logs()
      .getByRole('row', { name: /kitchen main and is logged/ })
      .waitFor();
    const raised = logs().getByRole('row', { name: /^Error .* kitchen main\.py serial ?Traceback .*OSError/ });
    // What the board sent of it leads to the program as well.
    const sent = logs().getByRole('row', { name: /^Critical .* kitchen main Traceback .*OSError/ });
    await sent.getByRole('button', { name: 'File "<stdin>", line 4' }).waitFor();
    await raised.click();
    await page
      .getByRole('complementary', { name: 'Log line' })
      .getByRole('button', { name: 'File "<stdin>", line 4' })
      .click();
    await page.getByText('Ln 4 Col').waitFor();
    await page.getByRole('tab', { name: /^Logs/ }).click();
    await logs().getByRole('combobox', { name: 'Search the log' }).fill('host:kitchen -via:serial');
    await printed.waitFor({ state: 'detached' });
    await logs().getByRole('combobox', { name: 'Search the log' }).fill('via:serial');
    await printed.click();
    await logs().getByText('what sim: printed').waitFor();
    await page.keyboard.press('Escape');
    await logs().getByRole('combobox', { name: 'Search the log' }).fill('');
    await page.getByRole('button', { name: 'How the log is shown' }).click();
    await page.getByRole('menuitemradio', { name: 'Of boards that log here', checked: true }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('says by itself that a board lost lines, started anew and crashed', async () => {
    await send('<14>1 - shed main - - [meta sequenceId="1" sysUpTime="9000"] ready');
    await logs()
      .getByRole('row', { name: / shed main ready/ })
      .waitFor();
    await page.getByRole('button', { name: 'What the lines have in common' }).click();
    const shed = page.getByRole('region', { name: 'Boards' }).getByRole('button', { name: /^shed / });
    await shed.getByText(/^heard \d/).waitFor();
    await send('<14>1 - shed main - - [meta sequenceId="5" sysUpTime="9100"] lost some');
    await page.getByText('3 lines of shed got lost on the way here.').waitFor();
    await logs()
      .getByRole('row', { name: /3 lost before ?lost some/ })
      .waitFor();
    await send('<13>1 - shed main - BOOT [meta sequenceId="1" sysUpTime="0"] Started');
    await page.getByText('shed started anew.').waitFor();
    await logs()
      .getByRole('row', { name: / shed main started anew ?Started/ })
      .waitFor();
    await send(
      '<10>1 - shed main - CRASH [meta sequenceId="2" sysUpTime="9"] Traceback (most recent call last):\n  File "main.py", line 1\nOSError: 5',
    );
    await page.getByText('shed crashed. Its traceback is in the log.').waitFor();
    await shed.getByText(/1 boot · 3 lost · 1 crash/).waitFor();
    await page.getByRole('button', { name: 'What the lines have in common' }).click();
  });

  it('shows of a line its structured data, and the bytes of one that did not parse', async () => {
    const details = page.getByRole('complementary', { name: 'Log line' });
    await logs()
      .getByRole('row', { name: / shed main .*lost some/ })
      .click();
    await details.getByText('sequenceId').waitFor();
    await details.getByText('9100').waitFor();
    await send(
      Buffer.concat([Buffer.from('<14>1 2026-11-25T12:00:00Z shed main - - [ba '), Buffer.of(0xff, 0x00, 0x1b)]),
    );
    await logs()
      .getByRole('row', { name: /malformed/ })
      .click();
    await details.getByText('Bytes as they came').waitFor();
    await details.getByText(/ ff 00 1b /).waitFor();
    await details.getByRole('button', { name: 'Close', exact: true }).click();
  });

  it('takes everything off the board again', async () => {
    await page.getByRole('button', { name: /^Board: Simulated Pico W, Ready/ }).waitFor();
    await page.keyboard.press('ControlOrMeta+Shift+P');
    await page.keyboard.type('logs here');
    await page.keyboard.press('Enter');
    await press('Stop sending');
    await page.getByText('The board sends its logs no more from its next start on.').waitFor();
    await dialog().waitFor({ state: 'detached' });
  });
});
