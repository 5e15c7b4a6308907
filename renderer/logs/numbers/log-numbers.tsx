/** A number that the lines name, such as `temp=21.5`, over time and for each board. A point leads to its line. */
import { type KeyboardEvent, type PointerEvent, useDeferredValue, useMemo, useState } from 'react';
import type { SyslogRow } from '../../../app/syslog/index.ts';
import { shortTime } from '../log-time.ts';
import { visibleText } from '../text/visible-text.ts';
import { type NumberPoint, type NumberSeries, nearestPoint, placeOf, RowNumbers, scaleOf } from './number-series.ts';
import './log-numbers.css';

export interface LogNumbersProps {
  rows: readonly SyslogRow[];
  /** The name that is chosen; the most frequent one where no row has it. */
  name: string;
  onName: (name: string) => void;
  onReveal: (rowId: number) => void;
}

type Pointed = NumberPoint & { board: string };

export function LogNumbers({ rows, name, onName, onReveal }: LogNumbersProps) {
  // Drawn when there is time for it: the lines come first.
  const later = useDeferredValue(rows);
  const [numbers] = useState(() => new RowNumbers());
  const names = useMemo(() => numbers.names(later), [numbers, later]);
  const shown = names.includes(name) ? name : (names[0] ?? '');
  const series = useMemo(() => numbers.series(later, shown), [numbers, later, shown]);
  const [pointedId, setPointedId] = useState<number | null>(null);
  const scale = scaleOf(series);
  if (scale === null) {
    return <p className="log-numbers log-numbers-none">No line in view names a number, such as temp=21.5.</p>;
  }
  const pointed = pointOf(series, pointedId);
  const onPointerMove = (event: PointerEvent) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const place = { x: (event.clientX - left) / width, y: (event.clientY - top) / height, width, height };
    setPointedId(nearestPoint(series, scale, place)?.rowId ?? null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined) setPointedId(neighbour(series, pointedId, step));
    else if (event.key === 'Enter' && pointed !== null) onReveal(pointed.rowId);
    else if (event.key === 'Escape') setPointedId(null);
    else return;
    event.preventDefault();
  };
  return (
    <div className="log-numbers">
      <div className="log-numbers-side">
        <select className="input" aria-label="Number" value={shown} onChange={({ target }) => onName(target.value)}>
          {names.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
        <ul aria-label="Boards">
          {series.map(({ board }, index) => (
            <li key={board} className={`log-series-${index}`}>
              {visibleText(board)}
            </li>
          ))}
        </ul>
      </div>
      <div className="log-numbers-axis" aria-hidden="true">
        <span>{inWords(scale.high)}</span>
        <span>{scale.low === scale.high ? '' : inWords(scale.low)}</span>
      </div>
      <div className="log-numbers-plot">
        {/* biome-ignore lint/a11y/useSemanticElements: no element of HTML is a chart whose points lead somewhere. */}
        <div
          className="log-numbers-chart"
          role="group"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys go from point to point.
          tabIndex={0}
          aria-label={chartInWords(shown, series, pointed)}
          onKeyDown={onKeyDown}
          onPointerMove={onPointerMove}
          onPointerLeave={() => setPointedId(null)}
          onClick={() => pointed !== null && onReveal(pointed.rowId)}
        >
          <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
            {series.map(({ board, points }, index) => (
              <path
                key={board}
                className={`log-series-${index}`}
                d={pathOf(points.map((point) => placeOf(scale, point)))}
              />
            ))}
          </svg>
          {pointed !== null && <PointMark point={pointed} place={placeOf(scale, pointed)} />}
        </div>
        <div className="log-numbers-times" aria-hidden="true">
          <span>{shortTime(scale.fromMs, Date.now())}</span>
          <span>{scale.fromMs === scale.toMs ? '' : shortTime(scale.toMs, Date.now())}</span>
        </div>
      </div>
    </div>
  );
}

/** A line from point to point; a point alone is a line of no length, which has round ends. */
function pathOf(places: readonly { x: number; y: number }[]): string {
  const line = places.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(4)} ${y.toFixed(4)}`).join('');
  return places.length === 1 ? `${line}h0` : line;
}

function PointMark({ point, place }: { point: Pointed; place: { x: number; y: number } }) {
  return (
    <div className="log-point" style={{ left: `${place.x * 100}%`, top: `${place.y * 100}%` }}>
      <span className={place.x > 0.5 ? 'log-point-left' : undefined}>{pointInWords(point)}</span>
    </div>
  );
}

function pointOf(series: readonly NumberSeries[], rowId: number | null): Pointed | null {
  for (const { board, points } of series) {
    const point = points.find((each) => each.rowId === rowId);
    if (point !== undefined) return { board, ...point };
  }
  return null;
}

/** The row of the point before or after one, in time; the newest to begin with. */
function neighbour(series: readonly NumberSeries[], rowId: number | null, step: number): number | null {
  const ids = series.flatMap(({ points }) => points.map((point) => point.rowId)).sort((a, b) => a - b);
  if (rowId === null) return ids.at(-1) ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, ids.indexOf(rowId) + step))] ?? null;
}

function pointInWords({ board, value, atMs }: Pointed): string {
  return `${inWords(value)} · ${visibleText(board)} · ${shortTime(atMs, Date.now())}`;
}

function chartInWords(name: string, series: readonly NumberSeries[], pointed: Pointed | null): string {
  if (pointed !== null) return `${name} ${pointInWords(pointed)}. Enter shows its line.`;
  const count = series.reduce((sum, { points }) => sum + points.length, 0);
  return `${name} over time: ${count} values. Arrow keys go from one to the next, Enter shows its line.`;
}

function inWords(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 6 });
}
