/** How long to wait before the next attempt: twice as long each time, up to a minute, and never all at the same moment. */

const firstMs = 500;
const longestMs = 60_000;

/** `failures` so far, 1 or more; `random` from 0 up to 1. */
export function retryDelayMs(failures: number, random: number): number {
  const wholeMs = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 20));
  return Math.round(wholeMs * (0.5 + random / 2));
}
