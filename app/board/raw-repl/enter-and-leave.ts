/** Into the raw REPL from wherever the board is, and back to the friendly prompt. */
import { concat, decode, encode, lastBytes, noBytes } from '../bytes.ts';
import { type LadderStep, ladderBytes, ladderTick, startLadder } from '../rescue/ladder.ts';
import type { Approach } from '../rescue/rungs.ts';
import { scan } from './scan.ts';
import { control, type ModeOf, type ReplEvent, type Turn, timing } from './state.ts';

export const rawBanner = encode('raw REPL; CTRL-B to exit\r\n>');
const friendlyPrompt = encode('>>> ');

export function enter(nowMs: number, timeoutMs: number, approach: Approach = 'interrupt'): Turn {
  return afterLadder(startLadder(nowMs, timeoutMs, approach), nowMs);
}

export function enteringBytes(mode: ModeOf<'entering'>, bytes: Uint8Array, nowMs: number): Turn {
  return afterLadder(ladderBytes(mode.ladder, bytes, nowMs), nowMs);
}

export function enteringTick(mode: ModeOf<'entering'>, nowMs: number): Turn {
  return afterLadder(ladderTick(mode.ladder, nowMs), nowMs);
}

function afterLadder({ ladder, writes, events: said, end }: LadderStep, nowMs: number): Turn {
  const events = said.map(
    (event): ReplEvent => (event.kind === 'heard' ? { kind: 'friendly', bytes: event.bytes } : event),
  );
  switch (end?.kind) {
    case undefined:
      return { mode: { kind: 'entering', ladder }, writes, events };
    case 'gave-up':
      return { mode: { kind: 'astray' }, writes, events: [...events, { kind: 'gave-up', evidence: end.evidence }] };
    case 'watching': {
      const mode: Turn['mode'] = { kind: 'watching', tail: ladder.evidence.tail, interrupt: null, quietAtMs: null };
      return { mode, rest: end.rest, writes, events: [...events, { kind: 'watching', silent: end.silent }] };
    }
    case 'raw':
      if (!end.late) return { mode: { kind: 'raw' }, rest: end.rest, events: [...events, { kind: 'entered' }] };
      return sync(end.attempts, Math.max(ladder.deadlineMs, nowMs + timing.promptMs), nowMs, end.rest, events);
  }
}

/** Answers to the other attempts may follow; they would be taken for a refusal of raw-paste. */
function sync(token: number, deadlineMs: number, nowMs: number, rest: Uint8Array, events: ReplEvent[]): Turn {
  return {
    mode: { kind: 'syncing', held: noBytes, token, nextMs: nowMs + timing.syncRetryMs, deadlineMs },
    rest,
    events,
    writes: [syncCommand(token)],
  };
}

export function syncingBytes(mode: ModeOf<'syncing'>, bytes: Uint8Array): Turn {
  const { found, rest } = scan(mode.held, bytes, [encode(`OKbramble-${mode.token}\r\n\x04\x04>`)]);
  if (found === -1) return { mode: { ...mode, held: rest } };
  return { mode: { kind: 'raw' }, rest, events: [{ kind: 'entered' }] };
}

export function syncingTick(mode: ModeOf<'syncing'>, nowMs: number): Turn {
  if (nowMs >= mode.deadlineMs) return { mode, awaited: 'the answer to a command that marks the end of late answers' };
  if (nowMs < mode.nextMs) return { mode };
  // Another token: an answer that was late for the first would be taken for the second's, and the second's would stay.
  const token = mode.token + 1;
  return {
    mode: { ...mode, held: noBytes, token, nextMs: nowMs + timing.syncRetryMs },
    writes: [syncCommand(token)],
  };
}

/** The token stands in no echo of this text, only in its answer. */
function syncCommand(token: number): Uint8Array {
  return concat([Uint8Array.of(control.interrupt), encode(`print("bramble-%d"%${token})\x04`)]);
}

/** Ctrl-C empties the raw REPL's line: what a program left unread stands there, and must not come before the next command. */
export function leave(nowMs: number): Turn {
  return {
    mode: { kind: 'leaving', held: noBytes, before: noBytes, deadlineMs: nowMs + timing.promptMs },
    writes: [Uint8Array.of(control.interrupt, control.friendlyMode)],
  };
}

export function leavingBytes(mode: ModeOf<'leaving'>, bytes: Uint8Array): Turn {
  const { found, before, rest } = scan(mode.held, bytes, [friendlyPrompt]);
  const seen = lastBytes(mode.before, before, 400);
  if (found === -1) return { mode: { ...mode, held: rest, before: seen } };
  const banner = /^(MicroPython [^\r\n]+)\r\nType "help\(\)"/m.exec(decode(seen))?.[1] ?? null;
  return { mode: { kind: 'friendly', tail: noBytes }, rest, events: [{ kind: 'left', banner }] };
}
