export { DifferenceView } from './difference-view.tsx';
export { DocumentsModel } from './documents.ts';
export { DraftStore } from './draft-store.ts';
export { Editor } from './editor.ts';
export { EditorPanel } from './editor-panel.tsx';
export { type DocumentOrigin, fileName, isDirty, type OpenDocument } from './open-document.ts';
