/** The computer's clock and timers, as app's Clock. */
import { type Clock, toDisposable } from '../../app/base/index.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(task, delayMs) {
    const timer = setTimeout(task, delayMs);
    return toDisposable(() => clearTimeout(timer));
  },
};
