/** A real board's side of the protocol, replayed against the machine: tests/fixtures/recordings says where it comes from. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, decode, encode } from '../bytes.ts';
import { initialReplState, type ReplEvent, type ReplInput, type ReplState } from './state.ts';
import { step } from './step.ts';

interface Scene {
  name: string;
  note: string;
  events: ['host' | 'board', string, number][];
}

const scenes: Scene[] = JSON.parse(
  readFileSync(new URL('../../../tests/fixtures/recordings/sessions.json', import.meta.url), 'utf8'),
);

const raw: ReplState = { ...initialReplState, mode: { kind: 'raw' }, rawPaste: 'unsupported' };
const rawWithPaste: ReplState = { ...raw, rawPaste: 'untried' };

type Told = [ReplEvent['kind'], string?];
type Cut = (length: number) => number[];
const whole: Cut = (length) => [length];

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** The source that the recording's host sent, without the raw REPL's own keys. */
function sourceOf(scene: Scene): string {
  const host = scene.events.filter(([who]) => who === 'host').map(([, text]) => text);
  return host
    .join('')
    .replace(/^\x05A\x01/, '')
    .replace(/[\x03\x04]+$/, '');
}

/** Plays a scene: the machine must send what the recorded host sent, and gets what the board answered, cut by `cut`. */
function play(name: string, start: ReplState, first: ReplInput | null, cut: Cut = whole): Told[] {
  const scene = scenes.find((other) => other.name === name);
  if (scene === undefined) throw new Error(`No scene ${name}`);
  let state = start;
  let unsent: Uint8Array = new Uint8Array(0);
  const told: ReplEvent[] = [];
  const give = (input: ReplInput) => {
    const result = step(state, input);
    state = result.state;
    unsent = concat([unsent, ...result.writes]);
    told.push(...result.events);
  };
  if (first !== null) give(first);
  for (const [who, text, nowMs] of scene.events) {
    const bytes = latin1(text);
    if (who === 'board') {
      let at = 0;
      for (const size of cut(bytes.length)) {
        give({ kind: 'bytes', bytes: bytes.subarray(at, at + size), nowMs });
        at += size;
      }
      continue;
    }
    if (first === null) continue;
    if (text === '\x03' && unsent.length === 0) give({ kind: 'interrupt', nowMs, timeoutMs: 10_000 });
    expect(unsent.subarray(0, bytes.length)).toEqual(bytes);
    unsent = unsent.subarray(bytes.length);
  }
  if (first !== null) expect(unsent).toEqual(new Uint8Array(0));
  return join(told);
}

/** Events with neighbouring bytes joined: how the stream was cut must not show. */
function join(events: readonly ReplEvent[]): Told[] {
  const joined: { kind: ReplEvent['kind']; bytes: Uint8Array | null }[] = [];
  for (const event of events) {
    const last = joined.at(-1);
    const bytes = 'bytes' in event ? event.bytes : null;
    if (last?.kind === event.kind && last.bytes !== null && bytes !== null) last.bytes = concat([last.bytes, bytes]);
    else joined.push({ kind: event.kind, bytes });
  }
  return joined.map(({ kind, bytes }) => (bytes === null ? [kind] : [kind, decode(bytes)]));
}

function executing(name: string): ReplInput {
  const scene = scenes.find((other) => other.name === name);
  return { kind: 'execute', source: encode(scene === undefined ? '' : sourceOf(scene)), nowMs: 0 };
}

const traceback = (line: number, error: string) =>
  `Traceback (most recent call last):\r\n  File "<stdin>", line ${line}, in <module>\r\n${error}\r\n`;
const syntaxError = (line: number) =>
  `Traceback (most recent call last):\r\n  File "<stdin>", line ${line}\r\nSyntaxError: invalid syntax\r\n`;
const interrupted = (line: number) => traceback(line, 'KeyboardInterrupt: ');
const banner =
  'MicroPython v1.28.0-dirty on 2026-11-22; Raspberry Pi Pico with RP2040\r\nType "help()" for more information.\r\n>>> ';

/** What each scene's program must tell, in plain mode. */
const plain: Record<string, Told[]> = {
  'raw-exec-output': [['started'], ['output', 'one\r\ntwo\r\n'], ['ended']],
  'raw-exec-silent': [['started'], ['ended']],
  'raw-exec-exception': [
    ['started'],
    [
      'traceback',
      'Traceback (most recent call last):\r\n  File "<stdin>", line 3, in <module>\r\n  File "<stdin>", line 2, in f\r\nZeroDivisionError: divide by zero\r\n',
    ],
    ['ended'],
  ],
  'raw-exec-syntax-error': [['started'], ['traceback', syntaxError(1)], ['ended']],
  'raw-exec-indentation-error': [['started'], ['traceback', syntaxError(2)], ['ended']],
  'raw-exec-unicode': [['started'], ['output', 'é€🍓\r\n'], ['ended']],
  'raw-exec-systemexit': [['started'], ['ended']],
  'interrupt-tight-loop': [['started'], ['traceback', interrupted(1)], ['ended']],
  'interrupt-sleep': [['started'], ['traceback', interrupted(2)], ['ended']],
  'interrupt-input': [['started'], ['output', 'name? '], ['traceback', interrupted(1)], ['ended']],
  'machine-soft-reset': [['started'], ['boot-output', 'boot here\r\n'], ['ended']],
};

const paste: Record<string, Told[]> = {
  'raw-paste-small': [['started'], ['output', 'hi\r\n'], ['ended']],
  'raw-paste-long': [['started'], ['output', '7\r\n'], ['ended']],
  'raw-paste-exception': [['started'], ['traceback', traceback(1, 'ZeroDivisionError: divide by zero')], ['ended']],
};

describe('the recorded scenes', () => {
  it.each(Object.keys(plain))('tell what happened in %s', (name) => {
    expect(play(name, raw, executing(name))).toEqual(plain[name]);
  });

  it.each(Object.keys(paste))('tell what happened in %s', (name) => {
    expect(play(name, rawWithPaste, executing(name))).toEqual(paste[name]);
  });

  it('keep bytes that are no text', () => {
    const scene = scenes.find(({ name }) => name === 'raw-exec-binary');
    const bytes = latin1(
      scene?.events
        .filter(([who]) => who === 'board')
        .map(([, text]) => text)
        .join('') ?? '',
    );
    const start = step(raw, executing('raw-exec-binary')).state;
    const output = step(start, { kind: 'bytes', bytes, nowMs: 0 }).events.find(({ kind }) => kind === 'output');
    expect(output).toEqual({ kind: 'output', bytes: Uint8Array.of(0, 1, 10, 13, 10, 255) });
  });

  it('end a raw-paste that the board ended early with one EOT, and no byte more of the program', () => {
    const board = scenes
      .find(({ name }) => name === 'raw-paste-syntax-error')
      ?.events.filter(([who]) => who === 'board');
    const [accept, early, answer] = (board ?? []).map(([, text]) => latin1(text));
    if (accept === undefined || early === undefined || answer === undefined)
      throw new Error('The scene is incomplete.');
    const source = encode(`def f(:\n${'x=1\n'.repeat(500)}`);
    const offered = step(rawWithPaste, { kind: 'execute', source, nowMs: 0 });
    const accepted = step(offered.state, { kind: 'bytes', bytes: accept, nowMs: 1 });
    expect(concat(accepted.writes)).toEqual(source.subarray(0, 256));
    const ended = step(accepted.state, { kind: 'bytes', bytes: early, nowMs: 2 });
    expect(ended.writes).toEqual([Uint8Array.of(4)]);
    const told = step(ended.state, { kind: 'bytes', bytes: answer, nowMs: 3 });
    expect(join([...ended.events, ...told.events])).toEqual([['started'], ['traceback', syntaxError(1)], ['ended']]);
    expect(told.writes).toEqual([]);
  });

  it('end a raw-paste by Ctrl-C without an EOT, which would reset the board', () => {
    const source = encode(`print(1)\n${'#'.repeat(1_000)}`);
    const paused = step(rawWithPaste, { kind: 'execute', source, nowMs: 0 }).state;
    const open = step(paused, { kind: 'bytes', bytes: latin1('R\x01\x80\x00\x01'), nowMs: 1 }).state;
    const stopped = step(open, { kind: 'interrupt', nowMs: 2, timeoutMs: 10_000 });
    expect(stopped.writes).toEqual([Uint8Array.of(3)]);
    const end = step(stopped.state, { kind: 'bytes', bytes: latin1('\x04\x04KeyboardInterrupt: \r\n\x04>'), nowMs: 3 });
    expect(join(end.events)).toEqual([['started'], ['traceback', 'KeyboardInterrupt: \r\n'], ['ended']]);
    expect(end.writes.filter((bytes) => bytes.includes(4))).toEqual([]);
    expect(end.state.mode).toEqual({ kind: 'raw' });
  });

  it('soft-reset from the raw prompt, with what boot.py prints', () => {
    const reset: ReplInput = { kind: 'soft-reset', nowMs: 0 };
    expect(play('raw-exec-empty', raw, reset)).toEqual([['reset']]);
    expect(play('soft-reset-from-raw', raw, reset)).toEqual([['boot-output', 'boot here\r\n'], ['reset']]);
  });

  it('soft-reset from the friendly prompt, until main.py has ended', () => {
    expect(play('soft-reset-from-friendly', initialReplState, { kind: 'restart', nowMs: 0 })).toEqual([
      ['friendly', '\r\nMPY: soft reboot\r\n'],
      ['restarted'],
      ['friendly', `boot here\r\nmain here\r\n${banner}`],
      ['prompt'],
    ]);
    expect(play('soft-reset-endless-main', initialReplState, { kind: 'restart', nowMs: 0 })).toEqual([
      ['friendly', '\r\nMPY: soft reboot\r\n'],
      ['restarted'],
      [
        'friendly',
        `boot here\r\ntick 0\r\nTraceback (most recent call last):\r\n  File "main.py", line 6, in <module>\r\nKeyboardInterrupt: \r\n${banner}`,
      ],
      ['prompt'],
    ]);
  });

  it('leave by Ctrl-B with the banner', () => {
    const left = step(raw, { kind: 'leave', nowMs: 0 });
    const board = step(left.state, { kind: 'bytes', bytes: latin1(`\r\n${banner}`), nowMs: 0 });
    expect(board.events).toEqual([
      { kind: 'left', banner: 'MicroPython v1.28.0-dirty on 2026-11-22; Raspberry Pi Pico with RP2040' },
    ]);
  });

  it('enter from the friendly prompt and from the raw one', () => {
    for (const name of ['raw-enter', 'raw-after-systemexit', 'raw-ctrl-a-again']) {
      const entering = step(initialReplState, { kind: 'enter', nowMs: 0, timeoutMs: 10_000 }).state;
      expect(play(name, entering, null)).toEqual([['entered']]);
    }
  });

  it('pass a program through that swallows Ctrl-C', () => {
    expect(play('interrupt-swallowed', step(raw, executing('interrupt-swallowed')).state, null)).toEqual([
      ['started'],
      ['output', 'swallowed 0\r\nswallowed 1\r\nswallowed 2\r\nend\r\n'],
      ['ended'],
    ]);
  });

  it('are told alike however the bytes are cut', () => {
    const cases = [
      ...Object.keys(plain).map((name) => ({ name, start: raw })),
      ...Object.keys(paste).map((name) => ({ name, start: rawWithPaste })),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...cases),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        (scene, sizes) => {
          const cut: Cut = (length) => {
            const pieces: number[] = [];
            for (let at = 0, turn = 0; at < length; turn++) {
              const size = Math.min(sizes[turn % sizes.length] ?? 1, length - at);
              pieces.push(size);
              at += size;
            }
            return pieces;
          };
          const { name, start } = scene;
          expect(play(name, start, executing(name), cut)).toEqual(play(name, start, executing(name)));
        },
      ),
    );
  });
});
