/**
 * The counts beside the rows: the histogram over time and the facets of what the filter passes. Fetched while they are in view,
 * when the filter changes, and at most once in a while as rows come.
 */
import { createStore } from 'zustand/vanilla';
import type { Clock, Disposable } from '../../../app/base/index.ts';
import type { SyslogService } from '../../../app/contract/index.ts';
import type { SyslogFacets, SyslogFilter, SyslogHistogram } from '../../../app/syslog/index.ts';
import { secondTime } from '../log-time.ts';
import type { TimeRange } from '../query/log-query.ts';

export interface LogCountsState {
  histogram: SyslogHistogram | null;
  facets: SyslogFacets | null;
}

export interface LogCountsOptions {
  syslog: Pick<SyslogService, 'histogram' | 'facets'>;
  clock: Clock;
  report: (error: unknown) => void;
}

/** What the counts are of. */
export interface CountedView {
  /** With the range. */
  filter: SyslogFilter;
  range: TimeRange | null;
}

/** What the counts do not have; null where they have all. */
export function uncountedInWords(countedFromMs: number | null, nowMs: number): string | null {
  if (countedFromMs === null) return null;
  return `Lines before ${secondTime(countedFromMs, nowMs)} are not counted: there are too many.`;
}

/** How often they are fetched while rows keep coming. */
const pauseMs = 2000;
const mostBars = 120;

export class LogCounts implements Disposable {
  readonly store = createStore<LogCountsState>(() => ({ histogram: null, facets: null }));
  readonly #options: LogCountsOptions;
  #view: CountedView = { filter: {}, range: null };
  #wanted = { histogram: false, facets: false };
  #pause: Disposable | null = null;
  #stale = false;
  /** Answers to an older question are ignored. */
  #generation = 0;

  constructor(options: LogCountsOptions) {
    this.#options = options;
  }

  /** Counts another view from now on, at once. */
  show(view: CountedView): void {
    this.#view = view;
    this.#fetch();
  }

  /** Which of the counts are in view. */
  want(wanted: { histogram: boolean; facets: boolean }): void {
    const more = (wanted.histogram && !this.#wanted.histogram) || (wanted.facets && !this.#wanted.facets);
    this.#wanted = wanted;
    if (more) this.#fetch();
  }

  /** Rows came or went. */
  noticed(): void {
    this.#stale = true;
    if (this.#pause === null) this.#fetch();
  }

  dispose(): void {
    this.#generation += 1;
    this.#stale = false;
    this.#pause?.dispose();
  }

  #fetch(): void {
    const { syslog, clock, report } = this.#options;
    this.#generation += 1;
    const generation = this.#generation;
    this.#stale = false;
    this.#pause?.dispose();
    this.#pause = clock.schedule(() => {
      this.#pause = null;
      if (this.#stale) this.#fetch();
    }, pauseMs);
    const keep = (part: Partial<LogCountsState>) => {
      if (generation === this.#generation) this.store.setState(part);
    };
    // The words of a failure stand beside the rows, which ask with the same filter.
    const fail = (error: unknown) => generation === this.#generation && report(error);
    const { filter, range } = this.#view;
    const span = range === null ? {} : { fromMs: range.fromMs, toMs: range.toMs };
    if (this.#wanted.histogram) {
      syslog.histogram(filter, { ...span, buckets: mostBars }).then((histogram) => keep({ histogram }), fail);
    }
    if (this.#wanted.facets) syslog.facets(filter).then((facets) => keep({ facets }), fail);
  }
}
