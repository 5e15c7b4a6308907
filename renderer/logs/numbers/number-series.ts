/** What is drawn of the numbers in log lines: which there are, a line of points for each board, and where a point stands. */
import { hostOf, numbersIn, type SyslogRow } from '../../../app/syslog/index.ts';

export interface NumberPoint {
  rowId: number;
  atMs: number;
  value: number;
}

export interface NumberSeries {
  board: string;
  points: NumberPoint[];
}

/** What the axes reach from and to. */
export interface NumberScale {
  fromMs: number;
  toMs: number;
  low: number;
  high: number;
}

/** As many as are told apart by their colours. */
export const mostSeries = 5;
/** Of the newest rows: more points than these are not seen apart. */
const mostRows = 5000;

/** It remembers what it read of rows: those that stay cost nothing. */
export class RowNumbers {
  readonly #known = new WeakMap<SyslogRow, [name: string, value: number][]>();

  /** The names that the newest rows have, the most frequent first. */
  names(rows: readonly SyslogRow[]): string[] {
    const counts = new Map<string, number>();
    for (const row of rows.slice(-mostRows)) {
      for (const [name] of this.#of(row)) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
  }

  /** The values of a name in the newest rows, for the boards that have most of them. */
  series(rows: readonly SyslogRow[], name: string): NumberSeries[] {
    const series = new Map<string, NumberSeries>();
    for (const row of rows.slice(-mostRows)) {
      const found = this.#of(row).find(([each]) => each === name);
      if (found === undefined) continue;
      const board = hostOf(row);
      const ofBoard = series.get(board) ?? { board, points: [] };
      series.set(board, ofBoard);
      ofBoard.points.push({ rowId: row.id, atMs: row.receivedAtMs, value: found[1] });
    }
    const most = [...series.values()].sort((a, b) => b.points.length - a.points.length).slice(0, mostSeries);
    // A board keeps its colour while others come and go.
    return most.sort((a, b) => (a.board < b.board ? -1 : 1));
  }

  #of(row: SyslogRow): [name: string, value: number][] {
    const known = this.#known.get(row) ?? numbersIn(row.text);
    this.#known.set(row, known);
    return known;
  }
}

/** Null where there is nothing to draw. */
export function scaleOf(series: readonly NumberSeries[]): NumberScale | null {
  const points = series.flatMap((each) => each.points);
  if (points.length === 0) return null;
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { atMs, value } of points) {
    [fromMs, toMs] = [Math.min(fromMs, atMs), Math.max(toMs, atMs)];
    [low, high] = [Math.min(low, value), Math.max(high, value)];
  }
  return { fromMs, toMs, low, high };
}

/** Where a point stands: 0 to 1 from the left and from the top. One value alone stands in the middle. */
export function placeOf(
  { fromMs, toMs, low, high }: NumberScale,
  { atMs, value }: NumberPoint,
): { x: number; y: number } {
  return {
    x: toMs > fromMs ? (atMs - fromMs) / (toMs - fromMs) : 0.5,
    y: high > low ? 1 - (value - low) / (high - low) : 0.5,
  };
}

/** The point that is nearest to a place, whose box is so many pixels wide and high. */
export function nearestPoint(
  series: readonly NumberSeries[],
  scale: NumberScale,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): (NumberPoint & { board: string }) | null {
  let nearest: (NumberPoint & { board: string }) | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const { board, points } of series) {
    for (const point of points) {
      const place = placeOf(scale, point);
      const distance = Math.hypot((place.x - x) * width, (place.y - y) * height);
      if (distance >= least) continue;
      least = distance;
      nearest = { board, ...point };
    }
  }
  return nearest;
}
