/** One Monaco editor that shows the active document and gives the user's edits to the model. It saves nothing itself. */
import { type Disposable, DisposableStore, toDisposable } from '../../app/base/index.ts';
import { codeFontFamily } from '../design/code-font.ts';
import { themeStore } from '../design/theme.ts';
import type { DocumentsModel } from './documents.ts';
import { colourShownLines, monaco, wearTheme } from './monaco.ts';
import { documentTitle, type OpenDocument } from './open-document.ts';

export interface CursorPosition {
  line: number;
  column: number;
}

interface Shown {
  model: monaco.editor.ITextModel;
  /** The text that the model holds, to know edits of others from the user's. */
  text: string;
  viewState: monaco.editor.ICodeEditorViewState | null;
}

const modelOptions = {
  tabSize: 4,
  insertSpaces: true,
  trimAutoWhitespace: true,
  bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
};

export class CodeView implements Disposable {
  #documents: DocumentsModel;
  #editor: monaco.editor.IStandaloneCodeEditor;
  #shown = new Map<string, Shown>();
  #activeId: string | null = null;
  #owned = new DisposableStore();

  constructor(element: HTMLElement, documents: DocumentsModel, onCursor: (position: CursorPosition | null) => void) {
    this.#documents = documents;
    this.#editor = monaco.editor.create(element, editorOptions);
    const wear = () => wearTheme(themeStore.getState().name, themeStore.getState().palette);
    wear();
    this.#owned.add(this.#editor);
    this.#owned.add(toDisposable(themeStore.subscribe(wear)));
    this.#owned.add(toDisposable(documents.store.subscribe(() => this.#show())));
    this.#owned.add(
      this.#editor.onDidChangeCursorPosition(({ position }) => {
        onCursor({ line: position.lineNumber, column: position.column });
      }),
    );
    this.#owned.add(
      this.#editor.onDidChangeModel(() => {
        const position = this.#editor.getPosition();
        onCursor(position === null ? null : { line: position.lineNumber, column: position.column });
      }),
    );
    this.#show();
  }

  focus(): void {
    this.#editor.focus();
  }

  /** Puts the cursor on a line of a document and brings it into view. False while the document's text is not shown. */
  showLine(id: string, line: number): boolean {
    const shown = this.#shown.get(id);
    if (shown === undefined || this.#editor.getModel() !== shown.model) return false;
    const lineNumber = Math.min(Math.max(1, line), shown.model.getLineCount());
    this.#editor.setPosition({ lineNumber, column: shown.model.getLineFirstNonWhitespaceColumn(lineNumber) || 1 });
    this.#editor.revealLineInCenter(lineNumber);
    return true;
  }

  /** Runs one of Monaco's own actions, such as `actions.find`. */
  runAction(id: string): void {
    this.#editor.focus();
    this.#editor.trigger('bramble', id, null);
  }

  dispose(): void {
    this.#owned.dispose();
    for (const { model } of this.#shown.values()) model.dispose();
    this.#shown.clear();
  }

  /** Brings the models and the editor to what the documents say. */
  #show(): void {
    const { open, activeId } = this.#documents.store.getState();
    for (const document of open) this.#takeOver(document);
    for (const [id, { model }] of this.#shown) {
      if (open.some((document) => document.id === id)) continue;
      this.#shown.delete(id);
      model.dispose();
    }
    this.#switchTo(activeId);
  }

  #takeOver({ id, origin, content }: OpenDocument): void {
    if (content.kind !== 'text') return;
    const shown = this.#shown.get(id);
    if (shown === undefined) {
      this.#shown.set(id, {
        model: this.#createModel(id, origin.path, content.text),
        text: content.text,
        viewState: null,
      });
      return;
    }
    if (shown.text === content.text) return;
    shown.text = content.text;
    // As an edit, so that undo brings the text from before back. Monaco keeps a byte order mark beside the text.
    const range = shown.model.getFullModelRange();
    shown.model.pushEditOperations([], [{ range, text: content.text.replace(/^\ufeff/, '') }], () => null);
  }

  #createModel(id: string, path: string, text: string): monaco.editor.ITextModel {
    const uri = monaco.Uri.from({ scheme: 'bramble', path: `/${id}` });
    const model = monaco.editor.createModel(text, path.endsWith('.py') ? 'python' : 'plaintext', uri);
    model.updateOptions(modelOptions);
    model.onDidChangeContent(() => {
      const shown = this.#shown.get(id);
      if (shown === undefined) return;
      const now = model.getValue(undefined, true);
      if (now === shown.text) return;
      shown.text = now;
      this.#documents.edit(id, now);
    });
    return model;
  }

  #switchTo(activeId: string | null): void {
    const target = activeId === null ? undefined : this.#shown.get(activeId);
    if (this.#activeId === activeId && this.#editor.getModel() === (target?.model ?? null)) return;
    const leaving = this.#activeId === null ? undefined : this.#shown.get(this.#activeId);
    if (leaving !== undefined && this.#editor.getModel() === leaving.model)
      leaving.viewState = this.#editor.saveViewState();
    this.#activeId = activeId;
    this.#editor.setModel(target?.model ?? null);
    if (target?.viewState) this.#editor.restoreViewState(target.viewState);
    colourShownLines(this.#editor);
    const document = this.#documents.find(activeId);
    if (document !== null) this.#editor.updateOptions({ ariaLabel: `Text of ${documentTitle(document)}` });
  }
}

const editorOptions: monaco.editor.IStandaloneEditorConstructionOptions = {
  model: null,
  automaticLayout: true,
  fontFamily: codeFontFamily,
  fontSize: 13,
  lineHeight: 20,
  fontLigatures: false,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  padding: { top: 8, bottom: 8 },
  // Widgets may stand over the neighbouring panels instead of being cut off at this one's edge.
  fixedOverflowWidgets: true,
  overviewRulerLanes: 0,
  hideCursorInOverviewRuler: true,
  overviewRulerBorder: false,
  renderLineHighlight: 'line',
  lineNumbersMinChars: 4,
  wordBasedSuggestions: 'currentDocument',
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
};
