import { expect, it } from 'vitest';
import type { BoardState } from '../../app/board/index.ts';
import { createBoardsStore } from '../client/boards-store.ts';
import { followNewStarts } from './new-starts.ts';

it('a board that runs, goes or comes begins something new; one at its prompt or with files does not', () => {
  const boards = createBoardsStore();
  let starts: string[] = [];
  followNewStarts(boards, (address) => starts.push(address));
  const startsOn = (state: BoardState) => {
    starts = [];
    const board = {
      address: 'sim:',
      title: 'Simulated Pico W',
      kind: 'simulated',
      name: null,
      firmware: null,
    } as const;
    boards.setState({
      boards: [
        { ...board, state },
        { ...board, address: 'sim:other', state: { kind: 'ready' } },
      ],
    });
    return starts;
  };
  const busy: BoardState = { kind: 'busy', what: 'Saving main.py', doneBytes: 0, totalBytes: 0 };
  expect(startsOn({ kind: 'ready' })).toEqual([]);
  expect(startsOn(busy)).toEqual([]);
  expect(startsOn({ kind: 'ready' })).toEqual([]);
  expect(startsOn({ kind: 'running', what: 'main.py' })).toEqual(['sim:']);
  expect(startsOn({ kind: 'running', what: 'main.py (interrupting)' })).toEqual([]);
  expect(startsOn({ kind: 'ready' })).toEqual([]);
  expect(startsOn({ kind: 'lost', reason: 'It is gone.', remedy: '' })).toEqual(['sim:']);
  expect(startsOn({ kind: 'connecting', step: 'opening the port' })).toEqual(['sim:']);
  expect(startsOn({ kind: 'ready' })).toEqual([]);
});
