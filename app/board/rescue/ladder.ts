/**
 * The ladder of ways to get a board's attention, as a pure state machine: bytes and ticks in; what to send and what happened out. Each rung
 * has its deadline. It ends at the raw prompt, at a program that is watched and not disturbed, or with the evidence of why
 * neither was reached. What is done at the raw prompt, and with answers that come late, is the raw REPL's.
 */
import { concat, encode, indexOfBytes, lastBytes, noBytes } from '../bytes.ts';
import { completesAt, scan } from '../raw-repl/scan.ts';
import { type Evidence, noteBytes, noteRung, startEvidence } from './evidence.ts';
import { type Approach, type Rung, rungTiming } from './rungs.ts';

const [rawMode, friendlyMode, interrupt, end] = [0x01, 0x02, 0x03, 0x04];
const rawBanner = encode('raw REPL; CTRL-B to exit\r\n>');
const prompt = encode('\n>>> ');
const banner = encode('MicroPython v');
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const heardBytes = 16 * 1024;
const bannerAndPrompt = encode('Type "help()" for more information.\r\n>>> ');

/**
 * Ctrl-C first, twice: once for a program, once for what it leaves (a half-typed line, paste mode, a cut-off paste), and
 * nothing before it, for junk could fill the board's ring so that Ctrl-C never arrives. Ctrl-A counts on an empty line only.
 */
const enterKeys = Uint8Array.of(interrupt, interrupt, rawMode);
/**
 * A program that catches KeyboardInterrupt and goes on is open to the next one for the few bytecodes of its handler only, and a Ctrl-C
 * that comes while one waits is lost: only many at once, again and again, meet that moment. rp2 takes Ctrl-C out of the
 * stream as it arrives, so they fill no ring unless the character is masked.
 */
const burst = new Uint8Array(32).fill(interrupt);
const burstAndEnter = concat([burst, enterKeys]);
const enterEveryBursts = 8;
/** A program that masked Ctrl-C and reads: the end of its line, Ctrl-C as readline's own key, the end of its input. */
const endInputKeys = concat([Uint8Array.of(0x0d, interrupt, 0x0d, end), enterKeys]);

export interface Ladder {
  rung: Rung;
  approach: Approach;
  /** How many times Ctrl-A was sent. */
  attempts: number;
  /** How often this rung sent something. */
  sent: number;
  nextMs: number;
  /** Whether the next line that arrives is answered by a burst: one line between two ticks is. */
  answers: boolean;
  rungEndsMs: number;
  deadlineMs: number;
  /** The end of what came that may be the beginning of the raw banner. */
  held: Uint8Array;
  evidence: Evidence;
  /** What the board printed while it was only listened to, the newest of it: told once it is known what the board does. */
  heard: Uint8Array;
}

export type LadderEvent =
  | { kind: 'rung'; rung: Rung }
  /** What the board printed while it was only listened to. */
  | { kind: 'heard'; bytes: Uint8Array };

export type LadderEnd =
  /** The raw banner came. `late`: answers to other attempts may follow it. */
  | { kind: 'raw'; attempts: number; late: boolean; rest: Uint8Array }
  /** Something runs, or nothing may be sent to find out. `silent`: it printed nothing. */
  | { kind: 'watching'; silent: boolean; rest: Uint8Array }
  | { kind: 'gave-up'; evidence: Evidence };

export interface LadderStep {
  ladder: Ladder;
  writes: Uint8Array[];
  events: LadderEvent[];
  end: LadderEnd | null;
}

export function startLadder(nowMs: number, timeoutMs: number, approach: Approach): LadderStep {
  const deadlineMs = nowMs + timeoutMs;
  const rung: Rung = approach === 'interrupt' ? 'interrupting' : 'listening';
  const ladder: Ladder = {
    rung,
    approach,
    attempts: 0,
    sent: 0,
    nextMs: nowMs,
    answers: true,
    rungEndsMs: Math.min(deadlineMs, nowMs + lengthOf(rung)),
    deadlineMs,
    held: noBytes,
    evidence: startEvidence(rung),
    heard: noBytes,
  };
  return act({ ladder, writes: [], events: [{ kind: 'rung', rung }], end: null }, nowMs);
}

export function ladderBytes(ladder: Ladder, bytes: Uint8Array, nowMs: number): LadderStep {
  const answer = answerAt(ladder, bytes);
  if (answer !== -1) return answered(ladder, bytes, answer, nowMs);
  const mark = markOf(ladder);
  const end = mark === null ? -1 : completesAt(ladder.evidence.tail, bytes, mark);
  if (end === -1) return withoutMark(ladder, bytes);
  const before = withoutMark(ladder, bytes.subarray(0, end));
  if (before.end !== null) return { ...before, end: withRest(before.end, bytes.subarray(end)) };
  const turned = marked(before, nowMs);
  const rest = bytes.subarray(end);
  if (rest.length === 0) return turned;
  const after = ladderBytes(turned.ladder, rest, nowMs);
  return { ...after, writes: [...turned.writes, ...after.writes], events: [...turned.events, ...after.events] };
}

/** Where a line ends that Ctrl-C is to answer: among the bursts, the first since the last of them. */
function answerAt({ rung, answers, sent }: Ladder, bytes: Uint8Array): number {
  return rung === 'bursting' && answers && sent > 0 ? bytes.indexOf(lineFeed) : -1;
}

/**
 * A program that prints where it catches KeyboardInterrupt is there when its line arrives, or was a moment ago: no moment is better for
 * another. A busy computer, which gives the two of them turns, may have no other at all.
 */
function answered(ladder: Ladder, bytes: Uint8Array, at: number, nowMs: number): LadderStep {
  const before = ladderBytes({ ...ladder, answers: false }, bytes.subarray(0, at), nowMs);
  const rest = bytes.subarray(at);
  if (before.end !== null) return { ...before, end: withRest(before.end, rest) };
  // The prompt came before the line's end: it is not to be disturbed.
  const atPrompt = before.ladder.sent === 0;
  const after = ladderBytes(atPrompt ? { ...before.ladder, answers: true } : before.ladder, rest, nowMs);
  const writes = [...before.writes, ...(atPrompt ? [] : [burst]), ...after.writes];
  return { ...after, writes, events: [...before.events, ...after.events] };
}

/** What makes this rung do something before its time. */
function markOf({ rung, approach, sent }: Ladder): Uint8Array | null {
  // The answer to Ctrl-B, or a board that has just started.
  if (rung === 'listening' || rung === 'knocking') return approach === 'attach' ? bannerAndPrompt : null;
  // The program ended: more Ctrl-C would only make more prompts.
  return rung === 'bursting' && sent > 0 ? prompt : null;
}

function marked(step: LadderStep, nowMs: number): LadderStep {
  const { ladder } = step;
  if (ladder.rung !== 'bursting') {
    // Not the banner, of which the beginning may be missing: whoever reaches the prompt shows it whole.
    const said = ladder.heard.subarray(0, Math.max(0, indexOfBytes(ladder.heard, banner)));
    // Ctrl-B ends the line on a board that has just started; an empty line is nothing to tell.
    const isEmpty = said.every((byte) => byte === carriageReturn || byte === lineFeed);
    return climb({ ...step, events: heard(isEmpty ? noBytes : said) }, 'interrupting', nowMs);
  }
  const paused = { ...ladder, sent: 0, attempts: ladder.attempts + 1, nextMs: nowMs + rungTiming.burstPauseMs };
  return { ...step, ladder: paused, writes: [enterKeys] };
}

function withoutMark(ladder: Ladder, bytes: Uint8Array): LadderStep {
  const noted = { ...ladder, evidence: noteBytes(ladder.evidence, bytes) };
  if (ladder.rung === 'listening' || ladder.rung === 'knocking') {
    return {
      ladder: { ...noted, heard: lastBytes(ladder.heard, bytes, heardBytes) },
      writes: [],
      events: [],
      end: null,
    };
  }
  const { found, rest } = scan(ladder.held, bytes, [rawBanner]);
  const { attempts } = ladder;
  const end: LadderEnd | null = found === -1 ? null : { kind: 'raw', attempts, late: attempts > 1, rest };
  return { ladder: { ...noted, held: end === null ? rest : noBytes }, writes: [], events: [], end };
}

function heard(bytes: Uint8Array): LadderEvent[] {
  return bytes.length === 0 ? [] : [{ kind: 'heard', bytes }];
}

function withRest(end: LadderEnd, more: Uint8Array): LadderEnd {
  return end.kind === 'gave-up' ? end : { ...end, rest: concat([end.rest, more]) };
}

export function ladderTick(ladder: Ladder, nowMs: number): LadderStep {
  const still: LadderStep = { ladder, writes: [], events: [], end: null };
  if (nowMs >= ladder.rungEndsMs) return isShort(ladder, nowMs) ? act(still, nowMs) : rungEnded(still, nowMs);
  return nowMs >= ladder.nextMs ? act(still, nowMs) : still;
}

export function ladderDueMs(ladder: Ladder): number {
  return isShort(ladder, ladder.rungEndsMs) ? ladder.nextMs : Math.min(ladder.nextMs, ladder.rungEndsMs);
}

/** A busy computer sends fewer bursts in the same time, and it is their number that meets the moment. */
function isShort({ rung, sent, deadlineMs }: Ladder, nowMs: number): boolean {
  return rung === 'bursting' && sent < rungTiming.leastBursts && nowMs < deadlineMs;
}

/** A rung's time is over without what it was for. */
function rungEnded(step: LadderStep, nowMs: number): LadderStep {
  const { ladder } = step;
  const { rung, approach, evidence, deadlineMs } = ladder;
  const silent = evidence.receivedBytes === 0;
  const watching: LadderStep = {
    ...step,
    events: heard(ladder.heard),
    end: { kind: 'watching', silent, rest: noBytes },
  };
  switch (rung) {
    case 'listening':
      if (approach === 'listen') return watching;
      return silent || endsWith(evidence.tail, prompt) ? climb(step, 'knocking', nowMs) : watching;
    case 'knocking':
      return watching;
    case 'interrupting':
    case 'bursting':
    case 'ending-input':
      if (nowMs >= deadlineMs) return { ...step, end: { kind: 'gave-up', evidence } };
      // Who has more time has the last two in turn: a burst meets the moment by chance.
      return climb(step, rung === 'bursting' ? 'ending-input' : 'bursting', nowMs);
  }
}

function climb(step: LadderStep, rung: Rung, nowMs: number): LadderStep {
  const { ladder } = step;
  // Listening and knocking have no part in the time that the prompt is given.
  const quiet = ladder.rung === 'listening' || ladder.rung === 'knocking';
  const deadlineMs = quiet
    ? nowMs + (ladder.deadlineMs - ladder.rungEndsMs) + lengthOf(ladder.rung)
    : ladder.deadlineMs;
  const next: Ladder = {
    ...ladder,
    rung,
    sent: 0,
    nextMs: nowMs,
    deadlineMs,
    rungEndsMs: Math.min(deadlineMs, nowMs + lengthOf(rung)),
    evidence: noteRung(ladder.evidence, rung),
  };
  return act({ ...step, ladder: next, events: [...step.events, { kind: 'rung', rung }] }, nowMs);
}

/** What a rung does when it begins, and again and again. */
function act(step: LadderStep, nowMs: number): LadderStep {
  const { ladder } = step;
  const sent = ladder.sent + 1;
  const send = (bytes: Uint8Array, everyMs: number, attempts = ladder.attempts): LadderStep => ({
    ...step,
    ladder: { ...ladder, sent, attempts, nextMs: nowMs + everyMs, answers: true },
    writes: [...step.writes, bytes],
  });
  switch (ladder.rung) {
    case 'listening':
      return { ...step, ladder: { ...ladder, nextMs: ladder.rungEndsMs } };
    case 'knocking':
      return send(Uint8Array.of(friendlyMode), rungTiming.knockMs);
    case 'interrupting':
      return send(enterKeys, rungTiming.interruptEveryMs, ladder.attempts + 1);
    case 'bursting':
      if (sent % enterEveryBursts !== 0) return send(burst, rungTiming.burstEveryMs);
      return send(burstAndEnter, rungTiming.burstPauseMs, ladder.attempts + 1);
    case 'ending-input':
      return send(endInputKeys, rungTiming.endInputEveryMs, ladder.attempts + 1);
  }
}

function lengthOf(rung: Rung): number {
  const { listenMs, knockMs, interruptMs, burstMs, endInputMs } = rungTiming;
  return {
    listening: listenMs,
    knocking: knockMs,
    interrupting: interruptMs,
    bursting: burstMs,
    'ending-input': endInputMs,
  }[rung];
}

function endsWith(bytes: Uint8Array, wanted: Uint8Array): boolean {
  const from = bytes.length - wanted.length;
  return from >= 0 && wanted.every((byte, at) => bytes[from + at] === byte);
}
