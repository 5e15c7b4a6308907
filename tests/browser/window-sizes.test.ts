/** The panels in a window that becomes narrow and wide again. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describeInChromium, openingMs } from './describe-in-chromium.ts';
import { patience } from './running-bramble.ts';

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

  it('has its side panels as wide as they were', async () => {
    const before = await sides();
    expect(before).toEqual([232, 320]);
    await page.setViewportSize({ width: 760, height: 720 });
    await expect.poll(sides, patience).toEqual([760, 760]);
    await page.setViewportSize({ width: 1280, height: 720 });
    await expect.poll(sides, patience).toEqual(before);
  });
});
