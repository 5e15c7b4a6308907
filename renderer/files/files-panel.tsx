/** The files' panel: the project on the computer above, the selected board below, and the questions that they ask. */
import { Unplug } from 'lucide-react';
import { useEffect } from 'react';
import { useSelectedBoard } from '../client/session.tsx';
import { EmptyState } from '../design/parts.tsx';
import type { BoardFilesByAddress } from './board-files.ts';
import { BoardSection } from './board-section.tsx';
import type { FileQuestion, FileQuestionStore } from './file-questions.tsx';
import { ProjectSection } from './project-section.tsx';
import './files.css';

/** A file, wherever it is. The editor's documents have the same form. */
export type FilePlace = { kind: 'project'; path: string } | { kind: 'board'; address: string; path: string };

export interface FilesPanelProps {
  questions: FileQuestionStore;
  boardFiles: BoardFilesByAddress;
  /** The file that the editor shows, to mark it. */
  shown: FilePlace | null;
  onOpen: (place: FilePlace) => void;
  onRenamed: (from: string, to: string) => void;
  onRemoved: (place: FilePlace) => void;
  /** Saves what the editor holds of a file or folder of the project. */
  saveOpenFiles: (path: string) => Promise<void>;
}

export function FilesPanel(props: FilesPanelProps) {
  const { questions, boardFiles, shown, onOpen, onRenamed, onRemoved, saveOpenFiles } = props;
  const board = useSelectedBoard();
  const address = board?.address ?? null;
  const setQuestion = (question: FileQuestion) => questions.setState({ question });
  const model = address === null ? null : boardFiles.of(address);
  const kind = board?.state.kind ?? 'disconnected';
  useEffect(() => model?.noticed(kind), [model, kind]);
  return (
    <section className="files panel" aria-label="Files">
      <ProjectSection
        board={board}
        shownPath={shown?.kind === 'project' ? shown.path : null}
        ask={setQuestion}
        onOpen={(path) => onOpen({ kind: 'project', path })}
        onRenamed={onRenamed}
        saveOpenFiles={saveOpenFiles}
        onRemoved={(path) => onRemoved({ kind: 'project', path })}
        ours={model?.ours ?? new Map()}
        onBoardChanged={() => void model?.refresh()}
      />
      {board !== null && model !== null ? (
        <BoardSection
          board={board}
          model={model}
          shownPath={shown?.kind === 'board' && shown.address === board.address ? shown.path : null}
          ask={setQuestion}
          onOpen={(path) => onOpen({ kind: 'board', address: board.address, path })}
          onRemoved={(path) => onRemoved({ kind: 'board', address: board.address, path })}
          saveOpenFiles={saveOpenFiles}
        />
      ) : (
        <section className="files-section" aria-label="Files on the board">
          <div className="panel-title">
            <h2>On the board</h2>
          </div>
          <EmptyState icon={<Unplug size={24} />} title="No board">
            <p>Plug in a Pico W, or try the simulated one.</p>
          </EmptyState>
        </section>
      )}
    </section>
  );
}
