import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, decode, encode } from '../bytes.ts';
import { initialReplState, type ReplEvent, type ReplInput, type ReplState } from './state.ts';
import { dueMs, step } from './step.ts';

const raw: ReplState = { ...initialReplState, mode: { kind: 'raw' } };
const source = encode(`${'x = 1\n'.repeat(60)}print(x)`);

/** Commands, each with a state that takes it. */
const beginnings: Record<string, [ReplState, ReplInput[]]> = {
  'nothing at all': [initialReplState, []],
  enter: [initialReplState, [{ kind: 'enter', nowMs: 0, timeoutMs: 10_000 }]],
  'enter, for the third time': [
    initialReplState,
    [
      { kind: 'enter', nowMs: 0, timeoutMs: 10_000 },
      { kind: 'tick', nowMs: 500 },
      { kind: 'tick', nowMs: 1_000 },
    ],
  ],
  execute: [raw, [{ kind: 'execute', source, nowMs: 0 }]],
  'execute without raw-paste': [
    { ...raw, rawPaste: 'unsupported' },
    [{ kind: 'execute', source: encode('x'), nowMs: 0 }],
  ],
  'execute and stop': [
    raw,
    [
      { kind: 'execute', source, nowMs: 0 },
      { kind: 'interrupt', nowMs: 1, timeoutMs: 10_000 },
    ],
  ],
  'soft-reset': [raw, [{ kind: 'soft-reset', nowMs: 0 }]],
  leave: [raw, [{ kind: 'leave', nowMs: 0 }]],
  'a typed line': [initialReplState, [{ kind: 'typed', bytes: encode('x\r'), nowMs: 0 }]],
  restart: [initialReplState, [{ kind: 'restart', nowMs: 0 }]],
};

/** What a board may send, in any order and with anything between. */
const pieces = fc.oneof(
  fc.constantFrom(
    'raw REPL; CTRL-B to exit\r\n>',
    'R\x01\u0080\x00\x01',
    'R\x00',
    '>',
    'OK',
    '\x01',
    '\x04',
    '\x04\x04>',
    '\r\nMPY: soft reboot\r\n',
    'MicroPython v1.29.0 on 2026-11-22; Raspberry Pi Pico W with RP2040\r\nType "help()" for more information.\r\n>>> ',
    'OKbramble-3\r\n\x04\x04>',
    'raw REPL; ',
    '\r\n>>> ',
    '\r\n... ',
    'bound',
  ),
  fc.string({ maxLength: 6 }),
);
const streams = fc
  .array(pieces, { maxLength: 12 })
  .map((texts) => Uint8Array.from(texts.join(''), (letter) => letter.charCodeAt(0)));

function feed(state: ReplState, inputs: readonly ReplInput[]): { state: ReplState; writes: string; events: string[] } {
  let now = state;
  const writes: Uint8Array[] = [];
  const events: ReplEvent[] = [];
  for (const input of inputs) {
    const result = step(now, input);
    now = result.state;
    writes.push(...result.writes);
    events.push(...result.events);
  }
  return { state: now, writes: decode(concat(writes)), events: join(events) };
}

/** Neighbouring bytes of one kind joined; `arrived` is told as it was at the failure, which may lie within a piece. */
function join(events: readonly ReplEvent[]): string[] {
  const told: string[] = [];
  let last: string | null = null;
  for (const event of events) {
    if (event.kind === 'failed') told.push(`failed: ${event.reason} ${event.awaited}`);
    else if (!('bytes' in event)) told.push(JSON.stringify(event));
    else if (last === event.kind) told.push(`${told.pop()}${Buffer.from(event.bytes).toString('latin1')}`);
    else told.push(`${event.kind}: ${Buffer.from(event.bytes).toString('latin1')}`);
    last = 'bytes' in event ? event.kind : null;
  }
  return told;
}

describe('the machine', () => {
  it.each(Object.keys(beginnings))('tells and sends the same however its bytes are cut, after %s', (name) => {
    const [state, inputs] = beginnings[name] ?? [initialReplState, []];
    fc.assert(
      fc.property(streams, fc.array(fc.nat(), { maxLength: 10 }), (bytes, cuts) => {
        const at = [...new Set(cuts.map((cut) => (bytes.length === 0 ? 0 : cut % bytes.length)))].sort((a, b) => a - b);
        const cutInputs = [0, ...at].map((start, index): ReplInput => {
          const end = at[index] ?? bytes.length;
          return { kind: 'bytes', bytes: bytes.subarray(start, end), nowMs: 2_000 };
        });
        const whole = feed(state, [...inputs, { kind: 'bytes', bytes, nowMs: 2_000 }]);
        const cut = feed(state, [...inputs, ...cutInputs]);
        expect(cut).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  it.each(Object.keys(beginnings))('comes to an end in silence, after %s', (name) => {
    const [state, inputs] = beginnings[name] ?? [initialReplState, []];
    let now = feed(state, inputs).state;
    let last = 0;
    for (let ticks = 0; ticks < 200; ticks++) {
      const due = dueMs(now);
      if (due === null) break;
      expect(due).toBeGreaterThanOrEqual(last);
      last = due;
      now = step(now, { kind: 'tick', nowMs: due }).state;
    }
    expect(dueMs(now)).toBeNull();
    expect(last).toBeLessThanOrEqual(30_000);
  });

  it('says what it awaited and what had arrived instead', () => {
    const entering = feed(initialReplState, [
      { kind: 'enter', nowMs: 0, timeoutMs: 1_000 },
      { kind: 'bytes', bytes: encode('tick 1\r\n'), nowMs: 10 },
    ]).state;
    expect(step(entering, { kind: 'tick', nowMs: 1_000 }).events).toEqual([
      { kind: 'gave-up', evidence: expect.objectContaining({ receivedBytes: 8, tail: encode('tick 1\r\n') }) },
    ]);
  });

  it('refuses what follows a program whose output held an EOT', () => {
    const running = feed(raw, [
      { kind: 'execute', source: encode('x'), nowMs: 0 },
      { kind: 'bytes', bytes: Uint8Array.of(0x52, 1, 128, 0, 1), nowMs: 0 },
    ]).state;
    const { events } = step(running, { kind: 'bytes', bytes: encode('\x04a\x04b\x04c'), nowMs: 0 });
    expect(events.at(-1)).toMatchObject({
      kind: 'failed',
      reason: 'unexpected',
      awaited: expect.stringContaining('0x04'),
    });
  });

  it('never sends more than the windows that the board granted', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 30 }), (grants) => {
        const program = new Uint8Array(5_000).fill(0x23);
        let state = feed(raw, [{ kind: 'execute', source: program, nowMs: 0 }]).state;
        let granted = 128;
        let sent = 0;
        const take = (bytes: Uint8Array) => {
          const result = step(state, { kind: 'bytes', bytes, nowMs: 0 });
          state = result.state;
          sent += concat(result.writes).filter((byte) => byte === 0x23).length;
        };
        take(Uint8Array.of(0x52, 1, 128, 0));
        expect(sent).toBe(128);
        for (const count of grants) {
          take(new Uint8Array(count).fill(1));
          granted += 128 * count;
          expect(sent).toBe(Math.min(5_000, granted));
        }
      }),
    );
  });
});
