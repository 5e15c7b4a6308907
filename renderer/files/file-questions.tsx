/** The questions that working with files raises: a name, whether to delete, what to write over; and a file's properties. One at a time. */
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FileProperties } from '../../app/contract/index.ts';
import { ChoiceDialog, TextDialog } from '../design/dialog.tsx';
import { ConflictDialog, type TextDifference } from './conflict-dialog.tsx';
import type { AskConflicts, Conflict } from './copying.ts';
import { nameProblem } from './file-name.ts';
import { PropertiesDialog } from './properties-dialog.tsx';

export type FileQuestion =
  | { kind: 'new'; what: 'file' | 'folder'; where: string; taken: ReadonlySet<string>; answer: (name: string) => void }
  | { kind: 'remove'; what: string; several: boolean; where: string; answer: () => void }
  | {
      kind: 'conflicts';
      conflicts: readonly Conflict[];
      where: string;
      answer: (replaced: ReadonlySet<string> | null) => void;
    }
  | { kind: 'properties'; name: string; where: string; fetch: () => Promise<FileProperties> };

export type FileQuestionStore = StoreApi<{ question: FileQuestion | null }>;

export function createFileQuestionStore(): FileQuestionStore {
  return createStore(() => ({ question: null }));
}

/** Asks about conflicts by the dialog. `where` is "on the board" or "on this computer". */
export function askConflicts(ask: (question: FileQuestion) => void, where: string): AskConflicts {
  return (conflicts) => new Promise((answer) => ask({ kind: 'conflicts', conflicts, where, answer }));
}

export interface FileQuestionsProps {
  store: FileQuestionStore;
  renderDifference: (difference: TextDifference) => ReactNode;
}

/** Draws the question that is open. */
export function FileQuestions({ store, renderDifference }: FileQuestionsProps) {
  const question = useStore(store, (state) => state.question);
  if (question === null) return null;
  const onDone = () => store.setState({ question: null });
  return <FileQuestionDialog question={question} renderDifference={renderDifference} onDone={onDone} />;
}

interface FileQuestionDialogProps extends Pick<FileQuestionsProps, 'renderDifference'> {
  question: FileQuestion;
  onDone: () => void;
}

function FileQuestionDialog({ question, renderDifference, onDone }: FileQuestionDialogProps) {
  switch (question.kind) {
    case 'new':
      return (
        <TextDialog
          title={`New ${question.what} ${question.where}`}
          label="Name"
          hint={question.what === 'file' ? 'A program’s name ends in .py. A board runs main.py when it starts.' : ''}
          action="Make it"
          check={(name) => nameProblem(name, question.taken)}
          onSubmit={(name) => {
            onDone();
            question.answer(name);
          }}
          onCancel={onDone}
        />
      );
    case 'remove':
      return (
        <ChoiceDialog
          title={`Delete ${question.what} ${question.where}?`}
          message={
            question.several
              ? 'Folders are deleted with everything in them. They cannot be brought back.'
              : 'The file is deleted. It cannot be brought back.'
          }
          choices={[
            {
              label: 'Delete',
              tone: 'stop',
              choose: () => {
                onDone();
                question.answer();
              },
            },
            { label: 'Cancel', choose: onDone },
          ]}
        />
      );
    case 'conflicts':
      return (
        <ConflictDialog
          conflicts={question.conflicts}
          where={question.where}
          renderDifference={renderDifference}
          onAnswer={(replaced) => {
            onDone();
            question.answer(replaced);
          }}
        />
      );
    case 'properties':
      return <PropertiesDialog name={question.name} where={question.where} fetch={question.fetch} onClose={onDone} />;
  }
}
