/** The project on the host's computer: its name, and its files as a flat, sorted list. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Disposable, DisposableStore } from '../../app/base/index.ts';
import type { ProjectFile } from '../../app/contract/index.ts';
import type { Host } from './host.ts';

export interface Project {
  /** null until the host has told. */
  description: { name: string; folder: string; openFile: string | null } | null;
  files: ProjectFile[];
}

export type ProjectStore = StoreApi<Project>;

export function createProjectStore(): ProjectStore {
  return createStore<Project>(() => ({ description: null, files: [] }));
}

/** Keeps the store equal to the host until the Disposable ends. */
export function followProject(host: Host, store: ProjectStore, report: (error: unknown) => void): Disposable {
  const owned = new DisposableStore();
  let latest = 0;
  const fetch = async () => {
    latest += 1;
    const asked = latest;
    const [description, files] = await Promise.all([host.services.project.describe(), host.services.project.list()]);
    // Answers may overtake each other; only the newest question counts.
    if (asked === latest) store.setState({ description, files });
  };
  owned.add(host.onDidConnect(() => void fetch().catch(report)));
  owned.add(host.onEvent('project.changed', () => void fetch().catch(report)));
  return owned;
}
