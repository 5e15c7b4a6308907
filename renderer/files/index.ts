export { BoardFilesByAddress } from './board-files.ts';
export { copyToBoard } from './copying.ts';
export {
  createFileQuestionStore,
  type FileQuestion,
  type FileQuestionStore,
  FileQuestions,
} from './file-questions.tsx';
export { FilesPanel } from './files-panel.tsx';
export { askNewProjectItem } from './new-project-item.ts';
