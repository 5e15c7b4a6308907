/**
 * Reads one file from a board at its raw prompt: Base64 in lines, compared with the board's own SHA-256. The stream of transfer/ is
 * faster.
 */
import { fromBase64 } from '../base/index.ts';
import { concat } from './bytes.ts';
import { damagedInTransit } from './file-errors.ts';
import type { RawBoard } from './raw-board.ts';
import { sha256Hex } from './sha256.ts';
import { execSnippetAbout, isHash } from './snippet-answers.ts';
import { readSnippet } from './snippets.ts';

/** Bytes done of a total. */
export type Progress = (doneBytes: number, totalBytes: number) => void;

export async function readFile(raw: RawBoard, path: string, onProgress?: Progress): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let totalBytes = 0;
  let doneBytes = 0;
  let hash: string | null = null;
  const onValue = (value: unknown) => {
    if (typeof value === 'number') totalBytes = value;
    else if (isHash(value)) [hash] = value;
    else if (typeof value === 'string') {
      const part = fromBase64(value);
      if (part === null) return;
      parts.push(part);
      doneBytes += part.length;
      raw.progress(doneBytes, totalBytes);
      onProgress?.(doneBytes, totalBytes);
    }
  };
  await execSnippetAbout(raw, readSnippet(path), { what: `Reading ${path}`, path, onValue });
  const bytes = concat(parts);
  if (sha256Hex(bytes) !== hash) throw damagedInTransit(path);
  return bytes;
}
