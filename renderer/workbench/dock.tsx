/**
 * The dock: panels that can be resized, moved and stacked, and a layout that is kept. A thin face of dockview for React: each
 * panel's content is drawn into an element of its own, which dockview moves about.
 */
import { createDockview, type DockviewApi, type IContentRenderer, type SerializedDockview } from 'dockview';
import 'dockview/dist/styles/dockview.css';
import './dock.css';
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { StoreApi } from 'zustand/vanilla';
import { toDisposable } from '../../app/base/index.ts';
import {
  applyDefaultLayout,
  isCompactWidth,
  type LayoutKind,
  type PanelName,
  panelNames,
  panelTitles,
} from './dock-layout.ts';
import { DockTab } from './dock-tab.ts';

export interface DockHandle {
  /** Brings a panel to the front. */
  reveal(panel: PanelName): void;
  /** Gives the panel that has the focus the whole dock, or its place back. */
  toggleMaximised(): void;
  /** Forgets the user's layout. */
  reset(): void;
}

export interface DockProps {
  panels: Record<PanelName, ReactNode>;
  /** Small numbers beside a panel's title, such as how many log lines are new. */
  badges: StoreApi<Partial<Record<PanelName, string>>>;
  onVisible: (panel: PanelName, visible: boolean) => void;
  handle: Ref<DockHandle>;
}

const storageKey = (kind: LayoutKind) => `bramble.layout.${kind}`;

export function Dock({ panels, badges, onVisible, handle }: DockProps) {
  const container = useRef<HTMLDivElement>(null);
  const api = useRef<DockviewApi | null>(null);
  const [elements] = useState(createElements);
  const visible = useRef(onVisible);
  visible.current = onVisible;

  useEffect(() => {
    if (container.current === null) return;
    const dock = startDock(container.current, elements, badges, (panel, shown) => visible.current(panel, shown));
    api.current = dock.api;
    return () => dock.dispose();
  }, [elements, badges]);
  useImperativeHandle(
    handle,
    () => ({
      reveal: (panel) => api.current?.getPanel(panel)?.api.setActive(),
      toggleMaximised: () => toggleMaximised(api.current),
      reset: () => {
        for (const kind of ['wide', 'compact'] as const) localStorage.removeItem(storageKey(kind));
        if (api.current !== null) applyDefaultLayout(api.current, kindFor(container.current));
      },
    }),
    [],
  );
  return (
    <div className="dock" ref={container}>
      {panelNames.map((name) => createPortal(panels[name], elements[name], name))}
    </div>
  );
}

function createElements(): Record<PanelName, HTMLElement> {
  const create = () => {
    const element = document.createElement('div');
    element.className = 'dock-panel';
    return element;
  };
  return { files: create(), editor: create(), board: create(), shell: create(), logs: create() };
}

function startDock(
  container: HTMLElement,
  elements: Record<PanelName, HTMLElement>,
  badges: DockProps['badges'],
  onVisible: (panel: PanelName, visible: boolean) => void,
) {
  const api = createDockview(container, {
    theme: { name: 'bramble', className: 'dockview-theme-bramble' },
    createComponent: ({ name }) => contentOf(elements[name as PanelName]),
    createTabComponent: ({ id }) => new DockTab(panelTitles[id as PanelName], badges, id as PanelName),
    defaultTabComponent: 'title',
    disableFloatingGroups: true,
    scrollbars: 'native',
    // It would stretch all panels alike: the room of a larger window is the editor's.
    disableAutoResizing: true,
    // The panels are named regions themselves; dockview would name them twice, and announce its own start.
    announcements: false,
  });
  const groups = api.onDidAddGroup(({ element }) => element.setAttribute('role', 'group'));
  let kind = kindFor(container);
  restoreLayout(api, kind, container);
  const watched = watchVisibility(api, onVisible);
  const saving = api.onDidLayoutChange(() => {
    // A maximised panel is for the moment; the layout behind it is what is kept.
    if (!api.hasMaximizedGroup()) localStorage.setItem(storageKey(kind), JSON.stringify(api.toJSON()));
  });
  const observer = new ResizeObserver(() => {
    const now = kindFor(container);
    if (now === kind) {
      resizeKeepingSides(api, container);
      return;
    }
    kind = now;
    const front = panelInFront(api);
    restoreLayout(api, kind, container);
    if (front !== null) api.getPanel(front)?.api.setActive();
  });
  observer.observe(container);
  return {
    api,
    ...toDisposable(() => {
      observer.disconnect();
      groups.dispose();
      saving.dispose();
      watched.dispose();
      api.dispose();
    }),
  };
}

function contentOf(element: HTMLElement): IContentRenderer {
  return { element, init: () => {} };
}

function watchVisibility(api: DockviewApi, onVisible: (panel: PanelName, visible: boolean) => void) {
  const tell = () => {
    for (const name of panelNames) onVisible(name, api.getPanel(name)?.api.isVisible ?? false);
  };
  const layout = api.onDidLayoutChange(tell);
  const active = api.onDidActivePanelChange(tell);
  tell();
  return toDisposable(() => {
    layout.dispose();
    active.dispose();
  });
}

/** Of the panels that share a place in every usual layout, the one that is in view; null where that is not one. */
function panelInFront(api: DockviewApi): PanelName | null {
  const inView = (['shell', 'logs'] as const).filter((name) => api.getPanel(name)?.api.isVisible === true);
  return inView.length === 1 ? (inView[0] ?? null) : null;
}

/** Gives the dock its container's size. What stands beside or below the editor stays as wide and as high as it is. */
function resizeKeepingSides(api: DockviewApi, container: HTMLElement): void {
  const editor = api.getPanel('editor')?.group.element.getBoundingClientRect();
  const kept = api.groups.map(({ api: group, element }) => ({ group, box: element.getBoundingClientRect() }));
  api.layout(container.clientWidth, container.clientHeight);
  if (editor === undefined || editor.width === 0 || api.hasMaximizedGroup()) return;
  // A group's size is taken from its neighbour, which may be the next to get its own back: twice settles both.
  for (const _pass of [1, 2]) {
    for (const { group, box } of kept) {
      if (box.right <= editor.left || box.left >= editor.right) group.setSize({ width: box.width });
      if (box.bottom <= editor.top || box.top >= editor.bottom) group.setSize({ height: box.height });
    }
  }
}

/** The user's layout, or the usual one where there is none or it lacks a panel. */
function restoreLayout(api: DockviewApi, kind: LayoutKind, container: HTMLElement): void {
  const kept = localStorage.getItem(storageKey(kind));
  if (kept !== null) {
    try {
      const layout = JSON.parse(kept) as SerializedDockview;
      // In the size that it was kept in: into another it would be stretched.
      api.layout(layout.grid.width, layout.grid.height);
      api.fromJSON(layout);
      if (panelNames.every((name) => api.getPanel(name) !== undefined)) {
        resizeKeepingSides(api, container);
        return;
      }
    } catch {
      // An older Bramble's layout, or a damaged one: the usual layout is a good answer to both.
    }
  }
  api.layout(container.clientWidth, container.clientHeight);
  applyDefaultLayout(api, kind);
}

function toggleMaximised(api: DockviewApi | null): void {
  if (api === null) return;
  if (api.hasMaximizedGroup()) api.exitMaximizedGroup();
  else if (api.activePanel !== undefined) api.maximizeGroup(api.activePanel);
}

function kindFor(container: HTMLElement | null): LayoutKind {
  return container !== null && isCompactWidth(container.clientWidth) ? 'compact' : 'wide';
}
