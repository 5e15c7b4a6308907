/** The hosts that the filter offers: fetched when rows came, at most once in a while, since a flood brings few new hosts. */
import type { Clock, Disposable } from '../../../app/base/index.ts';
import type { SyslogService } from '../../../app/contract/index.ts';

/** How often the list is fetched while rows keep coming. */
const pauseMs = 2000;

export interface LogHostsOptions {
  syslog: Pick<SyslogService, 'hosts'>;
  clock: Clock;
  onHosts: (hosts: string[]) => void;
  report: (error: unknown) => void;
}

export class LogHosts implements Disposable {
  readonly #options: LogHostsOptions;
  #pause: Disposable | null = null;
  #stale = false;

  constructor(options: LogHostsOptions) {
    this.#options = options;
  }

  /** Rows came or went. Fetches at once, or when the pause since the last fetch is over. */
  noticed(): void {
    this.#stale = true;
    if (this.#pause === null) this.#fetch();
  }

  dispose(): void {
    this.#stale = false;
    this.#pause?.dispose();
  }

  #fetch(): void {
    const { syslog, clock, onHosts, report } = this.#options;
    this.#stale = false;
    this.#pause = clock.schedule(() => {
      this.#pause = null;
      if (this.#stale) this.#fetch();
    }, pauseMs);
    syslog.hosts().then((hosts) => onHosts(hosts.map(({ host }) => host)), report);
  }
}
