/** A span of time cut into hours and minutes that are whole, for which there are counts, and the edges, for which there are not. */
import { minuteMs } from '../store/rollups.ts';

/** From `fromMs` up to and without `toMs`, in ms since the Unix epoch. */
export interface TimeWindow {
  fromMs: number;
  toMs: number;
}

export interface WindowParts {
  hours: TimeWindow[];
  minutes: TimeWindow[];
  /** Shorter than a minute each. */
  edges: TimeWindow[];
}

const hourMs = 60 * minuteMs;

/** Hours only where `withHours`. Every part is in one list, once. */
export function windowParts(window: TimeWindow, withHours: boolean): WindowParts {
  const minutes = wholeUnits(window, minuteMs);
  if (minutes === null) return { hours: [], minutes: [], edges: [window] };
  const edges = around(window, minutes);
  const hours = withHours ? wholeUnits(minutes, hourMs) : null;
  if (hours === null) return { hours: [], minutes: [minutes], edges };
  return { hours: [hours], minutes: around(minutes, hours), edges };
}

function wholeUnits({ fromMs, toMs }: TimeWindow, unitMs: number): TimeWindow | null {
  const whole = { fromMs: Math.ceil(fromMs / unitMs) * unitMs, toMs: Math.floor(toMs / unitMs) * unitMs };
  return whole.fromMs < whole.toMs ? whole : null;
}

function around(outer: TimeWindow, inner: TimeWindow): TimeWindow[] {
  const parts = [
    { fromMs: outer.fromMs, toMs: inner.fromMs },
    { fromMs: inner.toMs, toMs: outer.toMs },
  ];
  return parts.filter(({ fromMs, toMs }) => fromMs < toMs);
}

export function intersection(one: TimeWindow, other: TimeWindow): TimeWindow {
  return { fromMs: Math.max(one.fromMs, other.fromMs), toMs: Math.min(one.toMs, other.toMs) };
}
