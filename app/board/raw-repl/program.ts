/** A program that runs: its output, its traceback, its end, and the soft resets of the raw REPL. */
import { encode, noBytes } from '../bytes.ts';
import { rawBanner } from './enter-and-leave.ts';
import { continueInterrupting, ctrlC, startInterrupting } from './interrupting.ts';
import { scan } from './scan.ts';
import { control, type ModeOf, type ReplEvent, type Turn, timing } from './state.ts';

const softReboot = encode('MPY: soft reboot\r\n');
const prompt = 0x3e;

export function runningBytes(mode: ModeOf<'running'>, bytes: Uint8Array, nowMs: number): Turn {
  const end = bytes.indexOf(control.end);
  const part = end === -1 ? bytes : bytes.subarray(0, end);
  const events: ReplEvent[] = part.length === 0 ? [] : [{ kind: mode.section, bytes: part }];
  if (end === -1) return { mode, events };
  const rest = bytes.subarray(end + 1);
  if (mode.section === 'output') return { mode: { ...mode, section: 'traceback' }, rest, events };
  return { mode: { kind: 'closing', held: noBytes, deadlineMs: nowMs + timing.promptMs }, rest, events };
}

export function closingBytes(mode: ModeOf<'closing'>, bytes: Uint8Array): Turn {
  if (mode.held.length === 0 && bytes[0] === prompt) {
    return { mode: { kind: 'raw' }, rest: bytes.subarray(1), events: [{ kind: 'ended', rebooted: false }] };
  }
  const { found, before, rest } = scan(mode.held, bytes, [softReboot]);
  // A soft reboot of a board whose cursor is in mid-line begins with CRLF.
  if (before.some((byte) => byte !== 0x0d && byte !== 0x0a)) {
    return { mode, rest, awaited: 'the raw prompt after the program (did its output hold the byte 0x04?)' };
  }
  if (found === -1) return { mode: { ...mode, held: rest } };
  return { mode: { kind: 'booting', held: noBytes, endsAs: 'ended', interrupt: null }, rest };
}

/** Ctrl-D at the raw prompt. */
export function softReset(nowMs: number): Turn {
  return {
    mode: { kind: 'resetting', held: noBytes, deadlineMs: nowMs + timing.rebootMs },
    writes: [Uint8Array.of(control.end)],
  };
}

export function resettingBytes(mode: ModeOf<'resetting'>, bytes: Uint8Array): Turn {
  const { found, rest } = scan(mode.held, bytes, [softReboot]);
  if (found === -1) return { mode: { ...mode, held: rest } };
  return { mode: { kind: 'booting', held: noBytes, endsAs: 'reset', interrupt: null }, rest };
}

export function bootingBytes(mode: ModeOf<'booting'>, bytes: Uint8Array): Turn {
  const { found, before, rest } = scan(mode.held, bytes, [rawBanner]);
  const events: ReplEvent[] = before.length === 0 ? [] : [{ kind: 'boot-output', bytes: before }];
  if (found === -1) return { mode: { ...mode, held: rest }, events };
  const end: ReplEvent = mode.endsAs === 'reset' ? { kind: 'reset' } : { kind: 'ended', rebooted: true };
  return { mode: { kind: 'raw' }, rest, events: [...events, end] };
}

export function interruptProgram(mode: ModeOf<'running' | 'booting'>, nowMs: number, timeoutMs: number): Turn {
  return { mode: { ...mode, interrupt: startInterrupting(nowMs, timeoutMs) }, writes: [ctrlC] };
}

export function programTick(mode: ModeOf<'running' | 'booting'>, nowMs: number): Turn {
  if (mode.interrupt === null) return { mode };
  const { interrupt, writes } = continueInterrupting(mode.interrupt, nowMs);
  if (interrupt !== null) return { mode: { ...mode, interrupt }, writes };
  return { mode: { ...mode, interrupt }, events: [{ kind: 'interrupt-failed' }] };
}
