/** The questions that working with files raises: a name, whether to delete, whether to write over. One at a time. */
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { ChoiceDialog, TextDialog } from '../design/dialog.tsx';
import { nameProblem } from './file-name.ts';

export type FileQuestion =
  | { kind: 'new'; what: 'file' | 'folder'; where: string; taken: ReadonlySet<string>; answer: (name: string) => void }
  | { kind: 'rename'; name: string; taken: ReadonlySet<string>; answer: (name: string) => void }
  | { kind: 'remove'; name: string; isFolder: boolean; where: string; answer: () => void }
  | { kind: 'overwrite'; name: string; where: string; answer: () => void };

export type FileQuestionStore = StoreApi<{ question: FileQuestion | null }>;

export function createFileQuestionStore(): FileQuestionStore {
  return createStore(() => ({ question: null }));
}

/** Draws the question that is open. */
export function FileQuestions({ store }: { store: FileQuestionStore }) {
  const question = useStore(store, (state) => state.question);
  if (question === null) return null;
  return <FileQuestionDialog question={question} onDone={() => store.setState({ question: null })} />;
}

function FileQuestionDialog({ question, onDone }: { question: FileQuestion; onDone: () => void }) {
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
    case 'rename':
      return (
        <TextDialog
          title={`Rename ${question.name}`}
          label="New name"
          initial={question.name}
          action="Rename"
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
          title={`Delete ${question.name} ${question.where}?`}
          message={
            question.isFolder
              ? 'The folder is deleted with everything in it. It cannot be brought back.'
              : 'The file is deleted. It cannot be brought back.'
          }
          choices={[
            { label: 'Delete', tone: 'stop', choose: answered(question.answer, onDone) },
            { label: 'Cancel', choose: onDone },
          ]}
        />
      );
    case 'overwrite':
      return (
        <ChoiceDialog
          title={`Write over ${question.name} ${question.where}?`}
          message="There is a file of this name with other content. What it holds now is lost."
          choices={[
            { label: 'Write over it', tone: 'stop', choose: answered(question.answer, onDone) },
            { label: 'Cancel', choose: onDone },
          ]}
        />
      );
  }
}

function answered(answer: () => void, onDone: () => void): () => void {
  return () => {
    onDone();
    answer();
  };
}
