import { expect, test } from 'vitest';
import type { BoardState } from '../../app/board/index.ts';
import { shortFirmware, stateWords } from './state-words.ts';

test('every state of a board is said in a few words', () => {
  const states: (BoardState | null)[] = [
    null,
    { kind: 'disconnected' },
    { kind: 'connecting', step: 'opening the port' },
    { kind: 'connecting', step: 'waiting for the board to come back', again: true },
    { kind: 'ready' },
    { kind: 'running', what: 'main.py' },
    { kind: 'busy', what: 'listing /', doneBytes: 0, totalBytes: 0 },
    { kind: 'busy', what: 'writing /main.py', doneBytes: 20_480, totalBytes: 40_960 },
    { kind: 'lost', reason: 'The cable was pulled.', remedy: 'Plug it in again.' },
  ];
  expect(
    states.map((state) => stateWords(state, true)).map(({ short, tone, progress }) => [short, tone, progress]),
  ).toEqual([
    ['No board', 'calm', null],
    ['Not connected', 'calm', null],
    ['Connecting: opening the port', 'working', null],
    ['Reconnecting: waiting for the board to come back', 'working', null],
    ['Ready', 'calm', null],
    ['Running main.py', 'running', null],
    ['Listing /', 'working', null],
    ['Writing /main.py: 20 KB of 40 KB (50 %)', 'working', 0.5],
    ['Connection lost', 'trouble', null],
  ]);
});

test('a lost board says what happened and what to do', () => {
  const { long } = stateWords({ kind: 'lost', reason: 'The cable was pulled.', remedy: 'Plug it in again.' }, true);
  expect(long).toBe('The cable was pulled. Plug it in again.');
});

test('without a host no state of a board is claimed', () => {
  expect(stateWords({ kind: 'ready' }, false).short).toBe('No connection to Bramble');
});

test('the firmware is shortened to its name and version', () => {
  expect([
    shortFirmware('MicroPython v1.29.0 on 2026-07-01; Raspberry Pi Pico W with RP2040'),
    shortFirmware('CircuitPython 9'),
  ]).toEqual(['MicroPython v1.29.0', 'CircuitPython 9']);
});
