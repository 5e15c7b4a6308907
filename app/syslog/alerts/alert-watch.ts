/**
 * Watches a log for what alert rules wait for: as rows are announced, each rule's query is asked of the store for those that are new.
 * Costs nothing while there are no rules; a rule sees what comes after it was made.
 */
import { BrambleError, type Disposable, Emitter, type Event } from '../../base/index.ts';
import type { SyslogFilter, SyslogRow } from '../message.ts';
import { type Alert, type AlertRule, checkAlertRule } from './alert-rule.ts';
import { RuleTally } from './rule-tally.ts';

export interface AlertSource {
  /** There are rows up to `lastId` now. */
  readonly onDidChange: Event<{ lastId: number }>;
  status(): Promise<{ lastId: number }>;
  rowsAfter(filter: SyslogFilter, afterId: number, limit: number): Promise<SyslogRow[]>;
}

/** A file that is imported tells of another time: nobody waits for that. */
const arriving = '-via:file';

interface WatchedRule {
  tally: RuleTally;
  /** The last row that it saw. */
  seenId: number;
  problem: string | null;
}

export class AlertWatch implements Disposable {
  readonly #source: AlertSource;
  readonly #report: (sentence: string) => void;
  readonly #alerts = new Emitter<Alert>();
  /** A rule was met. */
  readonly onDidAlert: Event<Alert> = this.#alerts.event;
  readonly #changes: Disposable;
  #watched: WatchedRule[] = [];
  #lastId = 0;
  #looking: Promise<void> | null = null;
  #isDisposed = false;

  /** `report` is told once why a rule's query cannot be asked. */
  constructor(source: AlertSource, report: (sentence: string) => void) {
    this.#source = source;
    this.#report = report;
    this.#changes = source.onDidChange(({ lastId }) => {
      this.#lastId = Math.max(this.#lastId, lastId);
      if (this.#watched.length > 0) this.#looking ??= this.#look();
    });
  }

  /**
   * Watches these rules from now on; one that was there before, unchanged, goes on counting. Throws `bad-query` and `usage` for a rule
   * that cannot be, and then watches those of before.
   */
  async watch(rules: readonly AlertRule[]): Promise<void> {
    for (const rule of rules) checkAlertRule(rule);
    const { lastId } = rules.length === 0 ? { lastId: 0 } : await this.#source.status();
    const before = new Map(this.#watched.map((each) => [JSON.stringify(each.tally.rule), each]));
    this.#watched = rules
      .filter(({ isOn }) => isOn)
      .map((rule) => before.get(JSON.stringify(rule)) ?? { tally: new RuleTally(rule), seenId: lastId, problem: null });
  }

  /** Resolves when what was announced so far is looked at. */
  async settled(): Promise<void> {
    await this.#looking;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#changes.dispose();
    this.#alerts.dispose();
  }

  /** Until no rule has anything new to see: rows are announced meanwhile as well. */
  async #look(): Promise<void> {
    try {
      for (let looked = -1; looked < this.#lastId && !this.#isDisposed; ) {
        looked = this.#lastId;
        for (const watched of this.#watched) await this.#ask(watched, looked);
      }
    } finally {
      this.#looking = null;
    }
  }

  async #ask(watched: WatchedRule, lastId: number): Promise<void> {
    const { tally, seenId } = watched;
    if (seenId >= lastId) return;
    const { query, threshold } = tally.rule;
    try {
      // Of more than the threshold, the newest say as much.
      const asked = query.trim() === '' ? arriving : `(${query}) ${arriving}`;
      const rows = await this.#source.rowsAfter({ query: asked }, seenId, threshold);
      // The store may be ahead of what was announced.
      watched.seenId = Math.max(lastId, rows.at(-1)?.id ?? 0);
      watched.problem = null;
      const alert = tally.take(rows);
      if (alert !== null && !this.#isDisposed && this.#watched.includes(watched)) this.#alerts.fire(alert);
    } catch (error) {
      const problem = error instanceof BrambleError ? error.message : String(error);
      if (problem !== watched.problem && !this.#isDisposed) {
        this.#report(`The alert “${tally.rule.name}” cannot be looked at: ${problem}`);
      }
      watched.problem = problem;
    }
  }
}
