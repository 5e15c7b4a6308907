/**
 * What the host knows of the boards that log, and what happened to them at the rows in view. Fetched when rows came, at most once in a
 * while; a boot, a crash, a loss or a silence that is new is told.
 */
import { createStore } from 'zustand/vanilla';
import type { Clock, Disposable } from '../../../app/base/index.ts';
import type { SyslogService } from '../../../app/contract/index.ts';
import { type BoardEventAt, type BoardStatus, silenceOf } from '../../../app/syslog/index.ts';
import { rateInWords } from '../log-rate.ts';
import { fullTime, secondTime } from '../log-time.ts';
import { termOf } from '../query/log-query.ts';
import { visibleName, visibleText } from '../text/visible-text.ts';

export interface LogBoardsState {
  boards: readonly BoardStatus[];
  /** Boards that should have said something by now. */
  silent: ReadonlySet<string>;
  /** By the row at which they happened. */
  events: ReadonlyMap<number, readonly BoardEventAt[]>;
}

export interface LogBoardsOptions {
  syslog: Pick<SyslogService, 'boards' | 'boardEvents'>;
  clock: Clock;
  /** Ms since the Unix epoch. */
  nowMs: () => number;
  /** Gets a sentence about a board. */
  tell: (sentence: string) => void;
  report: (error: unknown) => void;
}

/** How often they are fetched while rows keep coming, and looked at for silence while none come. */
const pauseMs = 2000;

export class LogBoards implements Disposable {
  readonly store = createStore<LogBoardsState>(() => ({ boards: [], silent: new Set(), events: new Map() }));
  readonly #options: LogBoardsOptions;
  readonly #known = new Map<string, BoardStatus>();
  /** The last loss that was told of each board: how many were lost until then. */
  readonly #toldLoss = new Map<string, { atMs: number; lost: number }>();
  #range: { fromId: number; toId: number } | null = null;
  #timer: Disposable | null = null;
  #stale = false;
  #isFirst = true;

  constructor(options: LogBoardsOptions) {
    this.#options = options;
  }

  /** Rows came or went. */
  noticed(): void {
    this.#stale = true;
    if (this.#timer === null) this.#look();
  }

  /** The rows in view are those from and to these ids. */
  showEvents(fromId: number, toId: number): void {
    if (this.#range?.fromId === fromId && this.#range.toId === toId) return;
    this.#range = { fromId, toId };
    this.noticed();
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  #look(): void {
    this.#timer = this.#options.clock.schedule(() => {
      this.#timer = null;
      this.#look();
    }, pauseMs);
    if (this.#stale) this.#fetch().catch(this.#options.report);
    else this.#noteSilence();
  }

  async #fetch(): Promise<void> {
    const { syslog } = this.#options;
    this.#stale = false;
    const range = this.#range;
    const [boards, events] = await Promise.all([
      syslog.boards(),
      range === null ? [] : syslog.boardEvents(range.fromId, range.toId),
    ]);
    this.store.setState({ boards, events: byRow(events) });
    for (const board of boards) this.#compare(board);
    this.#isFirst = false;
    this.#noteSilence();
  }

  /** What was so when the page came is no news. */
  #compare(board: BoardStatus): void {
    const before = this.#known.get(board.board);
    this.#known.set(board.board, board);
    const isNews = !this.#isFirst && before !== undefined;
    this.#noteLoss(board, isNews);
    if (!isNews) return;
    const name = visibleName(board.board);
    if (board.crashes > before.crashes) this.#options.tell(`${name} crashed. Its traceback is in the log.`);
    else if (board.boots > before.boots) this.#options.tell(`${name} started anew.`);
  }

  /** A weak Wi-Fi loses some all the time: that is told now and then. */
  #noteLoss({ board, lost }: BoardStatus, isNews: boolean): void {
    const { nowMs, tell } = this.#options;
    const before = this.#toldLoss.get(board);
    // What was lost when the page came is no news; what came late after all counts no more.
    const since = { atMs: before?.atMs ?? Number.NEGATIVE_INFINITY, lost: Math.min(before?.lost ?? lost, lost) };
    this.#toldLoss.set(board, since);
    if (!isNews || lost === since.lost || nowMs() < since.atMs + lossPauseMs) return;
    const lines = lost - since.lost === 1 ? 'A line' : `${(lost - since.lost).toLocaleString('en')} lines`;
    tell(`${lines} of ${visibleName(board)} got lost on the way here. The log shows where.`);
    this.#toldLoss.set(board, { atMs: nowMs(), lost });
  }

  #noteSilence(): void {
    const { nowMs, tell } = this.#options;
    const { boards, silent } = this.store.getState();
    const now = new Set(boards.filter((board) => silenceOf(board, nowMs()) !== null).map(({ board }) => board));
    if (now.size === silent.size && [...now].every((board) => silent.has(board))) return;
    const news = boards.flatMap((board) => {
      const silence = silent.has(board.board) ? null : silenceOf(board, nowMs());
      // Long silent boards are those of last week.
      return silence !== null && silence < freshSilenceMs ? [{ name: visibleName(board.board), silence }] : [];
    });
    if (news.length > 0) tell(silenceInWords(news));
    this.store.setState({ silent: now });
  }
}

const freshSilenceMs = 600_000;
/** So many boards are named in a sentence. */
const mostNames = 3;

/** One sentence, for where the Wi-Fi failed they all fall silent. */
function silenceInWords(news: readonly { name: string; silence: number }[]): string {
  const [first, ...others] = news;
  if (first === undefined) return '';
  const time = timeInWords(Math.min(...news.map(({ silence }) => silence)));
  if (others.length === 0) return `${first.name} has been silent for ${time}.`;
  const names = news.slice(0, mostNames).map(({ name }) => name);
  const more = news.length > mostNames ? ` and ${news.length - mostNames} more` : '';
  return `${news.length} boards have been silent for ${time} or longer: ${names.join(', ')}${more}.`;
}

function timeInWords(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.floor(ms / 60_000)} min`;
}

const lossPauseMs = 300_000;

function byRow(events: readonly BoardEventAt[]): Map<number, BoardEventAt[]> {
  const rows = new Map<number, BoardEventAt[]>();
  for (const event of events) rows.set(event.rowId, [...(rows.get(event.rowId) ?? []), event]);
  return rows;
}

const bootsInWords = { itself: 'started anew', run: 'started by Run', reset: 'started by a reset from here' } as const;

/** What happened, in a few words for a chip at the row; null for what the row says itself. */
export function eventInWords({ event }: BoardEventAt): string | null {
  if (event.kind === 'boot') return bootsInWords[event.by ?? 'itself'];
  if (event.kind === 'gap')
    return event.missing === 1 ? '1 lost before' : `${event.missing.toLocaleString('en')} lost before`;
  return null;
}

/** The silent ones first, for they want a look; else by name, so that none moves under the pointer while lines come. */
export function inOrder(boards: readonly BoardStatus[], silent: ReadonlySet<string>): BoardStatus[] {
  const rank = ({ board }: BoardStatus) => (silent.has(board) ? 0 : 1);
  return [...boards].sort((a, b) => rank(a) - rank(b) || byName.compare(a.board, b.board));
}

const byName = new Intl.Collator('en', { numeric: true });

/** When a board was heard, started and crashed, a line each. */
export function boardTimes({ board, address, firstSeenMs, lastSeenMs, lastBootMs, lastCrashMs }: BoardStatus): string {
  const line = (what: string, atMs: number | null) => (atMs === null ? [] : [`${what} ${fullTime(atMs).slice(0, 19)}`]);
  return [
    ...(address === board ? [] : [`From ${visibleText(address)}`]),
    ...line('Last heard', lastSeenMs),
    ...line('First heard', firstSeenMs),
    ...line('Last start', lastBootMs),
    ...line('Last crash', lastCrashMs),
  ].join('\n');
}

/** The term of a query that means the board's rows, those without its name among them. */
export function boardTerm({ board, host }: BoardStatus): string {
  const own = termOf('host', board);
  return host === undefined ? own : `(${own} OR ${termOf('host', host)})`;
}

/** How a board fares, in a line. */
export function boardInWords(board: BoardStatus, isSilent: boolean, nowMs: number): string {
  const { lastSeenMs, perMinute, boots, lost, crashes, clockUnset } = board;
  const heard = secondTime(lastSeenMs, nowMs);
  const count = (number: number, one: string, many: string) =>
    number === 0 ? [] : [`${number.toLocaleString('en')} ${number === 1 ? one : many}`];
  return [
    isSilent ? `silent since ${heard}` : `heard ${heard} · ${rateInWords(perMinute)}`,
    ...count(boots, 'boot', 'boots'),
    ...count(lost, 'lost', 'lost'),
    ...count(crashes, 'crash', 'crashes'),
    ...(clockUnset ? ['clock not set'] : []),
  ].join(' · ');
}
