/** How far files are on their way to or from the board, with the way to stop it. Shown while the board is busy with them. */
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { BoardSummary } from '../../app/contract/index.ts';
import { pageClock } from '../client/page-clock.ts';
import { useSession } from '../client/session.tsx';
import { IconButton } from '../design/button.tsx';
import { reportError } from '../design/messages.ts';
import { formatBytes } from '../design/sizes.ts';

/** What is done sooner is not worth a line that comes and goes. */
const worthShowingMs = 300;

export function TransferProgress({ board }: { board: BoardSummary }) {
  const { host } = useSession();
  const { state, address } = board;
  const isLate = useLasts(state.kind === 'busy', worthShowingMs);
  if (!isLate || state.kind !== 'busy' || state.totalBytes === 0) return null;
  const { what, doneBytes, totalBytes } = state;
  return (
    <div className="transfer">
      <div className="transfer-words">
        <span className="transfer-what">{what}</span>
        <span className="transfer-amount">
          {formatBytes(doneBytes)} of {formatBytes(totalBytes)}
        </span>
        <IconButton
          label="Cancel"
          tooltipSide="left"
          onClick={() => void host.services.boards.stop(address).catch(reportError)}
        >
          <X size={13} />
        </IconButton>
      </div>
      <progress aria-label={what} max={totalBytes} value={doneBytes} />
    </div>
  );
}

/** Whether something has been so for that long. */
function useLasts(isSo: boolean, forMs: number): boolean {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!isSo) return;
    const timer = pageClock.schedule(() => setLasts(true), forMs);
    return () => {
      timer.dispose();
      setLasts(false);
    };
  }, [isSo, forMs]);
  return lasts;
}
