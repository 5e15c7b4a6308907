/**
 * The documents that are open: loading, editing, saving, conflicts. It knows neither Monaco nor React, and keeps unsaved text
 * in a DraftStore as it changes.
 */
import { createStore } from 'zustand/vanilla';
import { BrambleError, describeError } from '../../app/base/index.ts';
import type { Services } from '../../app/contract/index.ts';
import { decodeText } from '../../app/project/index.ts';
import type { DraftStore } from './draft-store.ts';
import {
  type DocumentContent,
  type DocumentOrigin,
  documentId,
  isDirty,
  movedPath,
  type OpenDocument,
} from './open-document.ts';

export interface Documents {
  open: OpenDocument[];
  activeId: string | null;
}

type TextContent = Extract<DocumentContent, { kind: 'text' }>;

export interface DocumentsOptions {
  services: { [S in 'project' | 'files']: Pick<Services[S], 'read' | 'write'> };
  drafts: DraftStore;
  /** Told what the user should know but did not ask for, such as a full page storage. */
  report: (error: unknown) => void;
  onBoardFileSaved: (address: string) => void;
}

export class DocumentsModel {
  readonly store = createStore<Documents>(() => ({ open: [], activeId: null }));
  #services: DocumentsOptions['services'];
  #drafts: DraftStore;
  #report: (error: unknown) => void;
  #onBoardFileSaved: (address: string) => void;
  #storageIsFull = false;

  constructor({ services, drafts, report, onBoardFileSaved }: DocumentsOptions) {
    this.#onBoardFileSaved = onBoardFileSaved;
    this.#services = services;
    this.#drafts = drafts;
    this.#report = report;
    this.store.subscribe(({ open, activeId }, before) => {
      if (open === before.open && activeId === before.activeId) return;
      this.#drafts.keepTabs({ origins: open.map(({ origin }) => origin), activeId });
    });
  }

  /** Opens the tabs of the last time with their drafts, or `firstFile` when there were none. */
  restore(firstFile: string | null): void {
    const tabs = this.#drafts.findTabs();
    const firstOrigins: DocumentOrigin[] = firstFile === null ? [] : [{ kind: 'project', path: firstFile }];
    for (const origin of tabs?.origins ?? firstOrigins) this.open(origin);
    const active = tabs?.activeId;
    if (active !== null && active !== undefined && this.find(active) !== null) this.activate(active);
  }

  find(id: string | null): OpenDocument | null {
    return this.store.getState().open.find((document) => document.id === id) ?? null;
  }

  findAt(origin: DocumentOrigin): OpenDocument | null {
    return this.find(documentId(origin));
  }

  get active(): OpenDocument | null {
    return this.find(this.store.getState().activeId);
  }

  activate(id: string): void {
    this.store.setState({ activeId: id });
  }

  /** Opens a file, or shows it where it is open already. */
  open(origin: DocumentOrigin): void {
    const id = documentId(origin);
    if (this.find(id) === null) {
      const document: OpenDocument = { id, origin, content: { kind: 'loading' }, saving: false, conflict: false };
      this.store.setState(({ open }) => ({ open: [...open, document] }));
      void this.#load(id);
    }
    this.activate(id);
  }

  /** Takes a new text from the user. */
  edit(id: string, text: string): void {
    const content = this.#text(id);
    if (content === null || content.text === text) return;
    this.#setContent(id, { ...content, text });
    this.#keepDraft(id);
  }

  /** Saves at the origin. With the file changed there meanwhile, nothing is written and the document's `conflict` is set. */
  async save(id: string): Promise<void> {
    const document = this.find(id);
    if (document === null || document.saving) return;
    const content = this.#text(id);
    if (content === null || !isDirty(document)) return;
    await this.#write(document, content, content.version);
  }

  /** Saves what is open of a file of the project, or of a folder and all it holds. */
  async saveUnder(path: string): Promise<void> {
    for (const { id, origin } of this.store.getState().open) {
      if (origin.kind === 'project' && movedPath(origin.path, path, '') !== null) await this.save(id);
    }
  }

  /** Answers a conflict: writes over what is there. */
  async keepMine(id: string): Promise<void> {
    const document = this.find(id);
    const content = this.#text(id);
    this.#change(id, { conflict: false });
    if (document !== null && content !== null) await this.#write(document, content, null);
  }

  /** Answers a conflict: shows what is there. The editor's undo brings the user's text back. */
  async loadTheirs(id: string): Promise<void> {
    this.#change(id, { conflict: false });
    await this.#reload(id);
  }

  /** Leaves a conflict as it is: the text stays unsaved. */
  decideLater(id: string): void {
    this.#change(id, { conflict: false });
  }

  /** Closes without saving; the draft is dropped. Ask before, when it is dirty. */
  close(id: string): void {
    const { open, activeId } = this.store.getState();
    const index = open.findIndex((document) => document.id === id);
    if (index === -1) return;
    const rest = open.filter((document) => document.id !== id);
    const neighbour = rest[Math.min(index, rest.length - 1)]?.id ?? null;
    this.store.setState({ open: rest, activeId: activeId === id ? neighbour : activeId });
    this.#drafts.drop(id);
  }

  /** Tries a document again that could not be loaded. */
  retry(id: string): void {
    void this.#load(id);
  }

  /**
   * Files changed on disk; an empty list means any may have. Clean documents show the new text; dirty ones keep theirs and
   * meet the conflict on saving.
   */
  async refresh(paths: readonly string[]): Promise<void> {
    const concerned = this.store.getState().open.filter((document) => {
      if (document.origin.kind !== 'project' || document.saving || isDirty(document)) return false;
      return paths.length === 0 || paths.includes(document.origin.path);
    });
    await Promise.all(concerned.map(({ id }) => this.#reload(id)));
  }

  /** A file or folder of the project was renamed: its documents follow, with their text. */
  renamed(from: string, to: string): void {
    for (const document of this.store.getState().open) {
      if (document.origin.kind !== 'project') continue;
      const path = movedPath(document.origin.path, from, to);
      if (path !== null) this.#rehome(document, { kind: 'project', path });
    }
  }

  /** A file or folder was removed. Clean documents close; dirty ones stay, unsaved, so that no text is lost. */
  removed(removed: DocumentOrigin): void {
    for (const document of this.store.getState().open) {
      const { origin, content } = document;
      if (origin.kind !== removed.kind || movedPath(origin.path, removed.path, '') === null) continue;
      if (origin.kind === 'board' && removed.kind === 'board' && origin.address !== removed.address) continue;
      if (!isDirty(document)) this.close(document.id);
      else if (content.kind === 'text') this.#setContent(document.id, { ...content, savedText: null, version: null });
    }
  }

  async #load(id: string): Promise<void> {
    const document = this.find(id);
    if (document === null) return;
    const draft = this.#drafts.find(id);
    if (draft !== null) {
      this.#setContent(id, { kind: 'text', ...draft });
      return;
    }
    this.#setContent(id, { kind: 'loading' });
    await this.#reload(id);
  }

  async #reload(id: string): Promise<void> {
    const document = this.find(id);
    if (document === null) return;
    try {
      const read = await this.#read(document.origin);
      const now = this.find(id);
      // The user may have typed, or saved, while the file was read.
      if (now === null || now.content !== document.content || now.saving) return;
      this.#setContent(id, { kind: 'text', text: read.text, savedText: read.text, version: read.version });
      this.#drafts.drop(id);
    } catch (error) {
      this.#failReload(id, error);
    }
  }

  /** A text that is shown stays; it is no longer what is at the origin. */
  #failReload(id: string, error: unknown): void {
    const { code, message } = describeError(error);
    const content = this.#text(id);
    if (content === null) this.#setContent(id, { kind: 'failed', problem: message });
    else if (code === 'file-not-found') {
      this.#setContent(id, { ...content, savedText: null, version: null });
      this.#keepDraft(id);
    } else this.#report(error);
  }

  async #read(origin: DocumentOrigin): Promise<{ text: string; version: string | null }> {
    if (origin.kind === 'project') return this.#services.project.read(origin.path);
    return { text: decodeBoardFile(await this.#services.files.read(origin.address, origin.path)), version: null };
  }

  async #write(document: OpenDocument, content: TextContent, version: string | null): Promise<void> {
    const { id, origin } = document;
    this.#change(id, { saving: true });
    try {
      const saved = await this.#send(origin, content.text, version);
      const now = this.#text(id);
      if (now === null) return;
      this.#setContent(id, { ...now, savedText: content.text, version: saved });
      if (now.text === content.text) this.#drafts.drop(id);
      else this.#keepDraft(id);
    } catch (error) {
      if (!(error instanceof BrambleError && error.code === 'file-changed')) throw error;
      this.#change(id, { conflict: true });
    } finally {
      this.#change(id, { saving: false });
    }
  }

  async #send(origin: DocumentOrigin, text: string, version: string | null): Promise<string | null> {
    if (origin.kind === 'project') return this.#services.project.write(origin.path, text, version);
    await this.#services.files.write(origin.address, origin.path, new TextEncoder().encode(text));
    this.#onBoardFileSaved(origin.address);
    return null;
  }

  #rehome(document: OpenDocument, origin: DocumentOrigin): void {
    const id = documentId(origin);
    this.#drafts.drop(document.id);
    this.store.setState(({ open, activeId }) => ({
      open: open.map((other) => (other.id === document.id ? { ...other, id, origin } : other)),
      activeId: activeId === document.id ? id : activeId,
    }));
    const moved = this.find(id);
    if (moved !== null && isDirty(moved)) this.#keepDraft(id);
  }

  #text(id: string): TextContent | null {
    const content = this.find(id)?.content;
    return content?.kind === 'text' ? content : null;
  }

  #setContent(id: string, content: DocumentContent): void {
    this.#change(id, { content });
  }

  #change(id: string, change: Partial<OpenDocument>): void {
    this.store.setState(({ open }) => ({
      open: open.map((document) => (document.id === id ? { ...document, ...change } : document)),
    }));
  }

  #keepDraft(id: string): void {
    const document = this.find(id);
    const content = this.#text(id);
    if (document === null || content === null) return;
    if (!isDirty(document)) {
      this.#drafts.drop(id);
      return;
    }
    const { text, version, savedText } = content;
    const kept = this.#drafts.keep(id, { text, version, savedText });
    if (!kept && !this.#storageIsFull) this.#report(storageFull());
    this.#storageIsFull = !kept;
  }
}

function decodeBoardFile(bytes: Uint8Array): string {
  const text = decodeText(bytes);
  if (text !== null) return text;
  throw new BrambleError(
    'not-supported',
    'This file is not text, so the editor cannot show it. Download it to the computer to look at it with another program.',
  );
}

function storageFull(): BrambleError {
  return new BrambleError(
    'not-supported',
    'The browser’s storage for this page is full, so unsaved text would not outlive a reload. Save your files (Ctrl+S).',
  );
}
