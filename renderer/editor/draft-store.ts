/**
 * Unsaved text and the open tabs, kept in the page's storage, so that a reload, a killed tab or a lost host loses neither.
 * Drafts belong to a project's folder: two projects have a main.py each.
 */
import type { DocumentOrigin } from './open-document.ts';

export interface Draft {
  text: string;
  /** The version that the text was made from, for the conflict check on saving. */
  version: string | null;
  savedText: string | null;
}

export interface OpenTabs {
  origins: DocumentOrigin[];
  activeId: string | null;
}

/** The part of the page's localStorage that is used. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export class DraftStore {
  #storage: TextStorage;
  #prefix: string;

  constructor(storage: TextStorage, projectFolder: string) {
    this.#storage = storage;
    this.#prefix = `bramble.editor.${projectFolder}`;
  }

  /** Keeps a draft; false when the storage is full. */
  keep(id: string, draft: Draft): boolean {
    return this.#write(`${this.#prefix}.draft.${id}`, draft);
  }

  drop(id: string): void {
    this.#storage.removeItem(`${this.#prefix}.draft.${id}`);
  }

  find(id: string): Draft | null {
    const draft = this.#read(`${this.#prefix}.draft.${id}`);
    if (!isRecord(draft) || typeof draft.text !== 'string') return null;
    return { text: draft.text, version: textOrNull(draft.version), savedText: textOrNull(draft.savedText) };
  }

  keepTabs(tabs: OpenTabs): void {
    this.#write(`${this.#prefix}.tabs`, tabs);
  }

  /** The tabs as they were; null when none were ever kept. */
  findTabs(): OpenTabs | null {
    const tabs = this.#read(`${this.#prefix}.tabs`);
    if (!isRecord(tabs) || !Array.isArray(tabs.origins)) return null;
    return { origins: tabs.origins.filter(isOrigin), activeId: textOrNull(tabs.activeId) };
  }

  #write(key: string, value: unknown): boolean {
    try {
      this.#storage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  #read(key: string): unknown {
    try {
      return JSON.parse(this.#storage.getItem(key) ?? 'null');
    } catch {
      return null;
    }
  }
}

function isOrigin(value: unknown): value is DocumentOrigin {
  if (!isRecord(value) || typeof value.path !== 'string') return false;
  return value.kind === 'project' || (value.kind === 'board' && typeof value.address === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
