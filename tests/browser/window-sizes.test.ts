/** The panels in a window that becomes narrow and wide again. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describeInChromium, openingMs } from './describe-in-chromium.ts';
import { patience, resizeWindow } from './running-bramble.ts';

describeInChromium('a window that becomes narrow and wide again', (open) => {
  let page: Page;

  beforeAll(async () => {
    ({ page } = await open());
    await page.getByRole('tab', { name: 'Files' }).waitFor();
  }, openingMs);

  /** Their widths. */
  const sides = async () => {
    const widths = ['Files', 'Board'].map(async (name) => {
      const group = page.getByRole('group').filter({ has: page.getByRole('tab', { name, exact: true }) });
      return Math.round((await group.last().boundingBox())?.width ?? 0);
    });
    return Promise.all(widths);
  };

  it('has all of its top bar in reach, and nothing of it over another part', async () => {
    for (const width of [360, 480, 640, 860, 1280]) {
      await resizeWindow(page, { width, height: 720 });
      const buttons = await page.locator('.top-bar button').all();
      const boxes = await Promise.all(buttons.map((button) => button.boundingBox()));
      const ends = boxes.map(
        (box) => [Math.round(box?.x ?? -1), Math.round((box?.x ?? 0) + (box?.width ?? 0))] as const,
      );
      expect(ends.length).toBe(5);
      for (const [index, [left, right]] of ends.entries()) {
        expect(right - left).toBeGreaterThanOrEqual(24);
        expect(left).toBeGreaterThanOrEqual(ends[index - 1]?.[1] ?? 0);
        expect(right).toBeLessThanOrEqual(width);
      }
      const within = await page.locator('.board-picker').evaluate((picker) => picker.scrollWidth <= picker.clientWidth);
      expect(within).toBe(true);
    }
  });

  it('has its side panels as wide as they were', async () => {
    const before = await sides();
    expect(before).toEqual([232, 320]);
    const below = async () => (await page.locator('.shell').boundingBox())?.height;
    const height = await below();
    for (const size of [
      { width: 1900, height: 1000 },
      { width: 900, height: 640 },
      { width: 1280, height: 720 },
    ]) {
      await resizeWindow(page, size);
      await expect.poll(async () => [...(await sides()), await below()], patience).toEqual([...before, height]);
    }
    await resizeWindow(page, { width: 760, height: 720 });
    await expect.poll(sides, patience).toEqual([760, 760]);
    await resizeWindow(page, { width: 1280, height: 720 });
    await expect.poll(sides, patience).toEqual(before);
  });
});
