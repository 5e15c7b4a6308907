/** The logs as the workbench uses them: the window of rows, the listener's status, how many came, how many are unseen. */
import { createStore } from 'zustand/vanilla';
import { BrambleError, type Clock, type Disposable, DisposableStore } from '../../app/base/index.ts';
import type { SerialLogChoice, SyslogService, SyslogStatus } from '../../app/contract/index.ts';
import type { ErrorKind, SyslogFilter } from '../../app/syslog/index.ts';
import type { Host } from '../client/host.ts';
import { LogBoards } from './boards/log-boards.ts';
import { LogHosts } from './boards/log-hosts.ts';
import { kindQuery, withoutKind } from './errors/error-words.ts';
import { LogErrors } from './errors/log-errors.ts';
import { LogCounts } from './facets/log-counts.ts';
import { addSample, type RateSample } from './log-rate.ts';
import { LogStatusWatch } from './log-status-watch.ts';
import { createLogViewStore, type LogViewStore } from './log-view.ts';
import { hasTerm, type TimeRange } from './query/log-query.ts';
import { LogRowsModel } from './table/log-rows.ts';

export interface LogFeed {
  /** null until the host has told. */
  status: SyslogStatus | null;
  /** Whose serial output the log keeps; null until the host has told. */
  serialKept: SerialLogChoice | null;
  totalRows: number;
  lastId: number;
  samples: RateSample[];
  /** The most talkative first. */
  hosts: string[];
  /** The newest id when the panel was last in view; newer ones count as unseen. */
  seenId: number;
}

export interface LogsOptions {
  host: Host;
  clock: Clock;
  storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** Resolves when it is time to show more: about when what there is now is drawn. */
  drawn: () => Promise<void>;
  /** Gets a sentence about a board, such as that it crashed. */
  tell: (sentence: string) => void;
  report: (error: unknown) => void;
}

/** How many there are and how fast they come is for reading: nobody reads faster. */
const countEveryMs = 250;
/** While more lines come at once than a page of them, a look at the newest ten times a second is what an eye can take. */
const floodPauseMs = 100;

export class Logs implements Disposable {
  readonly rows: LogRowsModel;
  readonly counts: LogCounts;
  readonly errors: LogErrors;
  readonly boards: LogBoards;
  readonly view: LogViewStore;
  /** The row to show as chosen; a link or a bookmark may ask for one. */
  readonly chosen = createStore<{ id: number | null }>(() => ({ id: null }));
  readonly feed = createStore<LogFeed>(() => ({
    status: null,
    serialKept: null,
    totalRows: 0,
    lastId: 0,
    samples: [],
    hosts: [],
    seenId: 0,
  }));
  #host: Host;
  #clock: Clock;
  #report: (error: unknown) => void;
  #uncounted: Pick<SyslogStatus, 'lastId' | 'totalRows'> | null = null;
  #counting: Disposable | null = null;
  #hosts: LogHosts;
  #statusWatch: LogStatusWatch;
  #inView = false;
  /** The filter whose rows are shown. */
  #shown = JSON.stringify({});
  /** The term of the kind of errors that was chosen last. */
  #kindTerm: string | null = null;
  /** To be chosen when the next filter's rows are shown. */
  #chosenNext: number | null = null;
  #owned = new DisposableStore();

  constructor({ host, clock, storage, drawn, tell, report }: LogsOptions) {
    this.#host = host;
    this.#clock = clock;
    this.#report = report;
    this.rows = new LogRowsModel({
      syslog: host.services.syslog,
      report,
      drawn,
      pause: () => new Promise((resolve) => clock.schedule(resolve, floodPauseMs)),
    });
    this.view = createLogViewStore(storage);
    this.counts = this.#owned.add(new LogCounts({ syslog: host.services.syslog, clock, report }));
    this.errors = this.#owned.add(new LogErrors({ syslog: host.services.syslog, clock, report }));
    this.boards = this.#owned.add(
      new LogBoards({ syslog: host.services.syslog, clock, nowMs: Date.now, tell, report }),
    );
    this.#hosts = this.#owned.add(
      new LogHosts({
        syslog: host.services.syslog,
        clock,
        onHosts: (hosts) => this.feed.setState({ hosts }),
        report,
      }),
    );
    this.#statusWatch = this.#owned.add(
      new LogStatusWatch({
        syslog: host.services.syslog,
        clock,
        onStatus: (status) => this.feed.setState({ status }),
        report,
      }),
    );
    this.#owned.add(host.onDidConnect(() => this.#start()));
    this.#owned.add(host.onEvent('syslog.trouble', ({ problem }) => this.#statusWatch.troubled(problem !== null)));
    this.#owned.add(
      host.onEvent('syslog.changed', ({ lastId, totalRows }) => {
        this.#uncounted = { lastId, totalRows };
        this.#countSometimes();
        this.#hosts.noticed();
        this.counts.noticed();
        if (totalRows === 0) this.errors.forget();
        else this.errors.noticed();
        this.boards.noticed();
        if (this.#inView) this.#statusWatch.noticed();
        return this.rows.noticed(lastId);
      }),
    );
  }

  /** Whether the panel is in view: what is in view counts as seen. */
  setInView(inView: boolean): void {
    this.#inView = inView;
    if (inView) this.#statusWatch.noticed();
    if (inView) this.feed.setState(({ lastId }) => ({ seenId: lastId }));
  }

  /** Shows what passes the filter; `range` is what of it lies on the histogram. */
  async show(filter: SyslogFilter, range: TimeRange | null): Promise<void> {
    const text = JSON.stringify(filter);
    // A row that was revealed stands among all: the view that is empty for it asks for no other page.
    if (text === this.#shown) return;
    this.#shown = text;
    this.chosen.setState({ id: this.#chosenNext });
    this.#chosenNext = null;
    this.counts.show({ filter, range });
    this.errors.show(withoutKind(filter, this.#kindTerm));
    await this.rows.show(filter);
  }

  /** Shows the rows of a kind of errors, the newest of them chosen, in place of those of another; all again where this one was shown. */
  chooseKind(kind: ErrorKind): void {
    const { query } = this.view.getState();
    const other = this.#kindTerm === kind.term ? null : this.#kindTerm;
    const next = kindQuery(withoutKind({ query }, other).query ?? '', kind);
    if (hasTerm(next, kind.term)) {
      this.#kindTerm = kind.term;
      this.#chosenNext = kind.lastId;
      this.view.setState({ query: next, errorsShown: false });
    } else {
      this.view.setState({ query: next });
    }
  }

  /** Shows a row among those that came before and after it, whatever was searched for. Rejects with `usage` when it is not there. */
  async reveal(id: number): Promise<void> {
    this.#shown = JSON.stringify({});
    this.view.setState({ query: '', severityAtMost: null, range: null, errorsShown: false });
    this.counts.show({ filter: {}, range: null });
    this.errors.show({});
    this.chosen.setState({ id });
    const isThere = await this.rows.showAround(id);
    if (isThere !== false) return;
    this.chosen.setState({ id: null });
    const line = `Line ${id.toLocaleString('en')}`;
    throw new BrambleError('usage', `${line} is not in the log. It may have been deleted, or be of another log.`);
  }

  /** What goes to files and comes from them. */
  get filed(): Pick<SyslogService, 'status' | 'rows' | 'facets' | 'importPiece'> {
    return this.#host.services.syslog;
  }

  /** Where the alert rules are kept. */
  get alerts(): Pick<SyslogService, 'alertRules' | 'lastAlerts' | 'setAlertRules'> {
    return this.#host.services.syslog;
  }

  /** Has the log keep what these boards print. */
  async keepSerial(choice: SerialLogChoice): Promise<void> {
    await this.#host.services.syslog.keepSerial(choice);
    this.feed.setState({ serialKept: choice });
  }

  /** Deletes every row that the host keeps. */
  async clear(): Promise<void> {
    await this.#host.services.syslog.clear();
    this.chosen.setState({ id: null });
    await this.#refreshStatus();
    await this.rows.reload();
    this.#hosts.noticed();
    this.counts.noticed();
    this.boards.noticed();
  }

  dispose(): void {
    this.#counting?.dispose();
    this.#owned.dispose();
  }

  #start(): void {
    // What was told while there was no connection is not known.
    this.#statusWatch.troubled(false);
    this.#refreshStatus(true).catch(this.#report);
    this.#readSerialKept().catch(this.#report);
    this.rows.reload().catch(this.#report);
    this.#hosts.noticed();
    this.counts.noticed();
    this.errors.noticed();
    this.boards.noticed();
  }

  async #refreshStatus(seen = false): Promise<void> {
    const status = await this.#host.services.syslog.status();
    this.feed.setState({ status });
    this.#count(status.lastId, status.totalRows);
    this.rows.noticed(status.lastId).catch(this.#report);
    // What was there before the page came is no news.
    if (seen) this.feed.setState({ seenId: status.lastId });
  }

  async #readSerialKept(): Promise<void> {
    this.feed.setState({ serialKept: await this.#host.services.syslog.serialKept() });
  }

  #countSometimes(): void {
    if (this.#counting !== null || this.#uncounted === null) return;
    const { lastId, totalRows } = this.#uncounted;
    this.#uncounted = null;
    this.#count(lastId, totalRows);
    this.#counting = this.#clock.schedule(() => {
      this.#counting = null;
      this.#countSometimes();
    }, countEveryMs);
  }

  #count(lastId: number, totalRows: number): void {
    this.feed.setState(({ samples, seenId }) => ({
      lastId,
      totalRows,
      samples: addSample(samples, { atMs: Date.now(), lastId }),
      seenId: this.#inView ? lastId : Math.min(seenId, lastId),
    }));
  }
}
