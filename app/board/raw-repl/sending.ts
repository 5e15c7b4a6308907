/** How a program gets into the board: by raw-paste under the board's flow control, or by the plain raw REPL at a slow pace. */
import { concat, encode, noBytes } from '../bytes.ts';
import { rawBanner } from './enter-and-leave.ts';
import { ctrlC, startInterrupting } from './interrupting.ts';
import { scan } from './scan.ts';
import { type Cargo, control, type ModeOf, type ReplEvent, type ReplState, type Turn, timing } from './state.ts';

const pasteAccepted = encode('R\x01');
const pasteRefused = encode('R\x00');
const accepted = encode('OK');
const eot = Uint8Array.of(control.end);

export function execute(source: Uint8Array, rawPaste: ReplState['rawPaste'], nowMs: number): Turn {
  // Ctrl-D after nothing is a soft reset in the plain raw REPL.
  const cargo: Cargo = { source: source.length === 0 ? encode('\n') : source, stopWithinMs: null };
  if (rawPaste === 'unsupported') return sendPlainly(cargo, nowMs);
  return {
    mode: { kind: 'offering', held: noBytes, cargo, deadlineMs: nowMs + timing.pasteReplyMs },
    writes: [Uint8Array.of(control.paste, 0x41, control.rawMode)],
  };
}

/** Someone wants the program stopped before it ran. */
export function interruptSending(
  mode: ModeOf<'offering' | 'refused' | 'pasting' | 'sending' | 'accepting'>,
  timeoutMs: number,
): Turn {
  const cargo = { ...mode.cargo, stopWithinMs: timeoutMs };
  if (mode.kind === 'sending') return dropUnsent();
  if (mode.kind === 'pasting' && mode.windowBytes > 0 && !mode.terminated) return endPaste({ ...mode, cargo }, ctrlC);
  return { mode: { ...mode, cargo } };
}

/** Ctrl-C clears the raw REPL's line and is not answered. */
function dropUnsent(): Turn {
  return { mode: { kind: 'raw' }, writes: [ctrlC], events: [{ kind: 'ended', rebooted: false }] };
}

export function offeringBytes(mode: ModeOf<'offering'>, bytes: Uint8Array, nowMs: number): Turn {
  const { found, before, rest } = scan(mode.held, bytes, [pasteAccepted, pasteRefused, rawBanner]);
  const events = noise(before);
  if (found === -1) return { mode: { ...mode, held: rest }, events };
  const { cargo } = mode;
  if (found === 0) {
    const deadlineMs = nowMs + timing.pasteWindowMs;
    const paste = { sentBytes: 0, creditBytes: 0, windowBytes: 0, head: noBytes, terminated: false };
    return { mode: { kind: 'pasting', cargo, ...paste, deadlineMs }, rest, events, rawPaste: 'supported' };
  }
  if (found === 1) {
    const deadlineMs = nowMs + timing.promptMs;
    return { mode: { kind: 'refused', held: noBytes, cargo, deadlineMs }, rest, events, rawPaste: 'unsupported' };
  }
  // Firmware before 1.14 takes the Ctrl-A alone and shows its banner and prompt again.
  return { ...sendPlainly(cargo, nowMs), rest, events, rawPaste: 'unsupported' };
}

/** No known answer at all: Ctrl-C and Ctrl-A clear whatever the offer left on the line, and the banner ends it. */
export function offeringTick(mode: ModeOf<'offering'>, nowMs: number): Turn {
  if (nowMs < mode.deadlineMs) return { mode };
  return {
    mode: { kind: 'refused', held: noBytes, cargo: mode.cargo, deadlineMs: nowMs + timing.promptMs },
    writes: [Uint8Array.of(control.interrupt, control.rawMode)],
    rawPaste: 'unsupported',
  };
}

export function refusedBytes(mode: ModeOf<'refused'>, bytes: Uint8Array, nowMs: number): Turn {
  const { found, rest } = scan(mode.held, bytes, [encode('>')]);
  if (found === -1) return { mode: { ...mode, held: rest } };
  return { ...sendPlainly(mode.cargo, nowMs), rest };
}

export function pastingBytes(mode: ModeOf<'pasting'>, bytes: Uint8Array, nowMs: number): Turn {
  const deadlineMs = nowMs + timing.pasteWindowMs;
  if (mode.windowBytes === 0) {
    const head = concat([mode.head, bytes.subarray(0, 2 - mode.head.length)]);
    const rest = bytes.subarray(2 - mode.head.length);
    const [low, high] = head;
    if (low === undefined || high === undefined) return { mode: { ...mode, head, deadlineMs }, rest };
    const windowBytes = low + 256 * high;
    if (windowBytes === 0) return { mode, rest, awaited: 'a window size above 0 for the raw-paste' };
    const open = { ...mode, head, windowBytes, creditBytes: windowBytes, deadlineMs };
    if (mode.cargo.stopWithinMs !== null) return { ...endPaste(open, ctrlC), rest };
    return { ...pasteOn(open), rest };
  }
  const [byte] = bytes;
  const rest = bytes.subarray(1);
  if (byte === 0x01)
    return { ...pasteOn({ ...mode, creditBytes: mode.creditBytes + mode.windowBytes, deadlineMs }), rest };
  if (byte === control.end) return { ...run(mode.cargo, nowMs), ...terminator(mode), rest };
  return { mode, rest, awaited: 'a window or the end of the raw-paste' };
}

/** An EOT before ours means that the board will not read on (a syntax error); it then waits for the host's end. */
function terminator(mode: ModeOf<'pasting'>): Pick<Turn, 'writes'> {
  if (!mode.terminated) return { writes: [eot, ...(mode.cargo.stopWithinMs === null ? [] : [ctrlC])] };
  return { writes: mode.cargo.stopWithinMs === null ? [] : [ctrlC] };
}

function pasteOn(mode: ModeOf<'pasting'>): Turn {
  if (mode.terminated) return { mode };
  const { source } = mode.cargo;
  const count = Math.min(mode.creditBytes, source.length - mode.sentBytes);
  const sentBytes = mode.sentBytes + count;
  const next = { ...mode, sentBytes, creditBytes: mode.creditBytes - count };
  const writes = count === 0 ? [] : [source.subarray(mode.sentBytes, sentBytes)];
  if (sentBytes < source.length) return { mode: next, writes };
  const ended = endPaste(next, eot);
  return { ...ended, writes: [...writes, ...(ended.writes ?? [])] };
}

function endPaste(mode: ModeOf<'pasting'>, how: Uint8Array): Turn {
  return { mode: { ...mode, terminated: true }, writes: [how] };
}

function sendPlainly(cargo: Cargo, nowMs: number): Turn {
  if (cargo.stopWithinMs !== null) return dropUnsent();
  return sendingTick({ kind: 'sending', cargo, sentBytes: 0, nextMs: nowMs }, nowMs);
}

export function sendingTick(mode: ModeOf<'sending'>, nowMs: number): Turn {
  if (nowMs < mode.nextMs) return { mode };
  const { source } = mode.cargo;
  const sentBytes = Math.min(source.length, mode.sentBytes + timing.plainChunkBytes);
  const chunk = source.subarray(mode.sentBytes, sentBytes);
  if (sentBytes < source.length) {
    return { mode: { ...mode, sentBytes, nextMs: nowMs + timing.plainPauseMs }, writes: [chunk] };
  }
  const deadlineMs = nowMs + timing.acceptedMs;
  return { mode: { kind: 'accepting', held: noBytes, cargo: mode.cargo, deadlineMs }, writes: [concat([chunk, eot])] };
}

export function acceptingBytes(mode: ModeOf<'accepting'>, bytes: Uint8Array, nowMs: number): Turn {
  const { found, before, rest } = scan(mode.held, bytes, [accepted]);
  const events = noise(before);
  if (found === -1) return { mode: { ...mode, held: rest }, events };
  const running = run(mode.cargo, nowMs);
  const writes = mode.cargo.stopWithinMs === null ? [] : [ctrlC];
  return { ...running, rest, writes, events: [...events, ...(running.events ?? [])] };
}

function run(cargo: Cargo, nowMs: number): Turn {
  const interrupt = cargo.stopWithinMs === null ? null : startInterrupting(nowMs, cargo.stopWithinMs);
  return { mode: { kind: 'running', section: 'output', interrupt }, events: [{ kind: 'started' }] };
}

function noise(bytes: Uint8Array): ReplEvent[] {
  return bytes.length === 0 ? [] : [{ kind: 'noise', bytes }];
}
