/** A histogram as bars to draw: heights as parts of the tallest, and the moments to name below them. Pure. */
import type { SyslogHistogram } from '../../../app/syslog/index.ts';
import { secondTime } from '../log-time.ts';
import type { TimeRange } from '../query/log-query.ts';
import type { SeverityLook } from '../severity.ts';

export interface HistogramPart {
  tone: SeverityLook['tone'];
  /** From the bottom, as parts of the chart's height. */
  from: number;
  height: number;
}

export interface HistogramBar {
  range: TimeRange;
  count: number;
  parts: HistogramPart[];
}

const tones = ['critical', 'critical', 'critical', 'error', 'warning', 'notice', 'info', 'info'] as const;
/** The worst stand at the bottom, where bars are compared best. */
const drawnTones = ['critical', 'error', 'warning', 'notice', 'info'] as const;
/** One line among thousands is still to be seen: of a chart of 40 pixels, 1.5. */
const leastHeight = 0.04;

export function histogramBars({ fromMs, bucketMs, counts }: SyslogHistogram): HistogramBar[] {
  const totals = counts.map((bySeverity) => bySeverity.reduce((sum, count) => sum + count, 0));
  const tallest = Math.max(1, ...totals);
  return counts.map((bySeverity, index) => {
    const parts: HistogramPart[] = [];
    let from = 0;
    for (const tone of drawnTones) {
      const count = bySeverity.reduce((sum, each, severity) => sum + (tones[severity] === tone ? each : 0), 0);
      if (count === 0) continue;
      const height = Math.min(1 - from, Math.max(leastHeight, count / tallest));
      parts.push({ tone, from, height });
      from += height;
    }
    const start = fromMs + index * bucketMs;
    return { range: { fromMs: start, toMs: start + bucketMs }, count: totals[index] ?? 0, parts };
  });
}

/** The range from one bar to another, whichever comes first. */
export function rangeOf(bars: readonly HistogramBar[], from: number, to: number): TimeRange | null {
  const first = bars[Math.min(from, to)];
  const last = bars[Math.max(from, to)];
  return first === undefined || last === undefined ? null : { fromMs: first.range.fromMs, toMs: last.range.toMs };
}

/** How many lines the bars from one to another have, whichever comes first. */
export function linesIn(bars: readonly HistogramBar[], from: number, to: number): number {
  const part = bars.slice(Math.min(from, to), Math.max(from, to) + 1);
  return part.reduce((sum, { count }) => sum + count, 0);
}

/** `14:30:15 to 14:30:45 · 12 lines`. */
export function rangeInWords(range: TimeRange, lines: number, nowMs: number): string {
  return `${secondTime(range.fromMs, nowMs)} to ${secondTime(range.toMs, nowMs)} · ${linesInWords(lines)}`;
}

export function linesInWords(lines: number): string {
  if (lines === 0) return 'no lines';
  return `${lines.toLocaleString('en')} ${lines === 1 ? 'line' : 'lines'}`;
}

/** Some moments of the chart by name, each with its place as a part of the width; a name that says nothing new is left out. */
export function histogramTicks(
  { fromMs, bucketMs, counts }: SyslogHistogram,
  count = 5,
): { at: number; label: string }[] {
  const spanMs = bucketMs * counts.length;
  if (spanMs === 0) return [];
  const ticks = Array.from({ length: count }, (_, index) => {
    const at = index / count;
    return { at, label: tickLabel(fromMs + at * spanMs, spanMs) };
  });
  return ticks.filter(({ label }, index) => label !== ticks[index - 1]?.label);
}

const dayMs = 86_400_000;
const two = (value: number) => String(value).padStart(2, '0');

function tickLabel(atMs: number, spanMs: number): string {
  const at = new Date(atMs);
  const day = `${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const minute = `${two(at.getHours())}:${two(at.getMinutes())}`;
  if (spanMs > 3 * dayMs) return day;
  if (spanMs > dayMs) return `${day} ${minute}`;
  return spanMs > 600_000 ? minute : `${minute}:${two(at.getSeconds())}`;
}
