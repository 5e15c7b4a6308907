/** Notices that a board begins something new: what was told of its last program is past then. It knows states, and not what was told. */
import type { BoardSummary } from '../../app/contract/index.ts';
import type { BoardsStore } from '../client/boards-store.ts';

/** Calls `onStart` with the address of each board that begins to run something, or is connected, disconnected or lost. */
export function followNewStarts(boards: Pick<BoardsStore, 'subscribe'>, onStart: (address: string) => void): void {
  boards.subscribe(({ boards: now }, { boards: before }) => {
    for (const { address, state } of now ?? []) {
      const past = before?.find((board) => board.address === address);
      if (past !== undefined && past.state.kind !== state.kind && !isAtRest(state)) onStart(address);
    }
  });
}

/** At its prompt, also while files go to and fro. */
function isAtRest({ kind }: BoardSummary['state']): boolean {
  return kind === 'ready' || kind === 'busy';
}
