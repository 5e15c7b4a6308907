/**
 * The raw REPL as a pure state machine: bytes, time and commands in; the next state, bytes to send and events out. It does no
 * I/O, reads no clock and knows nothing of transports, queues or what a program means.
 */
import { lastBytes, noBytes } from '../bytes.ts';
import { ladderDueMs } from '../rescue/ladder.ts';
import {
  enter,
  enteringBytes,
  enteringTick,
  leave,
  leavingBytes,
  syncingBytes,
  syncingTick,
} from './enter-and-leave.ts';
import { friendlyBytes, friendlyTick, friendlyTyped, interruptFriendly, restart } from './friendly.ts';
import { interruptDueMs } from './interrupting.ts';
import {
  bootingBytes,
  closingBytes,
  interruptProgram,
  programTick,
  resettingBytes,
  runningBytes,
  softReset,
} from './program.ts';
import {
  acceptingBytes,
  execute,
  interruptSending,
  offeringBytes,
  offeringTick,
  pastingBytes,
  refusedBytes,
  sendingTick,
} from './sending.ts';
import { awaitedReboot, type ReplEvent, type ReplInput, type ReplMode, type ReplState, type Turn } from './state.ts';
import { interruptWatched, watchingBytes, watchingTick } from './watching.ts';

/** How much of what arrived an error can tell. */
const arrivedBytes = 160;

export interface ReplStep {
  state: ReplState;
  /** To be sent in this order. */
  writes: Uint8Array[];
  /** In the order in which they happened. */
  events: ReplEvent[];
}

/** One step. Throws only when a command is given in a mode that does not take it: a bug of the caller. */
export function step(state: ReplState, input: ReplInput): ReplStep {
  if (input.kind === 'bytes') return stepBytes(state, input.bytes, input.nowMs);
  if (input.kind === 'tick') {
    const due = dueMs(state);
    if (due === null || input.nowMs < due) return { state, writes: [], events: [] };
    return apply(state, tick(state.mode, input.nowMs));
  }
  const arrived = input.kind === 'interrupt' || input.kind === 'typed' ? state.arrived : noBytes;
  return apply({ ...state, arrived }, command(state, input));
}

function stepBytes(state: ReplState, bytes: Uint8Array, nowMs: number): ReplStep {
  const arrived = lastBytes(state.arrived, bytes, arrivedBytes);
  const total: ReplStep = { state: { ...state, arrived }, writes: [], events: [] };
  let rest = bytes;
  while (rest.length > 0) {
    const turn = take(total.state.mode, rest, nowMs);
    const next = apply(total.state, turn);
    total.state = next.state;
    total.writes.push(...next.writes);
    total.events.push(...next.events);
    // A mode that used everything, or keeps the beginning of a marker for itself, has no rest.
    rest = turn.rest ?? noBytes;
  }
  return total;
}

function apply(state: ReplState, turn: Turn): ReplStep {
  const writes = turn.writes ?? [];
  const events = turn.events ?? [];
  const rawPaste = turn.rawPaste ?? state.rawPaste;
  if (turn.awaited === undefined) return { state: { ...state, rawPaste, mode: turn.mode }, writes, events };
  // Bytes only fail by being wrong, ticks only by being late: the one kind of failure has a rest.
  const reason = turn.rest === undefined ? 'timeout' : 'unexpected';
  const failed: ReplEvent = { kind: 'failed', reason, awaited: turn.awaited, arrived: state.arrived };
  return { state: { ...state, rawPaste, mode: { kind: 'astray' } }, writes, events: [...events, failed] };
}

function take(mode: ReplMode, bytes: Uint8Array, nowMs: number): Turn {
  switch (mode.kind) {
    case 'friendly':
    case 'executing':
    case 'interrupting':
    case 'restarting':
    case 'main':
      return friendlyBytes(mode, bytes);
    case 'watching':
      return watchingBytes(mode, bytes, nowMs);
    case 'entering':
      return enteringBytes(mode, bytes, nowMs);
    case 'syncing':
      return syncingBytes(mode, bytes);
    case 'offering':
      return offeringBytes(mode, bytes, nowMs);
    case 'refused':
      return refusedBytes(mode, bytes, nowMs);
    case 'pasting':
      return pastingBytes(mode, bytes, nowMs);
    case 'accepting':
      return acceptingBytes(mode, bytes, nowMs);
    case 'running':
      return runningBytes(mode, bytes, nowMs);
    case 'closing':
      return closingBytes(mode, bytes);
    case 'resetting':
      return resettingBytes(mode, bytes);
    case 'booting':
      return bootingBytes(mode, bytes);
    case 'leaving':
      return leavingBytes(mode, bytes);
    case 'raw':
      return { mode: { kind: 'raw', disturbed: true }, events: [{ kind: 'noise', bytes }] };
    case 'sending':
      return { mode, events: [{ kind: 'noise', bytes }] };
    case 'astray':
      return { mode };
  }
}

function tick(mode: ReplMode, nowMs: number): Turn {
  switch (mode.kind) {
    case 'executing':
    case 'interrupting':
    case 'restarting':
    case 'main':
      return friendlyTick(mode, nowMs);
    case 'watching':
      return watchingTick(mode, nowMs);
    case 'entering':
      return enteringTick(mode, nowMs);
    case 'syncing':
      return syncingTick(mode, nowMs);
    case 'offering':
      return offeringTick(mode, nowMs);
    case 'sending':
      return sendingTick(mode, nowMs);
    case 'running':
    case 'booting':
      return programTick(mode, nowMs);
    case 'refused':
      return { mode, awaited: 'the raw prompt after raw-paste was refused' };
    case 'pasting':
      return { mode, awaited: 'a window or the end of the raw-paste' };
    case 'accepting':
      return { mode, awaited: '"OK" for the program' };
    case 'closing':
      return { mode, awaited: 'the raw prompt after the program' };
    case 'resetting':
      return { mode, awaited: awaitedReboot };
    case 'leaving':
      return { mode, awaited: 'the friendly prompt ">>> " after Ctrl-B' };
    case 'friendly':
    case 'raw':
    case 'astray':
      return { mode };
  }
}

function command(state: ReplState, input: Exclude<ReplInput, { kind: 'bytes' | 'tick' }>): Turn {
  const { mode } = state;
  switch (input.kind) {
    case 'enter':
      return mode.kind === 'raw' && mode.disturbed !== true
        ? { mode, events: [{ kind: 'entered' }] }
        : enter(input.nowMs, input.timeoutMs, input.approach);
    case 'execute':
      expectMode(mode, 'raw', input.kind);
      return execute(input.source, state.rawPaste, input.nowMs);
    case 'soft-reset':
      expectMode(mode, 'raw', input.kind);
      return softReset(input.nowMs);
    case 'leave':
      expectMode(mode, 'raw', input.kind);
      return leave(input.nowMs);
    case 'restart':
      expectMode(mode, 'friendly', input.kind);
      return restart(input.nowMs);
    case 'typed':
      return mode.kind === 'friendly' ? friendlyTyped(mode, input.bytes, input.nowMs) : { mode };
    case 'interrupt':
      return interrupt(mode, input.nowMs, input.timeoutMs);
  }
}

/** Where nothing runs that Ctrl-C could stop, it is not sent. */
function interrupt(mode: ReplMode, nowMs: number, timeoutMs: number): Turn {
  switch (mode.kind) {
    case 'friendly':
    case 'executing':
    case 'interrupting':
    case 'restarting':
    case 'main':
      return interruptFriendly(mode, nowMs, timeoutMs);
    case 'watching':
      return interruptWatched(mode, nowMs, timeoutMs);
    case 'offering':
    case 'refused':
    case 'pasting':
    case 'sending':
    case 'accepting':
      return interruptSending(mode, timeoutMs);
    case 'running':
    case 'booting':
      return interruptProgram(mode, nowMs, timeoutMs);
    default:
      return { mode };
  }
}

function expectMode(mode: ReplMode, wanted: ReplMode['kind'], input: string): void {
  if (mode.kind !== wanted) throw new Error(`The raw REPL takes "${input}" in mode ${wanted}, not ${mode.kind}.`);
}

/** When the next tick is due, in the milliseconds of the inputs; null when none is. */
export function dueMs({ mode }: ReplState): number | null {
  switch (mode.kind) {
    case 'friendly':
    case 'raw':
    case 'astray':
      return null;
    case 'interrupting':
    case 'main':
    case 'running':
    case 'booting':
      return interruptDueMs(mode.interrupt);
    case 'executing':
      return mode.noticeMs ?? interruptDueMs(mode.interrupt);
    case 'watching':
      return earlier(mode.quietAtMs, interruptDueMs(mode.interrupt));
    case 'entering':
      return ladderDueMs(mode.ladder);
    case 'syncing':
      return Math.min(mode.nextMs, mode.deadlineMs);
    case 'sending':
      return mode.nextMs;
    default:
      return mode.deadlineMs;
  }
}

function earlier(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
