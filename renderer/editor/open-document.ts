/** A file open in the editor, and where it is kept: in the project on the computer, or on a board. Plain data and decisions. */

export type DocumentOrigin =
  /** `path` is relative to the project. */
  | { kind: 'project'; path: string }
  /** `path` is absolute on the board. */
  | { kind: 'board'; address: string; path: string };

export type DocumentContent =
  | { kind: 'loading' }
  /** It cannot be shown; `problem` says why and what to do. */
  | { kind: 'failed'; problem: string }
  /**
   * `savedText` is what is kept at the origin as far as the editor knows, null for a file that is not there; `version` is
   * the project's name for that state, null for a file on a board or one that is not there.
   */
  | { kind: 'text'; text: string; savedText: string | null; version: string | null };

export interface OpenDocument {
  id: string;
  origin: DocumentOrigin;
  content: DocumentContent;
  saving: boolean;
  /** The file changed at its origin under unsaved text; the user has to choose. */
  conflict: boolean;
}

export function documentId(origin: DocumentOrigin): string {
  return origin.kind === 'project' ? `project:${origin.path}` : `board:${origin.address}:${origin.path}`;
}

/** What its tab says: `wifi.py`, `boot.py (board)`. */
export function documentTitle({ origin }: OpenDocument): string {
  return origin.kind === 'project' ? fileName(origin.path) : `${fileName(origin.path)} (board)`;
}

/** Whether its text is not kept at its origin. */
export function isDirty({ content }: OpenDocument): boolean {
  return content.kind === 'text' && content.text !== content.savedText;
}

export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Where `path` is after `from` became `to`, for the thing itself and whatever lies in it; null when it is not concerned. */
export function movedPath(path: string, from: string, to: string): string | null {
  if (path === from) return to;
  return path.startsWith(`${from}/`) ? to + path.slice(from.length) : null;
}
