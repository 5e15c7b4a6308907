/** How many lines came when, by severity. A drag over it chooses a time; so do the arrow keys, with Shift, and Enter. */
import { X } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import type { SyslogHistogram } from '../../../app/syslog/index.ts';
import { IconButton } from '../../design/button.tsx';
import { fullTime } from '../log-time.ts';
import type { TimeRange } from '../query/log-query.ts';
import {
  type HistogramBar,
  histogramBars,
  histogramTicks,
  linesIn,
  linesInWords,
  rangeInWords,
  rangeOf,
} from './histogram-shape.ts';
import './log-histogram.css';

export interface LogHistogramProps {
  histogram: SyslogHistogram | null;
  /** What is chosen, which the histogram then shows alone. */
  range: TimeRange | null;
  onRange: (range: TimeRange | null) => void;
}

interface Brush {
  from: number;
  to: number;
}

export function LogHistogram({ histogram, range, onRange }: LogHistogramProps) {
  const [brush, setBrush] = useState<Brush | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  // Bars that moved on with the time meanwhile would not be those that are being chosen.
  const held = useRef(histogram);
  if (brush === null) held.current = histogram;
  const drawn = held.current;
  const bars = useMemo(() => (drawn === null ? [] : histogramBars(drawn)), [drawn]);
  const ticks = useMemo(() => (drawn === null ? [] : histogramTicks(drawn)), [drawn]);
  const chart = useRef<HTMLDivElement>(null);
  const choose = ({ from, to }: Brush) => {
    setBrush(null);
    onRange(rangeOf(bars, from, to));
  };
  const barAt = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const part = (event.clientX - box.left) / box.width;
    return Math.min(bars.length - 1, Math.max(0, Math.floor(part * bars.length)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined && bars.length > 0) {
      const to = Math.min(bars.length - 1, Math.max(0, (brush?.to ?? bars.length) + step));
      setBrush({ from: event.shiftKey && brush !== null ? brush.from : to, to });
    } else if (event.key === 'Enter' && brush !== null) choose(brush);
    else if (event.key === 'Escape') setBrush(null);
    else return;
    event.preventDefault();
  };
  const told = brush ?? (pointed === null ? null : { from: pointed, to: pointed });
  return (
    <div className="log-histogram">
      {/* biome-ignore lint/a11y/useSemanticElements: no element of HTML is a chart with a range to choose on it. */}
      <div
        ref={chart}
        className="log-bars"
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys choose a time on it.
        tabIndex={0}
        aria-label={chartInWords(bars, brush, range)}
        onKeyDown={onKeyDown}
        onBlur={() => setBrush(null)}
        onPointerDown={(event) => {
          if (bars.length === 0 || event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const at = barAt(event);
          setBrush({ from: at, to: at });
        }}
        onPointerMove={(event) => {
          setPointed(bars.length === 0 ? null : barAt(event));
          if (brush !== null && event.buttons === 1) setBrush({ ...brush, to: barAt(event) });
        }}
        onPointerUp={() => brush !== null && choose(brush)}
        onPointerCancel={() => setBrush(null)}
        onPointerLeave={() => setPointed(null)}
      >
        <Bars bars={bars} brush={brush} />
        <div className="log-ticks">
          {told === null ? <Ticks bars={bars} ticks={ticks} /> : <BarsInWords bars={bars} told={told} />}
        </div>
      </div>
      {range !== null && (
        <IconButton
          label="Show all times again"
          tooltipSide="left"
          onClick={() => {
            // The button goes.
            chart.current?.focus();
            onRange(null);
          }}
        >
          <X size={14} />
        </IconButton>
      )}
    </div>
  );
}

function Bars({ bars, brush }: { bars: readonly HistogramBar[]; brush: Brush | null }) {
  const [low, high] = brush === null ? [0, -1] : [Math.min(brush.from, brush.to), Math.max(brush.from, brush.to)];
  return (
    <svg viewBox={`0 0 ${Math.max(1, bars.length)} 1`} preserveAspectRatio="none" aria-hidden="true">
      {bars.flatMap(({ parts, range: { fromMs } }, index) =>
        parts.map(({ tone, from, height }) => (
          <rect
            key={`${fromMs} ${tone}`}
            className={`log-bar-${tone}`}
            x={index + 0.1}
            y={1 - from - height}
            width={0.8}
            height={height}
          />
        )),
      )}
      {high >= 0 && <rect className="log-brush" x={low} y={0} width={high - low + 1} height={1} />}
    </svg>
  );
}

function Ticks({ bars, ticks }: { bars: readonly HistogramBar[]; ticks: readonly { at: number; label: string }[] }) {
  // What the time goes from and to is then not known, or says nothing.
  if (linesIn(bars, 0, bars.length) === 0) return <span>No lines</span>;
  return ticks.map(({ at, label }) => (
    <span key={at} style={{ left: `${at * 100}%` }} aria-hidden="true">
      {label}
    </span>
  ));
}

/** Below the bars that it tells of, as far as there is room. */
function BarsInWords({ bars, told: { from, to } }: { bars: readonly HistogramBar[]; told: Brush }) {
  const range = rangeOf(bars, from, to);
  if (range === null) return null;
  const at = (from + to + 1) / 2 / bars.length;
  return (
    <span
      className="log-bars-words"
      role="status"
      style={{ left: `${at * 100}%`, transform: `translateX(${-at * 100}%)` }}
    >
      {rangeInWords(range, linesIn(bars, from, to), Date.now())}
    </span>
  );
}

function chartInWords(bars: readonly HistogramBar[], brush: Brush | null, range: TimeRange | null): string {
  const lines = linesInWords(brush === null ? linesIn(bars, 0, bars.length) : linesIn(bars, brush.from, brush.to));
  const chosen = brush === null ? range : rangeOf(bars, brush.from, brush.to);
  const time = chosen === null ? 'over all times' : `from ${fullTime(chosen.fromMs)} to ${fullTime(chosen.toMs)}`;
  return `Lines over time: ${lines} ${time}. Arrow keys and Enter choose a time.`;
}
