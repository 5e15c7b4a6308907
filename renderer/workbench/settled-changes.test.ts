import { expect, it } from 'vitest';
import type { BoardSummary } from '../../app/contract/index.ts';
import { createBoardsStore } from '../client/boards-store.ts';
import { followSettledChanges } from './settled-changes.ts';

const message = 'An interrupted sync was completed: 2 changes took effect on the board.';
const board = (settled?: BoardSummary['settled']): BoardSummary => ({
  address: 'sim:',
  title: 'Simulated Pico W',
  kind: 'simulated',
  name: null,
  state: { kind: 'ready' },
  firmware: null,
  ...(settled === undefined ? {} : { settled }),
});

it('what a connection completed is told once, and again when another one did so', () => {
  const boards = createBoardsStore();
  const told: string[] = [];
  followSettledChanges(boards, (sentence) => told.push(sentence));
  boards.setState({ boards: [board()] });
  expect(told).toEqual([]);
  boards.setState({ boards: [board({ atMs: 1, message })] });
  boards.setState({ boards: [{ ...board({ atMs: 1, message }), state: { kind: 'disconnected' } }] });
  expect(told).toEqual([`Simulated Pico W: ${message}`]);
  boards.setState({ boards: [board()] });
  boards.setState({ boards: [{ ...board({ atMs: 2, message }), name: 'Greenhouse' }] });
  expect(told).toEqual([`Simulated Pico W: ${message}`, `Greenhouse: ${message}`]);
});
