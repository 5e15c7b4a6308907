import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, decode, encode, noBytes } from '../bytes.ts';
import { diagnose } from './diagnosis.ts';
import { noteBytes, startEvidence } from './evidence.ts';
import {
  type Ladder,
  type LadderEnd,
  type LadderEvent,
  ladderBytes,
  ladderDueMs,
  ladderTick,
  startLadder,
} from './ladder.ts';
import type { Approach } from './rungs.ts';

const burst = '\x03'.repeat(32);
const rawBanner = 'raw REPL; CTRL-B to exit\r\n>';
const banner =
  'MicroPython v1.29.0 on 2026-11-22; Raspberry Pi Pico W with RP2040\r\nType "help()" for more information.\r\n>>> ';

interface Climb {
  writes: string;
  events: LadderEvent[];
  end: LadderEnd | null;
  ladder: Ladder;
  nowMs: number;
}

/** Climbs in silence and time up to `untilMs`, or from where `climb` stands with bytes. */
function begin(approach: Approach = 'interrupt', timeoutMs = 10_000): Climb {
  const { ladder, writes, events, end } = startLadder(0, timeoutMs, approach);
  return { writes: decode(concat(writes)), events, end, ladder, nowMs: 0 };
}

function wait(climb: Climb, untilMs: number): Climb {
  let now = climb;
  while (now.end === null && ladderDueMs(now.ladder) <= untilMs) {
    const nowMs = ladderDueMs(now.ladder);
    now = join(now, ladderTick(now.ladder, nowMs), nowMs);
  }
  return now;
}

function say(climb: Climb, text: string | Uint8Array): Climb {
  if (climb.end !== null) return climb;
  return join(
    climb,
    ladderBytes(climb.ladder, typeof text === 'string' ? encode(text) : text, climb.nowMs),
    climb.nowMs,
  );
}

function join(climb: Climb, step: ReturnType<typeof ladderTick>, nowMs: number): Climb {
  return {
    writes: climb.writes + decode(concat(step.writes.length === 0 ? [noBytes] : step.writes)),
    events: [...climb.events, ...step.events],
    end: step.end,
    ladder: step.ladder,
    nowMs,
  };
}

const rungsOf = ({ events }: Climb) => events.flatMap((event) => (event.kind === 'rung' ? [event.rung] : []));
const heard = ({ events }: Climb) =>
  events.map((event) => (event.kind === 'heard' ? decode(event.bytes) : '')).join('');

describe('the ladder', () => {
  it('begins with Ctrl-C before anything else, and ends at the raw prompt', () => {
    const climb = say(begin(), rawBanner);
    expect(climb.writes).toBe('\x03\x03\x01');
    expect(climb.end).toEqual({ kind: 'raw', attempts: 1, late: false, rest: noBytes });
  });

  it('climbs every rung of a board that says nothing, and gives up in time', () => {
    const climb = wait(begin(), 60_000);
    expect(rungsOf(climb)).toEqual(['interrupting', 'bursting', 'ending-input']);
    expect(climb.nowMs).toBe(10_000);
    expect(climb.end).toMatchObject({ kind: 'gave-up', evidence: { receivedBytes: 0, rungs: rungsOf(climb) } });
  });

  it('sends Ctrl-D only after Ctrl-C in bursts was of no use: at a prompt it would restart the board', () => {
    expect(wait(begin(), 6_900).writes).not.toContain('\x04');
    expect(wait(begin(), 7_100).writes).toContain('\x04');
  });

  it('asks for the raw REPL at once when the bursts ended the program', () => {
    const bursting = wait(begin(), 3_050);
    const prompt = say(bursting, 'Traceback…\r\nKeyboardInterrupt: \r\n>>> ');
    expect(prompt.writes.slice(bursting.writes.length)).toBe(`${burst}\x03\x03\x01`);
    expect(say(prompt, rawBanner).end).toMatchObject({ kind: 'raw', late: true });
  });

  it('answers a line of the program with a burst at once, one line between two of its own', () => {
    const bursting = wait(begin(), 3_050);
    const answered = say(say(bursting, 'no'), '\r\nno\r\n');
    expect(answered.writes.slice(bursting.writes.length)).toBe(burst);
    const later = wait(answered, bursting.nowMs + 15);
    expect(later.writes.slice(answered.writes.length)).toBe(burst);
    expect(say(later, 'no\r\n').writes.slice(later.writes.length)).toBe(burst);
  });

  it('does not disturb the prompt that came among the bursts', () => {
    const prompt = say(wait(begin(), 3_050), 'KeyboardInterrupt: \r\n>>> ');
    expect(say(prompt, '\r\n>>> \r\n').writes).toBe(prompt.writes);
  });

  it('has bursts and Ctrl-D in turn as long as there is time', () => {
    const climb = wait(begin('interrupt', 17_000), 60_000);
    expect(rungsOf(climb)).toEqual(['interrupting', 'bursting', 'ending-input', 'bursting', 'ending-input']);
    expect(climb.nowMs).toBe(17_000);
  });

  it('sends nothing while it listens, and one Ctrl-B to a board that is silent', () => {
    expect(wait(begin('attach'), 199).writes).toBe('');
    const knocking = wait(begin('attach'), 250);
    expect(knocking.writes).toBe('\x02');
    expect(wait(knocking, 60_000)).toMatchObject({ writes: '\x02', end: { kind: 'watching', silent: true } });
  });

  it('leaves a board alone that prints', () => {
    const climb = wait(say(begin('attach'), 'tick 1\r\n'), 60_000);
    expect(climb).toMatchObject({ writes: '', end: { kind: 'watching', silent: false } });
    expect(heard(climb)).toBe('tick 1\r\n');
  });

  it('goes on to the raw REPL when the prompt answers, with the whole time for it', () => {
    const answered = say(wait(begin('attach'), 250), `\r\n${banner}`);
    expect(rungsOf(answered)).toEqual(['listening', 'knocking', 'interrupting']);
    expect(answered.writes).toBe('\x02\x03\x03\x01');
    expect(say(answered, rawBanner).end).toMatchObject({ kind: 'raw', late: false });
    expect(wait(answered, 60_000).nowMs).toBeGreaterThanOrEqual(10_000);
  });

  it('tells what came before the prompt, but for the end of a line that the knock itself makes', () => {
    const knocking = () => wait(begin('attach'), 250);
    expect(heard(say(knocking(), `\r\n${banner}`))).toBe('');
    expect(heard(say(knocking(), `booting\r\n\r\n${banner}`))).toBe('booting\r\n\r\n');
  });

  it('sends nothing at all when it is only to listen, not even to a prompt', () => {
    const climb = wait(say(begin('listen'), banner), 60_000);
    expect(climb).toMatchObject({ writes: '', end: { kind: 'watching', silent: false } });
  });
});

const approaches = fc.constantFrom<Approach>('interrupt', 'attach', 'listen');
const pieces = fc.oneof(
  fc.constantFrom(
    rawBanner,
    banner,
    '\r\n>>> ',
    'raw REPL; ',
    'KeyboardInterrupt: \r\n',
    'tick\r\n',
    '\x04\x04>',
    '^C',
  ),
  fc.string({ maxLength: 6 }),
);

it('tells and sends the same however the bytes are cut, on every rung', () => {
  fc.assert(
    fc.property(
      approaches,
      fc.integer({ min: 0, max: 12_000 }),
      fc.array(pieces, { maxLength: 8 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
      (approach, startMs, texts, cuts) => {
        const bytes = encode(texts.join(''));
        const start = wait(begin(approach), startMs);
        const whole = say(start, bytes);
        let cut = start;
        for (let at = 0; at < bytes.length; ) {
          const size = cuts.next().value;
          cut = say(cut, bytes.subarray(at, at + size));
          at += size;
        }
        expect(cut.writes).toBe(whole.writes);
        expect(rungsOf(cut)).toEqual(rungsOf(whole));
        expect(cut.end?.kind).toBe(whole.end?.kind);
        if (whole.end === null) expect(cut.ladder).toEqual(whole.ladder);
      },
    ),
  );
});

describe('the diagnosis', () => {
  const of = (text: string | Uint8Array, times = 1) => {
    let evidence = startEvidence('interrupting');
    for (let turn = 0; turn < times; turn++)
      evidence = noteBytes(evidence, typeof text === 'string' ? encode(text) : text);
    return diagnose('serial:/dev/ttyACM0', evidence);
  };

  it.each([
    ['silence', '', 1, 'silent', /masked Ctrl-C/],
    [
      'CircuitPython',
      'Adafruit CircuitPython 9.1.0 on 2026-01-01; Raspberry Pi Pico\r\n>>> ',
      1,
      'circuitpython',
      /Install MicroPython/,
    ],
    ['noise', Uint8Array.from({ length: 64 }, (_, at) => 0xf5 + (at % 10)), 1, 'not-micropython', /115200/],
    [
      'a Unix terminal',
      'raspberrypi login: ^C\r\nraspberrypi login: ',
      1,
      'not-micropython',
      /not what MicroPython sends/,
    ],
    ['a bare except', 'KeyboardInterrupt: \r\n', 3, 'swallows-interrupt', /except Exception:/],
    [
      'a boot.py that goes on',
      '  File "boot.py", line 3, in <module>\r\nKeyboardInterrupt: \r\n',
      3,
      'boot-never-ends',
      /boot\.py/,
    ],
    ['a flood', 'spam spam spam\r\n', 500, 'prints-without-end', /prints without end/],
    ['a few odd words', 'hello\r\n', 1, 'answers-oddly', /hello/],
  ])('of %s', (_what, text, times, kind, words) => {
    const diagnosis = of(text, times);
    expect(diagnosis.kind).toBe(kind);
    expect(`${diagnosis.reason} ${diagnosis.remedy}`).toMatch(words);
  });
});
