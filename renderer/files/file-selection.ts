/** Which rows of a tree are chosen, and how clicks and keys change that, as file lists everywhere have it. Pure decisions. */

export interface FileSelection {
  chosen: ReadonlySet<string>;
  /** Where a range begins: the row that was last chosen by itself. */
  anchor: string | null;
}

export const nothingChosen: FileSelection = { chosen: new Set(), anchor: null };

/** `alone` chooses this row only, `toggle` adds it or takes it away, `range` chooses from the anchor to here. */
export type ChoiceKind = 'alone' | 'toggle' | 'range';

/** What the modifier keys of a click or an arrow key ask for. Ctrl on a Mac's mouse opens the menu, so it is Meta there. */
export function choiceKind(event: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }): ChoiceKind {
  if (event.shiftKey) return 'range';
  return event.ctrlKey || event.metaKey ? 'toggle' : 'alone';
}

/** `paths` are the rows in view, in order. */
export function choose(
  selection: FileSelection,
  path: string,
  kind: ChoiceKind,
  paths: readonly string[],
): FileSelection {
  if (kind === 'toggle') {
    const chosen = new Set(selection.chosen);
    if (!chosen.delete(path)) chosen.add(path);
    return { chosen, anchor: path };
  }
  const anchor = kind === 'range' && selection.anchor !== null ? paths.indexOf(selection.anchor) : -1;
  if (anchor === -1) return { chosen: new Set([path]), anchor: path };
  const here = paths.indexOf(path);
  const chosen = new Set(paths.slice(Math.min(anchor, here), Math.max(anchor, here) + 1));
  return { chosen, anchor: selection.anchor };
}

export function chooseAll(paths: readonly string[]): FileSelection {
  return { chosen: new Set(paths), anchor: paths[0] ?? null };
}

/** Without the rows that are no longer there. */
export function stillThere(selection: FileSelection, paths: readonly string[]): FileSelection {
  const chosen = new Set([...selection.chosen].filter((path) => paths.includes(path)));
  if (chosen.size === selection.chosen.size) return selection;
  return { chosen, anchor: selection.anchor !== null && chosen.has(selection.anchor) ? selection.anchor : null };
}

/** The rows that an action on `path` is for: all that are chosen when it is one of them, else it alone. */
export function concerned(selection: FileSelection, path: string): string[] {
  return selection.chosen.has(path) ? [...selection.chosen] : [path];
}
