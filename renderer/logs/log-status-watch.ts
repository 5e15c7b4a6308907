/** Asks how the log fares where no event tells it: now and then as rows come, and again and again while the store takes none. */
import type { Clock, Disposable } from '../../app/base/index.ts';
import type { SyslogService, SyslogStatus } from '../../app/contract/index.ts';

/** How long it rests between two questions. */
const pauseMs = 2000;

export interface LogStatusWatchOptions {
  syslog: Pick<SyslogService, 'status'>;
  clock: Clock;
  onStatus: (status: SyslogStatus) => void;
  report: (error: unknown) => void;
}

export class LogStatusWatch implements Disposable {
  readonly #options: LogStatusWatchOptions;
  #pause: Disposable | null = null;
  #stale = false;
  #isTroubled = false;
  #isDisposed = false;

  constructor(options: LogStatusWatchOptions) {
    this.#options = options;
  }

  /** Rows came, or are looked at again. Asks at once, or when the pause since the last question is over. */
  noticed(): void {
    this.#stale = true;
    if (this.#pause === null) this.#ask();
  }

  /** The store began to refuse rows, or takes them again. Asks at once. */
  troubled(isTroubled: boolean): void {
    this.#isTroubled = isTroubled;
    this.#ask();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#pause?.dispose();
  }

  #ask(): void {
    if (this.#isDisposed) return;
    const { syslog, clock, onStatus, report } = this.#options;
    this.#stale = false;
    this.#pause?.dispose();
    this.#pause = clock.schedule(() => {
      this.#pause = null;
      if (this.#stale || this.#isTroubled) this.#ask();
    }, pauseMs);
    syslog.status().then((status) => {
      if (!this.#isDisposed) onStatus(status);
    }, report);
  }
}
