/** How far files are on their way to or from the board, with the way to stop it. Shown while the board is busy with them. */
import { X } from 'lucide-react';
import type { BoardSummary } from '../../app/contract/index.ts';
import { useSession } from '../client/session.tsx';
import { IconButton } from '../design/button.tsx';
import { reportError } from '../design/messages.ts';
import { formatBytes } from '../design/sizes.ts';

export function TransferProgress({ board }: { board: BoardSummary }) {
  const { host } = useSession();
  const { state, address } = board;
  if (state.kind !== 'busy' || state.totalBytes === 0) return null;
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
