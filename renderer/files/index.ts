export { BoardFilesByAddress } from './board-files.ts';
export { copyFiles, outcomeSentence } from './copying.ts';
export {
  askConflicts,
  createFileQuestionStore,
  type FileQuestion,
  type FileQuestionStore,
  FileQuestions,
} from './file-questions.tsx';
export { FilesPanel } from './files-panel.tsx';
export { askNewProjectItem } from './new-project-item.ts';
