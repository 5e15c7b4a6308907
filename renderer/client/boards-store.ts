/** The boards that the host knows, and the one that the user works with. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Disposable } from '../../app/base/index.ts';
import { DisposableStore } from '../../app/base/index.ts';
import type { BoardSummary } from '../../app/contract/index.ts';
import type { Host } from './host.ts';

export interface Boards {
  /** null until the host has told. */
  boards: BoardSummary[] | null;
  /** The address that the user picked; null as long as Bramble picks. */
  picked: string | null;
}

/** The board to work with: the picked one while it is there, else the first connected one, else none. */
export function selectedBoard({ boards, picked }: Boards): BoardSummary | null {
  if (boards === null) return null;
  const isConnected = (board: BoardSummary) => board.state.kind !== 'disconnected';
  return boards.find(({ address }) => address === picked) ?? boards.find(isConnected) ?? null;
}

export type BoardsStore = StoreApi<Boards>;

/** Keeps the store equal to the host until the Disposable ends. */
export function followBoards(host: Host, store: BoardsStore, report: (error: unknown) => void): Disposable {
  const owned = new DisposableStore();
  // A list that was asked for before an event came is older than the event.
  let events = 0;
  const fetch = async () => {
    const before = events;
    const boards = await host.services.boards.list();
    if (events === before) store.setState({ boards });
  };
  owned.add(
    host.onEvent('boards.changed', (boards) => {
      events += 1;
      store.setState({ boards });
    }),
  );
  owned.add(host.onDidConnect(() => void fetch().catch(report)));
  return owned;
}

export function createBoardsStore(): BoardsStore {
  return createStore<Boards>(() => ({ boards: null, picked: null }));
}
