import { describe, expect, test } from 'vitest';
import type { BoardState } from '../../app/board/index.ts';
import type { BoardSummary } from '../../app/contract/index.ts';
import { selectedBoard } from './boards-store.ts';

function board(address: string, state: BoardState): BoardSummary {
  return { address, title: address, kind: 'serial', name: null, state, firmware: null };
}

const idle = board('serial:/dev/ttyACM0', { kind: 'disconnected' });
const simulated = board('sim:', { kind: 'ready' });
const running = board('serial:/dev/ttyACM1', { kind: 'running', what: 'main.py' });

describe('the selected board', () => {
  test('is none until the host has told its boards', () => {
    expect(selectedBoard({ boards: null, picked: 'sim:' })).toBe(null);
  });

  test('is the first connected one as long as the user picked none', () => {
    expect(selectedBoard({ boards: [idle, simulated, running], picked: null })).toBe(simulated);
  });

  test('is the picked one, connected or not', () => {
    expect(selectedBoard({ boards: [idle, simulated, running], picked: idle.address })).toBe(idle);
  });

  test('is a connected one when the picked one is gone', () => {
    expect(selectedBoard({ boards: [idle, running], picked: 'sim:' })).toBe(running);
  });

  test('is none when nothing is connected', () => {
    expect(selectedBoard({ boards: [idle], picked: null })).toBe(null);
  });
});
