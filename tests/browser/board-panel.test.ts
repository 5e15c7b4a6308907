/** A person's hands on the drawn board: what is pressed, turned and switched there reaches the program that runs. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { offerBoard } from '../../main/platform/offered-boards.ts';
import { serveBoardOverTcp } from '../../main/simulator/lines/tcp-server.ts';
import { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { describeInChromium, openingMs } from './describe-in-chromium.ts';
import { type OpenBramble, patience } from './running-bramble.ts';

/** Tells what it sees of a button, a knob and the Wi-Fi, whenever that changed. */
const watcher = `from machine import ADC, Pin
import network, time
button = Pin(14, Pin.IN, Pin.PULL_UP)
button.irq(lambda pin: print("button is", pin.value()), Pin.IRQ_FALLING | Pin.IRQ_RISING)
knob = ADC(26)
led = Pin("LED", Pin.OUT)
wifi = network.WLAN(network.STA_IF)
wifi.active(True)
wifi.connect("Bramble", "")
before = None
while True:
    now = (knob.read_u16(), wifi.isconnected())
    if now != before: print("knob %d, wifi %s" % now); before = now
    led.toggle(); time.sleep_ms(50)
`;

/** Lights the upper left 16 x 8 pixels of an SSD1306. */
const painter = `from machine import I2C, Pin
bus = I2C(0, sda=Pin(4), scl=Pin(5))
bus.writeto(0x3c, bytes([0, 0xa8, 63, 0x20, 0, 0x21, 0, 127, 0x22, 0, 7, 0xa1, 0xc8, 0xa4, 0xa6, 0x8d, 0x14, 0xaf]))
bus.writeto(0x3c, bytes([0x40]) + bytes([0xff] * 16))
print("painted")
`;

describeInChromium('the board panel', (open) => {
  let bramble: OpenBramble;
  let page: Page;

  beforeAll(async () => {
    bramble = await open();
    page = bramble.page;
    await page.getByRole('button', { name: /^Board: Simulated Pico W, Ready/ }).waitFor();
  }, openingMs);

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const pin = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}, `) });
  const part = (name: string) => page.getByRole('listitem', { name, exact: true });
  const popover = (name: string) => page.getByRole('dialog', { name, exact: true });

  const shellText = async () => {
    const rows = page.getByRole('tabpanel', { name: 'Shell' }).locator('.xterm-rows');
    return ((await rows.textContent()) ?? '').replaceAll('\u00a0', ' ');
  };
  const shellShows = (text: string | RegExp) => expect.poll(shellText, patience).toMatch(text);

  async function run(program: string): Promise<void> {
    await page.getByRole('textbox', { name: 'Text of main.py' }).focus();
    await page.keyboard.press('ControlOrMeta+A');
    // In one line: the editor indents what is typed by itself.
    await page.keyboard.insertText(`exec(${JSON.stringify(program)})\n`);
    await button('Run').click();
  }

  async function attach(name: string, at: string): Promise<void> {
    await pin(at).click();
    await popover(at)
      .getByRole('button', { name: `Attach ${name}`, exact: true })
      .click();
    await page.keyboard.press('Escape');
    await popover(at).waitFor({ state: 'detached' });
  }

  it('reaches every pin by the arrow keys, and says its name and state', async () => {
    await pin('GP0').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    expect(await focused()).toBe('3V3_EN, low switches the board off');
    await page.keyboard.press('ArrowLeft');
    expect(await focused()).toBe('GP2, not used');
  });

  it('lets who comes by Tab skip the forty pins', async () => {
    await button('Skip the pins').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const next = page.getByRole('switch', { name: 'Wi-Fi in reach' });
    await expect.poll(() => next.evaluate((element) => element === document.activeElement), patience).toBe(true);
    await pin('GP2').focus();
  });

  it('opens a pin by the keyboard, drives it, and gives the focus back', async () => {
    await page.keyboard.press('Enter');
    await popover('GP2').getByRole('button', { name: 'High', exact: true }).click();
    await pin('GP2')
      .and(page.getByLabel(/driven high from outside/))
      .waitFor();
    await popover('GP2').getByRole('button', { name: 'Let go' }).click();
    await page.keyboard.press('Escape');
    await popover('GP2').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-pin'))).toBe('4');
  });

  it('attaches a button that a program hears, by the pointer and by the space key', async () => {
    await attach('Button', 'GP14');
    await attach('Potentiometer', 'GP26');
    await run(watcher);
    await shellShows('wifi True');
    const press = part('Button-1').getByRole('button', { name: 'Press Button-1' });
    await press.hover();
    await page.mouse.down();
    await shellShows(/button is 0\s*$|button is 0(?!.*button is 1)/s);
    await page.mouse.up();
    await shellShows(/button is 0.*button is 1/s);
    await press.focus();
    await page.keyboard.down(' ');
    await shellShows(/button is 1.*button is 0/s);
    await page.keyboard.up(' ');
    await shellShows(/button is 1.*button is 0.*button is 1/s);
  });

  it('keeps the focus where it is while pins and values change', async () => {
    await pin('GP15').focus();
    const led = (state: string) => page.getByRole('img', { name: `LED ${state}` });
    for (const state of ['on', 'off', 'on']) {
      // Not in step with the blinking, as Playwright's own waiting would be.
      await expect.poll(() => led(state).isVisible(), { timeout: 30_000, interval: 37 }).toBe(true);
    }
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-pin'))).toBe('20');
  });

  it('turns a potentiometer, and the program measures it', async () => {
    const knob = part('Potentiometer-2').getByRole('slider', { name: 'Position' });
    await knob.focus();
    await knob.press('End');
    await shellShows('knob 65535,');
    await pin('GP26')
      .and(page.getByLabel(/ADC0, 3\.30 V/))
      .waitFor();
    await knob.press('Home');
    await shellShows('knob 0,');
  });

  it('switches the Wi-Fi off, and the program loses it', async () => {
    const air = page.getByRole('switch', { name: 'Wi-Fi in reach' });
    await air.click();
    await shellShows('wifi False');
    await page.getByText('no network in reach').waitFor();
    expect(await air.getAttribute('aria-checked')).toBe('false');
    await air.click();
    await page.getByRole('switch', { name: 'Wi-Fi in reach', checked: true }).waitFor();
  });

  it('shows what a program paints on a display', async () => {
    await button('Stop').click();
    await page.getByRole('button', { name: /^Board: Simulated Pico W, Ready/ }).waitFor();
    await attach('SSD1306', 'GP4');
    await run(painter);
    const display = part('SSD1306-3').getByRole('img', { name: 'Picture of the SSD1306, 128 of 8192 pixels lit' });
    await display.waitFor();
    const pixel = (x: number, y: number) =>
      display.evaluate(
        (canvas, [at, row]) => [
          ...((canvas as HTMLCanvasElement).getContext('2d')?.getImageData(at ?? 0, row ?? 0, 1, 1).data ?? []),
        ],
        [x, y],
      );
    expect([await pixel(0, 0), await pixel(15, 7), await pixel(16, 0)]).toEqual([
      [214, 238, 255, 255],
      [214, 238, 255, 255],
      [6, 8, 12, 255],
    ]);
  });

  it('joins two pins by a wire and takes it off', async () => {
    await pin('GP0').click();
    await popover('GP0').getByLabel('Wire to').selectOption('GP1');
    await popover('GP0').getByRole('button', { name: 'Join', exact: true }).click();
    await part('Wire GP0 to GP1').waitFor();
    await page.keyboard.press('Escape');
    await part('Wire GP0 to GP1').getByRole('button').click();
    await part('Wire GP0 to GP1').waitFor({ state: 'detached' });
  });

  it('says of a board that another process offers what it cannot show, without an error', async () => {
    const parts = new AsyncDisposableStack();
    const flash = join(bramble.home, 'away');
    const board = await SimulatedBoard.start({ name: 'away', flashFolder: flash });
    parts.defer(() => board.dispose());
    const served = await serveBoardOverTcp(() => board.openLine(), { port: 0 });
    parts.defer(() => served.dispose());
    const offered = await offerBoard(bramble.home, { name: 'away', tcp: served.address, pty: null, flash });
    parts.defer(() => offered.dispose());
    await page.getByRole('button', { name: /^Board: / }).click();
    await page.getByRole('menuitemradio', { name: /"away"/ }).click();
    await page.getByRole('button', { name: /^Board: .*"away".*Ready/ }).waitFor();
    await page.getByText('so its pins are not drawn live here').waitFor();
    await page.getByRole('button', { name: /^Board: / }).click();
    await page.getByRole('menuitemradio', { name: /^Simulated Pico W sim:/ }).click();
    await page.getByText('so its pins are not drawn live here').waitFor({ state: 'detached' });
    expect(await page.getByText('cannot be seen from outside').count()).toBe(0);
    await parts.disposeAsync();
  });

  it('has the parts still after a restart, but for one that was detached', async () => {
    await part('Button-1').getByRole('button', { name: 'Detach Button-1' }).click();
    await part('Button-1').waitFor({ state: 'detached' });
    page = await bramble.restart();
    await part('SSD1306-3').waitFor();
    await part('Potentiometer-2').waitFor();
    expect(await part('Button-1').count()).toBe(0);
  });
});
