import { expect, test } from 'vitest';
import type { BoardState } from '../../app/board/index.ts';
import { type Enablement, enablementOf, type Situation } from './enablement.ts';

const states: Record<BoardState['kind'], BoardState> = {
  disconnected: { kind: 'disconnected' },
  connecting: { kind: 'connecting', step: 'opening the port' },
  ready: { kind: 'ready' },
  running: { kind: 'running', what: 'main.py' },
  busy: { kind: 'busy', what: 'writing main.py', doneBytes: 1, totalBytes: 2 },
  lost: { kind: 'lost', reason: 'The cable was pulled.', remedy: 'Plug it in.' },
};

function works(situation: Partial<Situation>): (keyof Enablement)[] {
  const enabled = enablementOf({
    hostConnected: true,
    board: states.ready,
    atPrompt: true,
    hasText: true,
    ...situation,
  });
  return (Object.keys(enabled) as (keyof Enablement)[]).filter((name) => enabled[name]);
}

test('each state of the board enables exactly what works in it', () => {
  const table = Object.fromEntries(Object.entries(states).map(([kind, board]) => [kind, works({ board })]));
  expect(table).toEqual({
    disconnected: ['connect'],
    connecting: ['disconnect'],
    ready: ['run', 'useBoard', 'disconnect'],
    running: ['stop', 'disconnect'],
    busy: ['stop', 'disconnect'],
    lost: ['connect', 'disconnect'],
  });
});

test('Stop works for what was typed at the prompt and still runs', () => {
  expect(works({ atPrompt: false })).toContain('stop');
});

test('Run needs a text', () => {
  expect(works({ hasText: false })).not.toContain('run');
});

test('nothing works without a host, and only connecting without a board', () => {
  expect([works({ hostConnected: false }), works({ board: null })]).toEqual([[], ['connect']]);
});
