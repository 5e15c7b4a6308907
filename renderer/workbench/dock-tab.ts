/** A dock panel's tab: its title in small capitals, and a number where there is something new. */
import type { ITabRenderer } from 'dockview';
import type { StoreApi } from 'zustand/vanilla';
import type { PanelName } from './dock-layout.ts';

export class DockTab implements ITabRenderer {
  readonly element = document.createElement('div');
  #unsubscribe: () => void;

  constructor(title: string, badges: StoreApi<Partial<Record<PanelName, string>>>, panel: PanelName) {
    this.element.className = 'dock-tab';
    const name = document.createElement('span');
    name.textContent = title;
    const badge = document.createElement('span');
    badge.className = 'dock-badge';
    this.element.append(name, badge);
    const show = () => {
      badge.textContent = badges.getState()[panel] ?? '';
    };
    show();
    this.#unsubscribe = badges.subscribe(show);
  }

  init(): void {}

  dispose(): void {
    this.#unsubscribe();
  }
}
