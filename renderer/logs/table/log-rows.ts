/**
 * The window of log rows that the table shows: the newest page, older pages as the user scrolls up, newer rows as they come.
 * It holds a bounded part of the log, never the log. Rows are found by key (their ids), never by counting.
 */
import { createStore } from 'zustand/vanilla';
import type { SyslogService } from '../../../app/contract/index.ts';
import type { SyslogFilter, SyslogRow } from '../../../app/syslog/index.ts';

export interface LogRows {
  /** Ascending by id, without holes that the filter does not make. */
  rows: readonly SyslogRow[];
  filter: SyslogFilter;
  /** Whether there may be rows before the first. */
  hasOlder: boolean;
  /** Whether new rows are shown as they come. */
  following: boolean;
  /** Not following, and rows may have come since. */
  hasNewer: boolean;
  /** The window was opened around a row: the rows after it come a page at a time, not all at once. */
  anchored: boolean;
  /** The first page of this filter has not come yet. */
  loading: boolean;
}

export interface LogRowsOptions {
  syslog: Pick<SyslogService, 'rows' | 'rowsAfter'>;
  report: (error: unknown) => void;
  /** Resolves when it is time to show more. */
  drawn?: () => Promise<void>;
  /** Resolves after a pause in which a flood of rows passes unseen, as it would on the screen. */
  pause?: () => Promise<void>;
  pageRows?: number;
  /** More rows than this are forgotten at the far end; scrolling there fetches them again. */
  maxRows?: number;
}

export class LogRowsModel {
  readonly store = createStore<LogRows>(() => ({
    rows: [],
    filter: {},
    hasOlder: false,
    following: true,
    hasNewer: false,
    anchored: false,
    loading: true,
  }));
  #syslog: LogRowsOptions['syslog'];
  #report: (error: unknown) => void;
  #drawn: () => Promise<void>;
  #pause: () => Promise<void>;
  #pageRows: number;
  #maxRows: number;
  /** Up to this id the window has every row that passes. */
  #completeToId = 0;
  /** The newest id that the host told of. */
  #newestId = 0;
  /** Answers to a question of an older generation are ignored: the filter has changed since. */
  #generation = 0;
  #catchingUp = false;
  #loadingOlder = false;
  #loadingNewer = false;

  constructor({ syslog, report, drawn = nothing, pause = nothing, pageRows = 500, maxRows = 20_000 }: LogRowsOptions) {
    this.#syslog = syslog;
    this.#report = report;
    this.#drawn = drawn;
    this.#pause = pause;
    this.#pageRows = pageRows;
    this.#maxRows = maxRows;
  }

  /** Shows the newest page of what passes, and follows. */
  async show(filter: SyslogFilter): Promise<void> {
    this.#generation += 1;
    const generation = this.#generation;
    const newestId = this.#newestId;
    this.store.setState({ filter, loading: true });
    const rows = await this.#ask(() => this.#syslog.rows(filter, { limit: this.#pageRows }));
    if (rows === null || generation !== this.#generation) return;
    this.#completeToId = Math.max(newestId, rows.at(-1)?.id ?? 0);
    const hasOlder = rows.length === this.#pageRows;
    this.store.setState({ rows, hasOlder, loading: false, following: true, hasNewer: false, anchored: false });
    await this.#catchUp();
  }

  /**
   * Shows the rows around one, whatever came before and after it, and stays there; with one of the newest it follows.
   * Tells whether it is there; null when something else was asked for meanwhile, or the host gave no answer.
   */
  async showAround(id: number): Promise<boolean | null> {
    this.#generation += 1;
    const generation = this.#generation;
    this.store.setState({ filter: {}, loading: true });
    const before = id + 1 + Math.floor(this.#pageRows / 2);
    const rows = await this.#ask(() => this.#syslog.rows({}, { beforeId: before, limit: this.#pageRows }));
    if (rows === null || generation !== this.#generation) return null;
    this.#completeToId = Math.max(rows.at(-1)?.id ?? 0, Math.min(before - 1, this.#newestId));
    const hasNewer = this.#completeToId < this.#newestId;
    const hasOlder = rows.length === this.#pageRows;
    const following = !hasNewer && (rows.at(-inViewAtEnd)?.id ?? 0) <= id;
    this.store.setState({ rows, hasOlder, loading: false, following, hasNewer, anchored: !following });
    if (following) await this.#catchUp();
    return rows.some((row) => row.id === id);
  }

  /** Fetches everything anew: after a reconnection, or when the log was cleared. */
  async reload(): Promise<void> {
    this.#newestId = 0;
    await this.show(this.store.getState().filter);
  }

  /** The host has rows up to `lastId` now. */
  async noticed(lastId: number): Promise<void> {
    const cleared = lastId < this.#newestId;
    this.#newestId = lastId;
    if (cleared) await this.show(this.store.getState().filter);
    else if (this.store.getState().following) await this.#catchUp();
    else this.store.setState({ hasNewer: lastId > this.#completeToId });
  }

  /** Pauses or goes on. Going on shows what came meanwhile. */
  async follow(following: boolean): Promise<void> {
    const { following: now, anchored, filter, hasNewer } = this.store.getState();
    if (now === following) return;
    // What lies between the window and the newest rows may be the whole log.
    if (following && anchored && hasNewer) return this.show(filter);
    this.store.setState({ following, anchored: false });
    if (following) await this.#catchUp();
  }

  /** Puts the page before the first row in front. One call at a time; more are ignored. */
  async loadOlder(): Promise<void> {
    const { rows, filter, hasOlder } = this.store.getState();
    const first = rows[0];
    if (!hasOlder || first === undefined || this.#loadingOlder) return;
    this.#loadingOlder = true;
    const generation = this.#generation;
    const older = await this.#ask(() => this.#syslog.rows(filter, { beforeId: first.id, limit: this.#pageRows }));
    this.#loadingOlder = false;
    if (older === null || generation !== this.#generation) return;
    this.#prepend(older);
  }

  /** Of a window around a row: puts the page after the last row behind. One call at a time; more are ignored. */
  async loadNewer(): Promise<void> {
    const { filter, anchored, hasNewer } = this.store.getState();
    if (!anchored || !hasNewer || this.#loadingNewer) return;
    this.#loadingNewer = true;
    const generation = this.#generation;
    const beforeId = this.#completeToId + 1 + this.#pageRows;
    const found = await this.#ask(() => this.#syslog.rows(filter, { beforeId, limit: this.#pageRows }));
    this.#loadingNewer = false;
    if (found === null || generation !== this.#generation) return;
    const fresh = found.filter(({ id }) => id > this.#completeToId);
    this.#completeToId = Math.min(beforeId - 1, Math.max(this.#newestId, fresh.at(-1)?.id ?? 0));
    const { rows, hasOlder } = this.store.getState();
    const all = [...rows, ...fresh];
    const kept = all.slice(-this.#maxRows);
    this.store.setState({
      rows: kept,
      hasOlder: hasOlder || kept.length < all.length,
      hasNewer: this.#completeToId < this.#newestId,
    });
  }

  #prepend(older: readonly SyslogRow[]): void {
    const now = this.store.getState();
    const rows = [...older, ...now.rows];
    const hasOlder = older.length === this.#pageRows;
    if (rows.length <= this.#maxRows) {
      this.store.setState({ rows, hasOlder });
      return;
    }
    const kept = rows.slice(0, this.#maxRows);
    this.#completeToId = kept.at(-1)?.id ?? 0;
    this.store.setState({ rows: kept, hasOlder, following: false, hasNewer: true });
  }

  /**
   * Appends until the window is complete up to the newest row. One at a time: a running one sees the newer id. Not while a first
   * page is on its way, which may bring the same rows and catches up after it.
   */
  async #catchUp(): Promise<void> {
    if (this.#catchingUp || this.store.getState().loading) return;
    this.#catchingUp = true;
    const generation = this.#generation;
    while (this.#completeToId < this.#newestId && this.store.getState().following) {
      const upTo = this.#newestId;
      const { filter } = this.store.getState();
      const fresh = await this.#ask(() => this.#syslog.rowsAfter(filter, this.#completeToId, this.#pageRows));
      if (fresh === null || generation !== this.#generation) break;
      this.#append(fresh);
      this.#completeToId = Math.max(upTo, fresh.at(-1)?.id ?? 0);
      if (fresh.length > 0) await this.#drawn();
      if (fresh.length === this.#pageRows) await this.#pause();
    }
    this.#catchingUp = false;
    if (generation !== this.#generation) await this.#catchUp();
    else this.store.setState({ hasNewer: this.#completeToId < this.#newestId });
  }

  #append(fresh: readonly SyslogRow[]): void {
    if (fresh.length === 0) return;
    const { rows, hasOlder } = this.store.getState();
    // A full page may have left rows out between the window and itself: start the window anew from it.
    const jumped = fresh.length === this.#pageRows;
    const all = jumped ? fresh : [...rows, ...fresh];
    // Some at a time: a window that goes on where it was costs those who show it what is new of it.
    const kept = all.length > this.#maxRows ? all.slice(-Math.ceil(this.#maxRows * keptShare)) : all;
    this.store.setState({ rows: kept, hasOlder: hasOlder || jumped || kept.length < all.length });
  }

  async #ask<T>(question: () => Promise<T>): Promise<T | null> {
    try {
      return await question();
    } catch (error) {
      this.#report(error);
      this.store.setState({ loading: false });
      return null;
    }
  }
}

/** So many of the newest rows are in view also where the table is low. */
const inViewAtEnd = 3;

/** What of a window that is too large is kept. */
const keptShare = 0.9;

const nothing = () => Promise.resolve();
