/** The files on the selected board. They can be looked at and changed while no program runs there. */
import { FilePlus2, RefreshCw, Unplug } from 'lucide-react';
import { useStore } from 'zustand';
import type { BoardSummary } from '../../app/contract/index.ts';
import { useSession } from '../client/session.tsx';
import { Button, IconButton } from '../design/button.tsx';
import { reportError } from '../design/messages.ts';
import { EmptyState } from '../design/parts.tsx';
import { formatBytes } from '../design/sizes.ts';
import { BoardFileActions } from './board-file-actions.tsx';
import { type BoardFilesModel, boardRows } from './board-files.ts';
import { DropZone } from './drop-zone.tsx';
import type { FileQuestion } from './file-questions.tsx';
import { FileTree } from './file-tree.tsx';
import { TransferProgress } from './transfer-progress.tsx';

export interface BoardSectionProps {
  board: BoardSummary;
  model: BoardFilesModel;
  shownPath: string | null;
  ask: (question: FileQuestion) => void;
  onOpen: (path: string) => void;
  onRemoved: (path: string) => void;
  saveOpenFiles: (path: string) => Promise<void>;
}

export function BoardSection({ board, model, shownPath, ...context }: BoardSectionProps) {
  const session = useSession();
  const { space } = useStore(model.store);
  const ready = takesOrders(board);
  const actions = new BoardFileActions({ session, model, ready, ...context });
  // Of a board that is gone nothing is claimed.
  const gone = board.state.kind === 'disconnected' || board.state.kind === 'lost';
  return (
    <section className="files-section" aria-label="Files on the board">
      <div className="panel-title">
        <h2>On the board</h2>
        <IconButton label="New file on the board…" disabled={!ready} onClick={() => actions.newItem('file', '/')}>
          <FilePlus2 size={14} />
        </IconButton>
        <IconButton
          label="List the board’s files again"
          disabled={!ready}
          tooltipSide="left"
          onClick={() => void model.refresh()}
        >
          <RefreshCw size={13} />
        </IconButton>
      </div>
      <DropZone
        side={{ kind: 'board', address: board.address }}
        top="/"
        enabled={ready}
        onDrop={(drop, folder) => actions.take(drop, folder)}
      >
        {gone ? (
          <EmptyState icon={<Unplug size={24} />} title="Not connected">
            <p>Connect {board.title} to see its files.</p>
          </EmptyState>
        ) : (
          <BoardTree board={board} model={model} actions={actions} shownPath={shownPath} onOpen={context.onOpen} />
        )}
      </DropZone>
      <TransferProgress board={board} />
      {space !== null && !gone && (
        <p className="files-space">
          {formatBytes(space.freeBytes)} free of {formatBytes(space.totalBytes)}
        </p>
      )}
    </section>
  );
}

/** A board that is busy with files takes the next order after them. */
function takesOrders({ state }: BoardSummary): boolean {
  return state.kind === 'ready' || state.kind === 'busy';
}

interface BoardTreeProps extends Pick<BoardSectionProps, 'board' | 'model' | 'shownPath' | 'onOpen'> {
  actions: BoardFileActions;
}

function BoardTree({ board, model, actions, shownPath, onOpen }: BoardTreeProps) {
  const state = useStore(model.store);
  const { kind } = board.state;
  const rows = boardRows(state);
  if (rows.length > 0) {
    return (
      <FileTree
        label="Files on the board"
        side={{ kind: 'board', address: board.address }}
        rows={rows}
        shownPath={shownPath}
        canChange={takesOrders(board)}
        onOpen={({ path }) => onOpen(path)}
        onToggle={({ path }) => void model.toggle(path).catch(reportError)}
        onRename={(row, name) => actions.rename(row, name)}
        takenBeside={(row) => actions.namesBeside(row)}
        onRemove={(removed) => actions.remove(removed)}
        menuOf={(chosen, rename) => actions.menuOf(chosen, rename)}
      />
    );
  }
  if (state.problem !== null) {
    return (
      <div className="files-problem" role="alert">
        <p>{state.problem}</p>
        <Button disabled={kind !== 'ready'} onClick={() => void model.refresh()}>
          Try again
        </Button>
      </div>
    );
  }
  const listed = state.folders.size > 0;
  if (listed)
    return <p className="files-hint">No files. Drag one here from above, or use “Save to the board” in its menu.</p>;
  return <p className="files-hint">{kind === 'running' ? 'The list comes when the program has ended.' : 'Listing…'}</p>;
}
