/** Alerts on the desktop: the browser's own notifications, made by the page's own code, and noted down on the way. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describeInChromium, openingMs } from '../describe-in-chromium.ts';
import { patience } from '../running-bramble.ts';
import { logPort, sendToLog } from './datagrams.ts';

describeInChromium('alerts on the desktop', (open) => {
  let page: Page;
  let port: number;

  beforeAll(async () => {
    ({ page } = await open());
    await page.addInitScript(noteNotifications);
    await page.reload();
    await page.getByRole('tab', { name: /^Logs/ }).click();
    port = await logPort(page);
    for (const query of ['first', 'second', 'third']) await addAlert(query);
  }, openingMs);

  const dialog = () => page.getByRole('dialog', { name: 'Alerts' });
  const openAlerts = () => page.getByRole('button', { name: 'Alerts…' }).click();
  const press = (name: string) => dialog().getByRole('button', { name, exact: true }).click();
  const told = (sentence: string) =>
    page.getByRole('region', { name: 'Messages' }).getByRole('alert').getByText(sentence).waitFor();
  const noted = () =>
    page.evaluate(() => (globalThis as Noting).noted?.map(({ title, body }: Notification) => ({ title, body })));

  async function addAlert(query: string): Promise<void> {
    await openAlerts();
    await dialog().getByRole('textbox', { name: 'Lines', exact: true }).fill(query);
    await press('Add the alert');
    await dialog()
      .getByRole('checkbox', { name: `Watch ${query}` })
      .waitFor();
    await press('Close');
  }

  /** Another tab in front. Playwright tells every page that it has the focus, unless told not to. */
  async function lookElsewhere(): Promise<void> {
    const devTools = await page.context().newCDPSession(page);
    await devTools.send('Emulation.setFocusEmulationEnabled', { enabled: false });
    const other = await page.context().newPage();
    await other.bringToFront();
    expect(await page.evaluate(() => document.hasFocus())).toBe(false);
  }

  it('are none while the user looks at the page', async () => {
    await page.context().grantPermissions(['notifications']);
    await openAlerts();
    await dialog().getByText('Shown on the desktop as well').waitFor();
    await press('Close');
    await sendToLog(port, '<11>1 - kitchen app - - - first');
    await told('A line of “first”. kitchen: first');
    expect(await noted()).toEqual([]);
  });

  it('are none where the user has not allowed them; the browser asks them when they want it', async () => {
    await page.context().clearPermissions();
    expect(await page.evaluate(() => Notification.permission)).toBe('default');
    await openAlerts();
    // Without a window Chromium has nobody to ask, and answers no.
    await press('Show on the desktop as well');
    await dialog().getByText('Not shown on the desktop').waitFor();
    await press('Close');
    await lookElsewhere();
    await sendToLog(port, '<11>1 - kitchen app - - - second');
    await told('A line of “second”. kitchen: second');
    expect(await noted()).toEqual([]);
  });

  it('say what was met with nothing hidden, and lead to the line', async () => {
    await page.context().grantPermissions(['notifications']);
    await sendToLog(port, '<11>1 - kitchen app - - - third <img src=x> \u202egnp.exe\u001b]0;mine\u0007\r\nfourth');
    const body = 'A line of “third”. kitchen: third <img src=x> ⟨U+202E⟩gnp.exe⟨ESC⟩]0;mine⟨BEL⟩⟨CR⟩⟨LF⟩fourth';
    await expect.poll(noted, patience).toEqual([{ title: 'Bramble', body }]);
    await page.evaluate(() => (globalThis as Noting).noted?.[0]?.dispatchEvent(new Event('click')));
    const line = page.getByRole('region', { name: 'Logs' }).locator('.log-row[aria-selected="true"]');
    await line.getByText('third <img src=x>').waitFor();
  });
});

interface Noting {
  noted?: Notification[];
}

/** Runs in the page before its own code. */
function noteNotifications(): void {
  const noted: Notification[] = [];
  (globalThis as Noting).noted = noted;
  globalThis.Notification = class extends Notification {
    constructor(title: string, options?: NotificationOptions) {
      super(title, options);
      noted.push(this);
    }
  };
}
