/** When a board that used to talk counts as silent. Pure: the moment comes in. */
import type { BoardStatus } from './board-tracker.ts';

/** Boards that say something now and then are not missed sooner. */
const leastSilenceMs = 60_000;
/** This many times its usual pause. */
const patience = 5;

/** For how long a board has said nothing although it should have, in ms; null while all is well. */
export function silenceOf({ lastSeenMs, perMinute }: BoardStatus, nowMs: number): number | null {
  const silentMs = nowMs - lastSeenMs;
  const expectedMs = Math.max(leastSilenceMs, (patience * 60_000) / Math.max(perMinute, 1));
  return silentMs > expectedMs ? silentMs : null;
}
