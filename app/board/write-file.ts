/**
 * Writes one file to a board at its raw prompt: pieces of source to a temporary name, SHA-256 of what the flash holds, a rename over
 * the target. The stream of transfer/ is faster; this way works on anything with a raw REPL.
 */
import { toBase64 } from '../base/index.ts';
import { boardFolderOf, temporaryFor } from './board-path.ts';
import { boardFileError, damagedInTransit, flashFull } from './file-errors.ts';
import { pythonBytes, pythonBytesLength } from './python-literal.ts';
import type { RawBoard } from './raw-board.ts';
import type { Progress } from './read-file.ts';
import { sha256Hex } from './sha256.ts';
import { execSnippet, isHash, isNumberPair } from './snippet-answers.ts';
import { abandonWriteSnippet, endWriteSnippet, writeSnippet } from './snippets.ts';

/** A block of littlefs on rp2, and little enough for a heap in pieces: the literal and its bytes need three times as much. */
const pieceBytes = 4096;

export async function writeFile(raw: RawBoard, path: string, bytes: Uint8Array, onProgress?: Progress): Promise<void> {
  const temporary = temporaryFor(path);
  const what = `Writing ${path}`;
  try {
    await sendPieces(raw, { path, temporary, bytes, what, onProgress });
  } catch (error) {
    throw await abandonWrite(raw, { path, sizeBytes: bytes.length, what, error });
  }
}

interface Sending {
  path: string;
  temporary: string;
  bytes: Uint8Array;
  what: string;
  onProgress: Progress | undefined;
}

async function sendPieces(raw: RawBoard, { path, temporary, bytes, what, onProgress }: Sending): Promise<void> {
  const hash = sha256Hex(bytes);
  const finish = `_bramble(None,'${hash}')\n${endWriteSnippet}`;
  const folder = boardFolderOf(path);
  // The old file counts as used: it stays until the new one is whole.
  let head = writeSnippet({ path, folder, temporary, needsBytes: bytes.length });
  let doneBytes = 0;
  do {
    const piece = bytes.subarray(doneBytes, doneBytes + pieceBytes);
    doneBytes += piece.length;
    const last = doneBytes === bytes.length;
    const source = `${head}_bramble(${pieceArguments(piece)})\n${last ? finish : ''}`;
    const { values, errno } = await execSnippet(raw, source, what);
    // ENOENT is about the folder: the file itself need not be there.
    if (errno !== null) throw boardFileError(errno, errno === 2 ? folder : path);
    if (last && !values.some((answer) => isHash(answer) && answer[0] === hash)) throw damagedInTransit(path);
    head = '';
    onProgress?.(doneBytes, bytes.length);
  } while (doneBytes < bytes.length);
}

/** Text is shorter as it is, the rest as Base64. */
function pieceArguments(piece: Uint8Array): string {
  const isShorterPlain = pythonBytesLength(piece) <= Math.ceil(piece.length / 3) * 4;
  return isShorterPlain ? pythonBytes(piece) : `b'${toBase64(piece)}',1`;
}

/** Removes the temporary file of a write to `path` that failed, as far as there is a board, and gives back the error to throw. */
export async function abandonWrite(
  raw: RawBoard,
  failure: { path: string; sizeBytes: number; what: string; error: unknown },
): Promise<unknown> {
  const { path, sizeBytes, what, error } = failure;
  try {
    const snippet = abandonWriteSnippet(boardFolderOf(path), temporaryFor(path));
    const { values, errno } = await execSnippet(raw, snippet, what, { cleaningUp: true });
    const space = values.find(isNumberPair);
    const full = boardFileError(28, path).code;
    if (errno === null && space !== undefined && hasCode(error, full)) return flashFull(path, sizeBytes, space[1]);
  } catch {
    // The line is broken or the board is stuck: the first error says so, and the target is untouched in any case.
  }
  return error;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
