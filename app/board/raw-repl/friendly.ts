/** The friendly REPL as the machine sees it: bytes for the shell, shown as they come, and the few marks in them that matter. */
import { encode, lastBytes, noBytes } from '../bytes.ts';
import { continueInterrupting, ctrlC, startInterrupting } from './interrupting.ts';
import { completesAt } from './scan.ts';
import { awaitedReboot, control, type ModeOf, type ReplEvent, type Turn, timing } from './state.ts';

const softReboot = encode('MPY: soft reboot\r\n');
const prompt = encode('\n>>> ');
/** Ready for another line, be it the first, the next of a block, or one of paste mode. */
const anyPrompt = [prompt, encode('\n... '), encode('\n=== ')];
const bannerAndPrompt = encode('Type "help()" for more information.\r\n>>> ');

type FriendlyMode = ModeOf<'friendly' | 'executing' | 'interrupting' | 'restarting' | 'main'>;

/** Ctrl-D at the friendly prompt. */
export function restart(nowMs: number): Turn {
  return {
    mode: { kind: 'restarting', tail: noBytes, deadlineMs: nowMs + timing.rebootMs },
    writes: [Uint8Array.of(control.end)],
  };
}

/** The end of a line makes the friendly REPL execute it. */
export function friendlyTyped(mode: ModeOf<'friendly'>, bytes: Uint8Array, nowMs: number): Turn {
  if (!bytes.includes(0x0d) && !bytes.includes(0x0a)) return { mode };
  return { mode: { kind: 'executing', tail: noBytes, noticeMs: nowMs + timing.noticeMs, interrupt: null } };
}

export function interruptFriendly(mode: FriendlyMode, nowMs: number, timeoutMs: number): Turn {
  // Nothing runs yet that Ctrl-C could stop.
  if (mode.kind === 'restarting') return { mode };
  const interrupt = startInterrupting(nowMs, timeoutMs);
  if (mode.kind === 'friendly') return { mode: { kind: 'interrupting', tail: noBytes, interrupt }, writes: [ctrlC] };
  return { mode: { ...mode, interrupt }, writes: [ctrlC] };
}

export function friendlyBytes(mode: FriendlyMode, bytes: Uint8Array): Turn {
  // The tail is kept apart and nothing is held back: the shell shows each key's echo at once.
  const mark = firstMark(mode, bytes);
  if (mark === null) {
    return { mode: { ...mode, tail: lastBytes(mode.tail, bytes, bannerAndPrompt.length) }, events: [shown(bytes)] };
  }
  const events: ReplEvent[] = [shown(bytes.subarray(0, mark.end))];
  const rest = bytes.subarray(mark.end);
  if (mark.marker !== softReboot) {
    return { mode: { kind: 'friendly', tail: noBytes }, rest, events: [...events, { kind: 'prompt' }] };
  }
  return { mode: { kind: 'main', tail: noBytes, interrupt: null }, rest, events: [...events, { kind: 'restarted' }] };
}

function firstMark(mode: FriendlyMode, bytes: Uint8Array): { marker: Uint8Array; end: number } | null {
  let first: { marker: Uint8Array; end: number } | null = null;
  for (const marker of marksOf(mode)) {
    const end = completesAt(mode.tail, bytes, marker);
    if (end !== -1 && (first === null || end < first.end)) first = { marker, end };
  }
  return first;
}

/** main.py may print what looks like a prompt, but not what looks like the banner; interrupted, either will do. */
function marksOf(mode: FriendlyMode): readonly Uint8Array[] {
  switch (mode.kind) {
    case 'main':
      return [mode.interrupt === null ? bannerAndPrompt : prompt];
    case 'executing':
      return [...anyPrompt, softReboot];
    case 'interrupting':
      return [prompt];
    case 'friendly':
    case 'restarting':
      return [softReboot];
  }
}

export function friendlyTick(mode: Exclude<FriendlyMode, { kind: 'friendly' }>, nowMs: number): Turn {
  if (mode.kind === 'restarting') return { mode, awaited: awaitedReboot };
  if (mode.kind === 'executing' && mode.noticeMs !== null && nowMs >= mode.noticeMs) {
    return { mode: { ...mode, noticeMs: null }, events: [{ kind: 'executing' }] };
  }
  if (mode.interrupt === null) return { mode };
  const { interrupt, writes } = continueInterrupting(mode.interrupt, nowMs);
  if (interrupt !== null) return { mode: { ...mode, interrupt }, writes };
  const after: Turn['mode'] =
    mode.kind === 'interrupting' ? { kind: 'friendly', tail: mode.tail } : { ...mode, interrupt };
  return { mode: after, events: [{ kind: 'interrupt-failed' }] };
}

function shown(bytes: Uint8Array): ReplEvent {
  return { kind: 'friendly', bytes };
}
