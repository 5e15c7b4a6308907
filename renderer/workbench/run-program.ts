/** Run: save what is shown, then run it. */
import type { BoardsService } from '../../app/contract/index.ts';
import { type DocumentOrigin, type Editor, fileName, isDirty } from '../editor/index.ts';

/**
 * Saves the active document and runs its text; `onStart` gets where it is from and its text, before anything of it is printed. Resolves to the traceback's last line when the program raised, else to null. A
 * conflict on saving runs nothing: the user is asked first.
 */
export async function runActiveDocument(
  editor: Editor,
  boards: BoardsService,
  address: string,
  onStart: (origin: DocumentOrigin, text: string) => void,
): Promise<string | null> {
  const { documents } = editor;
  const { active } = documents;
  if (active?.content.kind !== 'text') return null;
  await documents.save(active.id);
  const saved = documents.find(active.id);
  if (saved === null || saved.conflict || saved.content.kind !== 'text') return null;
  if (isDirty(saved) && saved.saving) return null;
  const { text } = saved.content;
  onStart(saved.origin, text);
  const result = await boards.run(address, { source: text, name: fileName(saved.origin.path) });
  if (result.kind !== 'raised') return null;
  return result.traceback.trimEnd().split('\n').at(-1) ?? '';
}
