/** The editor as the workbench uses it: its documents, and the view that comes once Monaco is loaded. */
import { createStore } from 'zustand/vanilla';
import type { CodeView, CursorPosition } from './code-view.ts';
import type { DocumentsModel } from './documents.ts';

export class Editor {
  /** Tells editors apart: one a project. */
  readonly id: string;
  readonly documents: DocumentsModel;
  /** Where the cursor stands; null with no document shown. */
  readonly cursor = createStore<{ position: CursorPosition | null }>(() => ({ position: null }));
  #view: CodeView | null = null;
  #focusWanted = false;

  constructor(id: string, documents: DocumentsModel) {
    this.id = id;
    this.documents = documents;
  }

  /** Draws into `element` until `dispose` of the result. Monaco is fetched at the first call. */
  async attach(element: HTMLElement, signal: AbortSignal): Promise<void> {
    const { CodeView } = await import('./code-view.ts');
    if (signal.aborted) return;
    const view = new CodeView(element, this.documents, (position) => this.cursor.setState({ position }));
    this.#view = view;
    if (this.#focusWanted) view.focus();
    signal.addEventListener('abort', () => {
      view.dispose();
      if (this.#view === view) this.#view = null;
    });
  }

  focus(): void {
    this.#focusWanted = true;
    this.#view?.focus();
  }

  /** Opens the find bar. */
  find(): void {
    this.#view?.runAction('actions.find');
  }

  /** Opens Monaco's "go to line". */
  goToLine(): void {
    this.#view?.runAction('editor.action.gotoLine');
  }
}
