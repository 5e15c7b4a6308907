/**
 * What the messages of each board say of it: when it was last heard, how often it booted, what was lost on the way, what
 * crashed. Each message is taken once, in the order of its reception; time is the time of reception.
 */
import { hasTraceback } from '../../traceback/index.ts';
import type { SyslogMessage } from '../message.ts';
import { isClockUnset } from '../parse/unset-clock.ts';
import { type BootSign, BootWatch } from './boot-watch.ts';
import { type OrderedStart, OrderedStarts } from './ordered-starts.ts';
import { highestSequenceId, type SequenceStep } from './sequence.ts';

/** As the tracker takes a message: what the parser gives, and the sender's address. */
export type BoardMessage = Pick<
  SyslogMessage,
  'hostname' | 'severity' | 'msgId' | 'structuredData' | 'text' | 'timestampMs' | 'timestampText'
> & { address: string; receivedAtMs: number };

export interface BoardStatus {
  /** The name that the board gives itself, else its address: as its `origin` tells it, else the one that its messages come from. */
  board: string;
  /** As its `origin` tells it (behind a relay), else the one that its messages come from. */
  address: string;
  /** What rows of it are filed under that do not have its name: its address, or a relay's. */
  host?: string;
  firstSeenMs: number;
  lastSeenMs: number;
  messages: number;
  /** Messages in the last full minute before `lastSeenMs`, about. */
  perMinute: number;
  /** Those that nobody ordered from here. */
  boots: number;
  /** Of any start. */
  lastBootMs: number | null;
  /** Messages that its sequence counts and that have not come. */
  lost: number;
  crashes: number;
  lastCrashMs: number | null;
  /** Its clock was never set: a Pico's says 2021. */
  clockUnset: boolean;
}

/** What a message showed beyond itself. */
export type BoardEvent =
  /** `by`: who ordered it from here. */
  { kind: 'boot'; why: BootSign; by?: OrderedStart['by'] } | { kind: 'gap'; missing: number } | { kind: 'crash' };

/** What happened, and the row of the store that shows it. */
export interface BoardEventAt {
  rowId: number;
  board: string;
  event: BoardEvent;
}

/** Whoever invents host names fills neither memory nor the store. */
export const mostBoards = 1000;

interface Tracked {
  status: BoardStatus;
  boots: BootWatch;
  minute: { startMs: number; count: number; before: number };
}

export class BoardTracker {
  readonly #boards = new Map<string, Tracked>();
  readonly #ordered = new OrderedStarts();
  /** The board that has a name and this address; null when several do, as behind a relay. */
  readonly #named = new Map<string, string | null>();

  /** Goes on from what was known of the boards before, the one heard last first. */
  constructor(known: readonly BoardStatus[] = []) {
    for (const status of known.slice(0, mostBoards)) {
      this.#boards.set(status.board, tracked({ ...status }));
      if (status.board !== status.address) this.#noteName(status.board, status.address);
    }
  }

  /** The boards, the one heard last first. */
  get boards(): BoardStatus[] {
    return [...this.#boards.values()].map(({ status }) => ({ ...status })).sort((a, b) => b.lastSeenMs - a.lastSeenMs);
  }

  /**
   * The board that a message is from: by its hostname, by the address in its `origin` (RFC 5424 section 7.2), by its sender's address,
   * which is that of a board with a name when only one has it.
   */
  boardOf({ hostname, structuredData, address }: BoardMessage): string {
    return hostname ?? originAddress(structuredData) ?? this.#named.get(address) ?? address;
  }

  /** Somebody ordered the board's next start from here: Run, a soft reset. */
  expectStart(board: string, start: OrderedStart): void {
    const lastBootMs = this.#boards.get(board)?.status.lastBootMs ?? null;
    // Its boot may have been quicker than the news of the order.
    if (lastBootMs === null || lastBootMs < start.atMs) this.#ordered.expect(board, start);
  }

  take(message: BoardMessage): BoardEvent[] {
    const board = this.#board(message);
    const { status } = board;
    const origin = originAddress(message.structuredData);
    status.address = origin ?? message.address;
    if (message.hostname !== null && status.address === message.address) this.#noteName(status.board, message.address);
    if (message.hostname === null && status.board !== message.address) status.host = message.address;
    status.messages += 1;
    countMinute(board, message.receivedAtMs);
    // A clock of the receiver that jumps back makes no board older than it was.
    status.lastSeenMs = Math.max(status.lastSeenMs, message.receivedAtMs);
    const events: BoardEvent[] = [];
    const by = this.#ordered.of(status.board, message.receivedAtMs);
    const { boot, step } = takeSigns(board, message, by !== null);
    if (boot !== null) {
      this.#ordered.fulfil(status.board, message.receivedAtMs);
      if (by === null) status.boots += 1;
      status.lastBootMs = message.receivedAtMs;
      events.push({ kind: 'boot', why: boot, ...(by === null ? {} : { by }) });
    }
    if (step?.kind === 'gap') {
      status.lost += step.missing;
      events.push(step);
    }
    if (step?.kind === 'late') status.lost = Math.max(0, status.lost - 1);
    if (isCrash(message)) {
      status.crashes += 1;
      status.lastCrashMs = message.receivedAtMs;
      events.push({ kind: 'crash' });
    }
    return events;
  }

  #board(message: BoardMessage): Tracked {
    const name = this.boardOf(message);
    const known = this.#boards.get(name);
    if (known !== undefined) return known;
    if (this.#boards.size >= mostBoards) this.#forgetOne();
    const made = tracked({
      board: name,
      address: message.address,
      firstSeenMs: message.receivedAtMs,
      lastSeenMs: message.receivedAtMs,
      messages: 0,
      perMinute: 0,
      boots: 0,
      lastBootMs: null,
      lost: 0,
      crashes: 0,
      lastCrashMs: null,
      clockUnset: false,
    });
    this.#boards.set(name, made);
    return made;
  }

  #noteName(name: string, address: string): void {
    const known = this.#named.get(address);
    if (known === name || known === null || loopback.test(address)) return;
    if (this.#named.size >= mostBoards) this.#named.clear();
    this.#named.set(address, known === undefined ? name : null);
  }

  /** Whoever invents host names must not fill the memory: the board that was silent for longest goes. */
  #forgetOne(): void {
    let silent: Tracked | undefined;
    for (const board of this.#boards.values()) {
      if (silent === undefined || board.status.lastSeenMs < silent.status.lastSeenMs) silent = board;
    }
    if (silent !== undefined) this.#boards.delete(silent.status.board);
  }
}

/** A message that a relay sends on has the relay's address, and that of its board in its `origin`. */
function originAddress(structuredData: BoardMessage['structuredData']): string | null {
  const origin = structuredData.find(({ id }) => id === 'origin');
  const ip = origin?.parameters.find(([name]) => name === 'ip')?.[1];
  return ip !== undefined && ipAddress.test(ip) ? ip : null;
}

/** All simulated boards and all programs of this computer have these. */
const loopback = /^(?:::ffff:)?127\.|^::1$/;
const ipAddress = /^(?:\d{1,3}(?:\.\d{1,3}){3}|(?=.*:)[\da-f:.]{2,45})$/i;

function tracked(status: BoardStatus): Tracked {
  return {
    status,
    boots: new BootWatch({
      lastBootMs: status.lastBootMs,
      clock: status.messages === 0 ? null : status.clockUnset ? 'unset' : 'set',
    }),
    minute: { startMs: status.lastSeenMs, count: 0, before: status.perMinute },
  };
}

function countMinute({ status, minute }: Tracked, nowMs: number): void {
  const minutes = Math.floor((nowMs - minute.startMs) / 60_000);
  if (minutes >= 1 || minutes < 0) {
    minute.before = minutes === 1 ? minute.count : 0;
    minute.count = 0;
    minute.startMs = minutes < 0 ? nowMs : minute.startMs + minutes * 60_000;
  }
  minute.count += 1;
  status.perMinute = Math.max(minute.before, minute.count);
}

function takeSigns(
  { boots, status }: Tracked,
  message: BoardMessage,
  isOrdered: boolean,
): { boot: BootSign | null; step: SequenceStep | null } {
  const { timestampMs, msgId, receivedAtMs } = message;
  const sequenceId = metaNumber(message, 'sequenceId');
  if (timestampMs !== null) status.clockUnset = isClockUnset(message);
  return boots.take({
    isOrdered,
    receivedAtMs,
    sequenceId: sequenceId !== null && sequenceId >= 1 && sequenceId <= highestSequenceId ? sequenceId : null,
    upTime: metaNumber(message, 'sysUpTime'),
    clock: timestampMs === null ? null : status.clockUnset ? 'unset' : 'set',
    isReport: msgId === 'BOOT',
  });
}

function metaNumber({ structuredData }: BoardMessage, name: 'sequenceId' | 'sysUpTime'): number | null {
  for (const { id, parameters } of structuredData) {
    if (id !== 'meta') continue;
    const value = parameters.find(([parameter]) => parameter === name)?.[1];
    return value !== undefined && /^\d{1,10}$/.test(value) ? Number(value) : null;
  }
  return null;
}

/** A traceback begins in it, or it is what `bramble_log` calls a crash; the report of the last one is no new one. */
function isCrash({ msgId, text }: BoardMessage): boolean {
  if (msgId === 'LAST-CRASH') return false;
  return msgId === 'CRASH' || hasTraceback(text);
}
