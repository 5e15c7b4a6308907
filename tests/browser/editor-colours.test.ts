/** The colours of the code, in every frame that is painted. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { palettes } from '../../renderer/design/palette.ts';
import { describeInChromium, openingMs } from './describe-in-chromium.ts';
import { patience } from './running-bramble.ts';

describeInChromium('the code in the editor', (open) => {
  let page: Page;

  beforeAll(async () => {
    ({ page } = await open());
    await page.addInitScript(noteColours);
  }, openingMs);

  const painted = () => page.evaluate(() => (globalThis as Noting).painted);
  const whenPainted = (colours: string) =>
    expect.poll(async () => (await painted())?.at(-1), patience).toEqual(colours);

  it('is never painted without its colours: not at first, and not as the theme changes', async () => {
    const [light, dark] = (['light', 'dark'] as const).map(coloursOf);
    await page.reload();
    await whenPainted(light ?? '');
    await page.emulateMedia({ colorScheme: 'dark' });
    await whenPainted(dark ?? '');
    await page.emulateMedia({ colorScheme: 'light' });
    await whenPainted(light ?? '');
    expect(await painted()).toEqual([light, dark, light]);
  });
});

/** Of the first project's program, as the page tells them. */
function coloursOf(name: 'light' | 'dark'): string {
  const { text, muted, codeKeyword, codeString, codeNumber } = palettes[name];
  return [text, muted, codeKeyword, codeString, codeNumber].map(rgb).sort().join(' ');
}

function rgb(hex: string): string {
  const parts = [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));
  return `rgb(${parts.join(', ')})`;
}

interface Noting {
  painted?: string[];
}

/** Runs in the page before its own code: notes which colours the code has each time that they are others. */
function noteColours(): void {
  const painted: string[] = [];
  (globalThis as Noting).painted = painted;
  const { port1, port2 } = new MessageChannel();
  // A frame is painted when what asked to be called in it is done: a message of then comes right after it.
  const onFrame = () => {
    port2.postMessage(null);
    requestAnimationFrame(onFrame);
  };
  port1.onmessage = () => {
    const words = [...document.querySelectorAll('.view-line span > span')];
    const colours = [...new Set(words.map((word) => getComputedStyle(word).color))].sort().join(' ');
    if (colours !== '' && colours !== painted.at(-1)) painted.push(colours);
  };
  requestAnimationFrame(onFrame);
}
