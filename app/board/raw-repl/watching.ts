/**
 * A program that ran before anyone came: its output is the shell's, and its end is known by what MicroPython says after it. The
 * program may have been started at any prompt, so there are several ends.
 */
import { encode, lastBytes, noBytes } from '../bytes.ts';
import { continueInterrupting, ctrlC, startInterrupting } from './interrupting.ts';
import { completesAt } from './scan.ts';
import { control, type ModeOf, type ReplEvent, type Turn, timing } from './state.ts';

const softReboot = encode('MPY: soft reboot\r\n');
const prompt = encode('\n>>> ');
/** After main.py. */
const bannerAndPrompt = encode('Type "help()" for more information.\r\n>>> ');
/** After a program that another tool ran by the raw REPL and left. */
const rawEnd = Uint8Array.of(control.end, 0x3e);

type Watching = ModeOf<'watching'>;

export function watchingBytes(mode: Watching, bytes: Uint8Array, nowMs: number): Turn {
  const marks = mode.interrupt === null ? [softReboot, bannerAndPrompt, rawEnd] : [softReboot, prompt, rawEnd];
  let first: { mark: Uint8Array; end: number } | null = null;
  for (const mark of marks) {
    const end = completesAt(mode.tail, bytes, mark);
    if (end !== -1 && (first === null || end < first.end)) first = { mark, end };
  }
  if (first === null) {
    const tail = lastBytes(mode.tail, bytes, bannerAndPrompt.length);
    const quietAtMs = endsWithPrompt(tail) ? nowMs + timing.quietPromptMs : null;
    return { mode: { ...mode, tail, quietAtMs }, events: [shown(bytes)] };
  }
  const events = [shown(bytes.subarray(0, first.end))];
  const rest = bytes.subarray(first.end);
  if (first.mark === softReboot) {
    return { mode: { kind: 'main', tail: noBytes, interrupt: null }, rest, events: [...events, { kind: 'restarted' }] };
  }
  // The raw prompt: Ctrl-B makes the friendly one of it, with the banner.
  if (first.mark === rawEnd) {
    return {
      mode: { ...mode, tail: noBytes, quietAtMs: null },
      rest,
      events,
      writes: [Uint8Array.of(control.friendlyMode)],
    };
  }
  return { mode: { kind: 'friendly', tail: noBytes }, rest, events: [...events, { kind: 'prompt' }] };
}

export function watchingTick(mode: Watching, nowMs: number): Turn {
  if (mode.quietAtMs !== null && nowMs >= mode.quietAtMs) {
    return { mode: { kind: 'friendly', tail: noBytes }, events: [{ kind: 'prompt' }] };
  }
  if (mode.interrupt === null) return { mode };
  const { interrupt, writes } = continueInterrupting(mode.interrupt, nowMs);
  if (interrupt !== null) return { mode: { ...mode, interrupt }, writes };
  return { mode: { ...mode, interrupt }, events: [{ kind: 'interrupt-failed' }] };
}

export function interruptWatched(mode: Watching, nowMs: number, timeoutMs: number): Turn {
  return { mode: { ...mode, interrupt: startInterrupting(nowMs, timeoutMs) }, writes: [ctrlC] };
}

function endsWithPrompt(tail: Uint8Array): boolean {
  return completesAt(noBytes, tail.slice(Math.max(0, tail.length - prompt.length)), prompt) !== -1;
}

function shown(bytes: Uint8Array): ReplEvent {
  return { kind: 'friendly', bytes };
}
