/** The menu of the log view: saved views, columns, highlights, bookmarks, files; and the questions for a name that some of them ask. */
import { Bookmark, Download, Highlighter, Save, Upload, X } from 'lucide-react';
import { TextDialog } from '../design/dialog.tsx';
import type { MenuItem } from '../design/menu.tsx';
import { type LogView, type LogViewStore, type SavedLogView, withHighlight, withSaved } from './log-view.ts';
import { columnLooks, logColumns, toggledColumn } from './table/log-columns.ts';
import { visibleText } from './text/visible-text.ts';

export type LogQuestion = 'save-view' | 'highlight';

export interface LogMenuContext {
  view: LogViewStore;
  ask: (question: LogQuestion) => void;
  onReveal: (id: number) => void;
  /** Null where there is nothing to export. */
  onExport: (() => void) | null;
  onImport: () => void;
}

/** As many bookmarks as a menu has room for, the newest. */
const shownBookmarks = 8;

export function logMenu({ view, ask, onReveal, onExport, onImport }: LogMenuContext): MenuItem[] {
  const state = view.getState();
  return [
    { kind: 'heading', label: 'Saved views' },
    ...savedItems(state, view),
    { kind: 'item', label: 'Save this view…', icon: <Save size={14} />, choose: () => ask('save-view') },
    ...forgetItems(state, view),
    { kind: 'heading', label: 'Columns' },
    ...logColumns
      .filter((column) => column !== 'message')
      .map(
        (column): MenuItem => ({
          kind: 'item',
          label: columnLooks[column].title,
          checked: state.columns.includes(column),
          toggles: true,
          choose: () => view.setState({ columns: toggledColumn(state.columns, column) }),
        }),
      ),
    { kind: 'heading', label: 'Highlights' },
    ...state.highlights.map(
      (text): MenuItem => ({
        kind: 'item',
        label: `Highlight no more: ${visibleText(text)}`,
        icon: <X size={14} />,
        choose: () => view.setState({ highlights: state.highlights.filter((each) => each !== text) }),
      }),
    ),
    { kind: 'item', label: 'Highlight a text…', icon: <Highlighter size={14} />, choose: () => ask('highlight') },
    ...bookmarkItems(state, view, onReveal),
    { kind: 'heading', label: 'Files' },
    {
      kind: 'item',
      label: 'Export…',
      icon: <Download size={14} />,
      disabled: onExport === null,
      choose: () => onExport?.(),
    },
    { kind: 'item', label: 'Import…', icon: <Upload size={14} />, choose: onImport },
  ];
}

function savedItems(state: LogView, view: LogViewStore): MenuItem[] {
  return state.saved.map((each) => ({
    kind: 'item',
    label: each.name,
    detail: each.query === '' ? 'every line' : each.query,
    checked: isShown(each, state),
    choose: () =>
      view.setState({ query: each.query, severityAtMost: each.severityAtMost, range: null, columns: each.columns }),
  }));
}

/** For the saved views that are shown now. */
function forgetItems(state: LogView, view: LogViewStore): MenuItem[] {
  return state.saved
    .filter((each) => isShown(each, state))
    .map((each) => ({
      kind: 'item',
      label: `Forget the view “${visibleText(each.name)}”`,
      icon: <X size={14} />,
      choose: () => view.setState({ saved: state.saved.filter((other) => other !== each) }),
    }));
}

function isShown(saved: SavedLogView, { query, severityAtMost }: LogView): boolean {
  return saved.query === query && saved.severityAtMost === severityAtMost;
}

function bookmarkItems({ bookmarks }: LogView, view: LogViewStore, onReveal: (id: number) => void): MenuItem[] {
  if (bookmarks.length === 0) return [];
  return [
    { kind: 'heading', label: 'Bookmarks' },
    ...bookmarks.slice(-shownBookmarks).map(
      (id): MenuItem => ({
        kind: 'item',
        label: `Line ${id.toLocaleString('en')}`,
        icon: <Bookmark size={14} />,
        choose: () => onReveal(id),
      }),
    ),
    { kind: 'item', label: 'Forget all bookmarks', choose: () => view.setState({ bookmarks: [] }) },
  ];
}

export function LogQuestionDialog(props: { question: LogQuestion; view: LogViewStore; onDone: () => void }) {
  const { question, view, onDone } = props;
  const notEmpty = (text: string) => (text.trim() === '' ? 'Type something.' : null);
  if (question === 'highlight') {
    return (
      <TextDialog
        title="Highlight a text"
        label="Text"
        hint="It is marked in every line, whatever the case."
        action="Highlight it"
        check={notEmpty}
        onSubmit={(text) => {
          onDone();
          view.setState(({ highlights }) => ({ highlights: withHighlight(highlights, text) }));
        }}
        onCancel={onDone}
      />
    );
  }
  const { query, severityAtMost, columns } = view.getState();
  return (
    <TextDialog
      title="Save this view"
      label="Name"
      hint="Its search and its columns are kept under this name."
      action="Save it"
      check={notEmpty}
      onSubmit={(text) => {
        onDone();
        const saved = { name: text.trim(), query, severityAtMost, columns: [...columns] };
        view.setState((state) => ({ saved: withSaved(state.saved, saved) }));
      }}
      onCancel={onDone}
    />
  );
}
