/** Whether a board is being set up to log here; the workbench draws the dialog, for a command may ask for it from anywhere. */
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BoardSummary, Services } from '../../../app/contract/index.ts';
import { reportError, showToast } from '../../design/messages.ts';
import type { Logs } from '../logs.ts';
import { type BoardToSetUp, SetUpDialog } from './set-up-dialog.tsx';

export type BoardSetUpStore = StoreApi<{ board: BoardToSetUp | null }>;

export function createBoardSetUpStore(): BoardSetUpStore {
  return createStore(() => ({ board: null }));
}

/** Opens the dialog for a board. */
export function askToSetUp(store: BoardSetUpStore, { address, title, name, kind }: BoardSummary): void {
  store.setState({ board: { address, title, name, simulated: kind === 'simulated' } });
}

export interface BoardSetUpProps {
  store: BoardSetUpStore;
  services: Pick<Services, 'boards' | 'syslog'>;
  logs: Logs;
  /** Brings the log view to the front. */
  showLogs: () => void;
}

export function BoardSetUp({ store, services, logs, showLogs }: BoardSetUpProps) {
  const { board } = useStore(store);
  if (board === null) return null;
  const close = () => store.setState({ board: null });
  return (
    <SetUpDialog
      key={board.address}
      board={board}
      services={services}
      onReveal={(rowId) => {
        close();
        showLogs();
        logs.reveal(rowId).catch(reportError);
      }}
      onTornDown={(found) => {
        close();
        showToast(
          'done',
          found ? 'The board sends its logs no more from its next start on.' : 'The board did not send its logs.',
        );
      }}
      onClose={close}
    />
  );
}
