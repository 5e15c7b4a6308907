/** Into the raw REPL from wherever the board is, and back to the friendly prompt. */
import { concat, decode, encode, lastBytes, noBytes } from '../bytes.ts';
import { scan } from './scan.ts';
import { control, type ModeOf, type Turn, timing } from './state.ts';

export const rawBanner = encode('raw REPL; CTRL-B to exit\r\n>');
const friendlyPrompt = encode('>>> ');

/**
 * Ctrl-C first, twice: once for a program, once for what it leaves (a half-typed line, paste mode, a cut-off paste), and
 * nothing before it, for junk could fill the board's ring so that Ctrl-C never arrives. Ctrl-A counts on an empty line only.
 */
const enterKeys = Uint8Array.of(control.interrupt, control.interrupt, control.rawMode);

export function enter(nowMs: number, timeoutMs: number): Turn {
  return {
    mode: {
      kind: 'entering',
      held: noBytes,
      attempts: 1,
      nextMs: nowMs + timing.entryRetryMs,
      deadlineMs: nowMs + timeoutMs,
    },
    writes: [enterKeys],
  };
}

export function enteringBytes(mode: ModeOf<'entering'>, bytes: Uint8Array, nowMs: number): Turn {
  const { found, rest } = scan(mode.held, bytes, [rawBanner]);
  if (found === -1) return { mode: { ...mode, held: rest } };
  if (mode.attempts === 1) return { mode: { kind: 'raw' }, rest, events: [{ kind: 'entered' }] };
  // Answers to the other attempts may follow; they would be taken for a refusal of raw-paste.
  const token = mode.attempts;
  const deadlineMs = Math.max(mode.deadlineMs, nowMs + timing.promptMs);
  return {
    mode: { kind: 'syncing', held: noBytes, token, nextMs: nowMs + timing.syncRetryMs, deadlineMs },
    rest,
    writes: [syncCommand(token)],
  };
}

export function enteringTick(mode: ModeOf<'entering'>, nowMs: number): Turn {
  if (nowMs >= mode.deadlineMs) return { mode, awaited: 'the raw REPL after Ctrl-C and Ctrl-A' };
  if (nowMs < mode.nextMs) return { mode };
  return {
    mode: { ...mode, attempts: mode.attempts + 1, nextMs: nowMs + timing.entryRetryMs },
    writes: [enterKeys],
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
