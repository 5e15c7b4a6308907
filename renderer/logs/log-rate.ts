/** How many log lines a minute arrive, from the newest row's id at moments of time. */

export interface RateSample {
  atMs: number;
  lastId: number;
}

const windowMs = 60_000;

/** Adds a sample and forgets those that no minute needs any more; the last one before the window stays as its start. */
export function addSample(samples: readonly RateSample[], sample: RateSample): RateSample[] {
  const startMs = sample.atMs - windowMs;
  const firstInside = samples.findIndex(({ atMs }) => atMs > startMs);
  const kept = firstInside === -1 ? samples.slice(-1) : samples.slice(Math.max(0, firstInside - 1));
  return [...kept, sample];
}

/** Lines that arrived in the minute before `nowMs`. */
export function linesPerMinute(samples: readonly RateSample[], nowMs: number): number {
  const newest = samples.at(-1);
  if (newest === undefined) return 0;
  const before = samples.findLast(({ atMs }) => atMs <= nowMs - windowMs) ?? samples[0] ?? newest;
  return Math.max(0, newest.lastId - before.lastId);
}

/** `60,062/min`. */
export function rateInWords(linesPerMinute: number): string {
  return `${linesPerMinute.toLocaleString('en')}/min`;
}
