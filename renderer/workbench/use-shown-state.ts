/** Smooths what is shown of a board: work that is over at once is not worth a flicker. */
import { useEffect, useState } from 'react';
import type { BoardState } from '../../app/board/index.ts';

/** What takes longer shows progress. */
const worthShowingMs = 300;

/** The state to show: `busy` counts as `ready` until it has lasted a moment, as the board takes orders in turn. */
export function useShownState(state: BoardState | null): BoardState | null {
  const busy = state?.kind === 'busy';
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!busy) return;
    const timer = setTimeout(() => setLasting(true), worthShowingMs);
    return () => {
      clearTimeout(timer);
      setLasting(false);
    };
  }, [busy]);
  return busy && !lasting ? { kind: 'ready' } : state;
}
