/** The state of the workbench at each drawing: the situation, what works in it, and the commands. */
import { type RefObject, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useHostState, useSelectedBoard } from '../client/session.tsx';
import type { Editor, OpenDocument } from '../editor/index.ts';
import { type Commands, createCommands } from './commands.ts';
import type { DockHandle } from './dock.tsx';
import type { PanelName } from './dock-layout.ts';
import { enablementOf } from './enablement.ts';
import type { WorkbenchParts } from './parts.ts';
import { type StateWords, stateWords } from './state-words.ts';
import { useShownState } from './use-shown-state.ts';
import { useActiveDocument, useAtPrompt } from './use-situation.ts';

export interface WorkbenchState {
  editor: Editor | null;
  active: OpenDocument | null;
  /** The board's state in words. */
  words: StateWords;
  commands: Commands;
  dock: RefObject<DockHandle | null>;
  visible: Partial<Record<PanelName, boolean>>;
  onVisible: (panel: PanelName, shown: boolean) => void;
  paletteOpen: boolean;
  closePalette: () => void;
}

export function useWorkbench(parts: WorkbenchParts): WorkbenchState {
  const board = useSelectedBoard();
  const hostConnected = useHostState().kind === 'connected';
  const editor = useStore(parts.editor, (state) => state.editor);
  const active = useActiveDocument(editor);
  const atPrompt = useAtPrompt(parts.shell, board);
  const state = useShownState(board?.state ?? null);
  // Its commands say what they would change.
  useStore(parts.onSave);
  // A place that a board names is a link where the project has the file.
  useStore(parts.session.project, ({ files }) => files);
  const dock = useRef<DockHandle>(null);
  const [visible, setVisible] = useState<Partial<Record<PanelName, boolean>>>({});
  const [paletteOpen, setPaletteOpen] = useState(false);

  const hasText = active?.content.kind === 'text';
  const enabled = enablementOf({ hostConnected, board: state, atPrompt, hasText });
  const openPalette = () => setPaletteOpen(true);
  const shellVisible = visible.shell === true;
  return {
    editor,
    active,
    words: stateWords(state, hostConnected),
    commands: createCommands({ parts, board, editor, enabled, hostConnected, dock, openPalette, shellVisible }),
    dock,
    visible,
    onVisible: (panel, shown) =>
      setVisible((before) => (before[panel] === shown ? before : { ...before, [panel]: shown })),
    paletteOpen,
    closePalette: () => setPaletteOpen(false),
  };
}
