/** What saving a file sets off besides: nothing, a copy on the board, a run of the program. The user's choice, kept in the page's storage. */
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface OnSave {
  /** The saved file goes to the board as well. */
  copy: boolean;
  /** The saved program is run; one that runs is stopped first. */
  run: boolean;
}

export type OnSaveStore = StoreApi<OnSave>;

const storageKey = 'bramble.on-save';

export function createOnSaveStore(storage: Pick<Storage, 'getItem' | 'setItem'>): OnSaveStore {
  const store = createStore<OnSave>(() => readChoice(storage.getItem(storageKey)));
  store.subscribe((choice) => storage.setItem(storageKey, JSON.stringify(choice)));
  return store;
}

/** What was kept, or nothing set off when it is not what this Bramble keeps. */
function readChoice(text: string | null): OnSave {
  try {
    const { copy, run } = (JSON.parse(text ?? '{}') ?? {}) as Partial<OnSave>;
    return { copy: copy === true, run: run === true };
  } catch {
    return { copy: false, run: false };
  }
}

/** For the status bar; null when saving only saves. */
export function onSaveInWords({ copy, run }: OnSave): string | null {
  if (copy && run) return 'on save: copy and run';
  if (copy) return 'on save: copy';
  return run ? 'on save: run' : null;
}
