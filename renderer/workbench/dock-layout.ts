/** Where the panels stand as long as the user has not moved them. */
import type { DockviewApi } from 'dockview';

export const panelNames = ['files', 'editor', 'board', 'shell', 'logs'] as const;

export type PanelName = (typeof panelNames)[number];

export const panelTitles: Record<PanelName, string> = {
  files: 'Files',
  editor: 'Editor',
  board: 'Board',
  shell: 'Shell',
  logs: 'Logs',
};

/** `compact` is for narrow windows and for text zoomed to 200 %: the editor above, everything else as tabs below. */
export type LayoutKind = 'wide' | 'compact';

const compactBelowPx = 860;

export function isCompactWidth(widthPx: number): boolean {
  return widthPx > 0 && widthPx < compactBelowPx;
}

/** Puts every panel in its usual place. */
export function applyDefaultLayout(api: DockviewApi, kind: LayoutKind): void {
  api.clear();
  const add = (name: PanelName, options: object = {}) =>
    api.addPanel({ id: name, component: name, title: panelTitles[name], ...options });
  const editor = add('editor', { minimumWidth: 200, minimumHeight: 80 });
  // The editor has tabs of its own, one a file.
  editor.group.header.hidden = true;
  editor.group.locked = true;
  if (kind === 'wide') placeWide(api, add);
  else placeCompact(api, add);
  api.getPanel('shell')?.api.setActive();
}

type AddPanel = (name: PanelName, options?: object) => unknown;

function placeWide(api: DockviewApi, add: AddPanel): void {
  const bottomPx = Math.round(Math.min(320, Math.max(160, api.height * 0.3)));
  add('shell', { position: { direction: 'below' }, initialHeight: bottomPx, minimumHeight: 60 });
  add('logs', { position: { referencePanel: 'shell', direction: 'within' }, inactive: true });
  // As high as the window: the board is long, and what is joined to it stands below it.
  const boardPx = Math.round(Math.min(420, Math.max(320, api.width * 0.22)));
  add('board', {
    position: { direction: 'right' },
    initialWidth: boardPx,
    minimumWidth: 160,
  });
  add('files', { position: { referencePanel: 'editor', direction: 'left' }, initialWidth: 232, minimumWidth: 120 });
}

function placeCompact(api: DockviewApi, add: AddPanel): void {
  const bottomPx = Math.round(Math.max(100, api.height * 0.5));
  add('shell', { position: { direction: 'below' }, initialHeight: bottomPx, minimumHeight: 60 });
  for (const name of ['logs', 'files', 'board'] as const) {
    add(name, { position: { referencePanel: 'shell', direction: 'within' }, inactive: true });
  }
}
