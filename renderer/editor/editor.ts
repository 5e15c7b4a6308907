/** The editor as the workbench uses it: its documents, and the view that comes once Monaco is loaded. */
import { createStore } from 'zustand/vanilla';
import type { CodeView, CursorPosition } from './code-view.ts';
import type { DocumentsModel } from './documents.ts';
import { type DocumentOrigin, documentId } from './open-document.ts';

export class Editor {
  /** Tells editors apart: one a project. */
  readonly id: string;
  readonly documents: DocumentsModel;
  /** Where the cursor stands; null with no document shown. */
  readonly cursor = createStore<{ position: CursorPosition | null }>(() => ({ position: null }));
  #view: CodeView | null = null;
  #focusWanted = false;
  #wantedLine: { id: string; line: number } | null = null;

  constructor(id: string, documents: DocumentsModel) {
    this.id = id;
    this.documents = documents;
    // After the view, which listens as well, has taken the new text over.
    documents.store.subscribe(() => queueMicrotask(() => this.#showWantedLine()));
  }

  /** Draws into `element` until `dispose` of the result. Monaco is fetched at the first call. */
  async attach(element: HTMLElement, signal: AbortSignal): Promise<void> {
    const { CodeView } = await import('./code-view.ts');
    if (signal.aborted) return;
    const view = new CodeView(element, this.documents, (position) => this.cursor.setState({ position }));
    this.#view = view;
    if (this.#focusWanted) view.focus();
    this.#showWantedLine();
    signal.addEventListener('abort', () => {
      view.dispose();
      if (this.#view === view) this.#view = null;
    });
  }

  focus(): void {
    this.#focusWanted = true;
    this.#view?.focus();
  }

  /** Opens a file and shows a line of it, counted from 1; the text may come later. */
  openAt(origin: DocumentOrigin, line: number): void {
    this.documents.open(origin);
    this.#wantedLine = { id: documentId(origin), line };
    this.#showWantedLine();
    this.focus();
  }

  /** Opens the find bar. */
  find(): void {
    this.#view?.runAction('actions.find');
  }

  /** Opens Monaco's "go to line". */
  goToLine(): void {
    this.#view?.runAction('editor.action.gotoLine');
  }

  #showWantedLine(): void {
    const wanted = this.#wantedLine;
    if (wanted !== null && this.#view?.showLine(wanted.id, wanted.line) === true) this.#wantedLine = null;
  }
}
