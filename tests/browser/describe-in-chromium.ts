/** Tests that share one Bramble in one Chromium. */
import { afterAll, expect } from 'vitest';
import { describeWith } from '../third-party.ts';
import { type OpenBramble, type OpenOptions, openInChromium } from './running-bramble.ts';

/** For the hook that opens: the build may be stale, and a store be filled first. */
export const openingMs = 300_000;

/**
 * A `describe`, skipped by name where there is no Chromium. The body calls `open` once, in a `beforeAll` of `openingMs`; after all tests
 * everything is closed, and it is a failure if the page complained of anything or Bramble did not end well.
 */
export function describeInChromium(
  title: string,
  body: (open: (options?: OpenOptions) => Promise<OpenBramble>) => void,
): void {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  describeWith(names, '"apt-get install chromium"', `${title}, in Chromium`, (path) => {
    let opened: OpenBramble | undefined;
    afterAll(async () => {
      await opened?.close();
      expect(opened?.complaints ?? []).toEqual([]);
    });
    body(async (options) => {
      opened = await openInChromium(path, options);
      return opened;
    });
  });
}
