/**
 * The kinds of errors of what the filter passes, while they are in view. One question at a time: a large log takes a second for each, so
 * the more time it takes, the more seldom it is asked as rows come.
 */
import { createStore } from 'zustand/vanilla';
import type { Clock, Disposable } from '../../../app/base/index.ts';
import type { SyslogService } from '../../../app/contract/index.ts';
import type { SyslogErrors, SyslogFilter } from '../../../app/syslog/index.ts';

export interface LogErrorsOptions {
  syslog: Pick<SyslogService, 'errors'>;
  clock: Clock;
  report: (error: unknown) => void;
}

const leastPauseMs = 2000;
/** Also when the computer's clock jumps. */
const mostPauseMs = 30_000;
/** An answer of a second is asked for again after nine. */
const pausePerAnswer = 9;

export class LogErrors implements Disposable {
  /** Null until the first answer for the filter. */
  readonly store = createStore<{ errors: SyslogErrors | null }>(() => ({ errors: null }));
  readonly #options: LogErrorsOptions;
  #filter: SyslogFilter = {};
  #isWanted = false;
  /** Rows or the filter changed since the last question. */
  #isStale = true;
  #isAsking = false;
  #pause: Disposable | null = null;
  #isOpen = true;

  constructor(options: LogErrorsOptions) {
    this.#options = options;
  }

  /** Those of this filter from now on. */
  show(filter: SyslogFilter): void {
    if (JSON.stringify(filter) !== JSON.stringify(this.#filter)) this.#begin(filter);
  }

  /** Those that are known are no longer there: all rows were deleted. */
  forget(): void {
    this.#begin({ ...this.#filter });
  }

  /** Whether they are in view. */
  want(isWanted: boolean): void {
    this.#isWanted = isWanted;
    this.#ask();
  }

  /** Rows came or went. */
  noticed(): void {
    this.#isStale = true;
    this.#ask();
  }

  dispose(): void {
    this.#isOpen = false;
    this.#endPause();
  }

  #begin(filter: SyslogFilter): void {
    this.#filter = filter;
    this.store.setState({ errors: null });
    this.#isStale = true;
    this.#endPause();
    this.#ask();
  }

  #ask(): void {
    if (this.#isOpen && this.#isWanted && this.#isStale && !this.#isAsking && this.#pause === null) void this.#answer();
  }

  async #answer(): Promise<void> {
    const { syslog, clock, report } = this.#options;
    const filter = this.#filter;
    const startedMs = clock.now();
    this.#isAsking = true;
    this.#isStale = false;
    try {
      const errors = await syslog.errors(filter);
      if (filter === this.#filter && this.#isOpen) this.store.setState({ errors });
    } catch (error) {
      if (filter === this.#filter && this.#isOpen) report(error);
    }
    this.#isAsking = false;
    if (!this.#isOpen) return;
    if (filter === this.#filter) {
      const tookMs = clock.now() - startedMs;
      const pauseMs = Math.min(mostPauseMs, Math.max(leastPauseMs, tookMs * pausePerAnswer));
      this.#pause = clock.schedule(() => {
        this.#pause = null;
        this.#ask();
      }, pauseMs);
    }
    this.#ask();
  }

  #endPause(): void {
    this.#pause?.dispose();
    this.#pause = null;
  }
}
