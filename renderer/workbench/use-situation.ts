/** What the workbench decides from: the shown document, and whether the board waits at its prompt. */
import { useSyncExternalStore } from 'react';
import type { BoardSummary } from '../../app/contract/index.ts';
import type { Editor, OpenDocument } from '../editor/index.ts';
import type { Shell } from '../shell/index.ts';

export function useActiveDocument(editor: Editor | null): OpenDocument | null {
  return useSyncExternalStore(
    (changed) => editor?.documents.store.subscribe(changed) ?? (() => {}),
    () => editor?.documents.active ?? null,
  );
}

export function useAtPrompt(shell: Shell, board: BoardSummary | null): boolean {
  const connected = board !== null && board.state.kind !== 'disconnected';
  const prompt = connected ? shell.terminal(board.address).prompt : null;
  return useSyncExternalStore(
    (changed) => prompt?.subscribe(changed) ?? (() => {}),
    () => prompt?.getState().atPrompt ?? true,
  );
}
