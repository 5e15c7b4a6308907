/** The page's time, for what takes a Clock. */
import { type Clock, toDisposable } from '../../app/base/index.ts';

export const pageClock: Clock = {
  now: Date.now,
  schedule(task, delayMs) {
    const timer = setTimeout(task, delayMs);
    return toDisposable(() => clearTimeout(timer));
  },
};
