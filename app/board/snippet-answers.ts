/** Executes one of Bramble's own snippets on a board and reads its records. */
import { boardFileError, snippetFailure } from './file-errors.ts';
import type { RawBoard } from './raw-board.ts';
import { RecordReader } from './records.ts';

export interface SnippetAnswer {
  /** The records, parsed; what is no JSON is undefined. */
  values: unknown[];
  /** The number of the OSError that ended it, null when none did. */
  errno: number | null;
}

export interface SnippetOptions {
  /** Takes each record as it comes; they are not collected then. */
  onValue?: (value: unknown) => void;
  /** Also when the operation is to end early: for cleaning up. */
  cleaningUp?: boolean;
}

/** Rejects when the snippet raised anything but an OSError. `what` is what the user calls the operation. */
export async function execSnippet(
  raw: RawBoard,
  snippet: string | Uint8Array,
  what: string,
  { onValue, cleaningUp = false }: SnippetOptions = {},
): Promise<SnippetAnswer> {
  const answer: SnippetAnswer = { values: [], errno: null };
  const reader = new RecordReader({
    onRecord(text) {
      const value = parseRecord(text);
      if (isFailure(value)) answer.errno ??= value.errno;
      else if (onValue === undefined) answer.values.push(value);
      else onValue(value);
    },
    onNoise: (bytes) => raw.background(bytes),
  });
  const { traceback } = await raw.execute(snippet, { onOutput: (bytes) => reader.push(bytes), cleaningUp });
  reader.end();
  if (traceback !== null) throw snippetFailure(traceback, what);
  return answer;
}

/** As execSnippet; an OSError is thrown as an error about `path`. */
export async function execSnippetAbout(
  raw: RawBoard,
  snippet: string,
  { what, path, onValue }: { what: string; path: string; onValue?: (value: unknown) => void },
): Promise<unknown[]> {
  const { values, errno } = await execSnippet(raw, snippet, what, onValue === undefined ? {} : { onValue });
  if (errno !== null) throw boardFileError(errno, path);
  return values;
}

export function isNumberPair(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'number');
}

/** `[path, SHA-256 or '', size]`. */
export function isHashed(value: unknown): value is readonly [string, string, number] {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [path, sha256, size]: unknown[] = value;
  return typeof path === 'string' && typeof sha256 === 'string' && typeof size === 'number';
}

/** `[name, mode, size]`. */
export function isNumbered(value: unknown): value is readonly [string, number, number] {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [name, mode, size]: unknown[] = value;
  return typeof name === 'string' && typeof mode === 'number' && typeof size === 'number';
}

/** `[hex]`. */
export function isHash(value: unknown): value is readonly [string] {
  return Array.isArray(value) && value.length === 1 && typeof value[0] === 'string';
}

function isFailure(value: unknown): value is { errno: number } {
  return typeof value === 'object' && value !== null && 'errno' in value && typeof value.errno === 'number';
}

/** The value of a record, or undefined for what is no JSON. */
export function parseRecord(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Something in the background wrote into the middle of a record: the SHA-256 or the missing answer tells.
    return undefined;
  }
}
