/**
 * How many of the flash's blocks a folder would take in littlefs: what makes a board's `os.statvfs` and "no space left" come
 * where a Pico W's would. Only reads.
 */
import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { boardName } from './flash-names.ts';

export const blockBytes = 4096;
/** A Pico W's file system: 848 KiB. */
export const picoWBlocks = 212;

/** Files up to an eighth of a block lie in their folder's metadata (littlefs's inline files). */
export const largestInline = blockBytes / 8;
/** A metadata pair splits when it is about half full. */
const pairBytes = blockBytes / 2;
/** Each entry of a folder takes its name and some tags. */
export const entryBytes = 24;

/** Blocks of a file's own. The data blocks form a skip list, whose pointers take room too (littlefs SPEC.md, "CTZ skip-lists"). */
export function fileBlocks(sizeBytes: number): number {
  if (sizeBytes <= largestInline) return 0;
  return skipListIndex(sizeBytes - 1) + 1;
}

/** Which block of the skip list holds the byte at `offset`; the closed form from littlefs's DESIGN.md. */
function skipListIndex(offset: number): number {
  const perBlock = blockBytes - 2 * 4;
  const estimate = Math.floor(offset / perBlock);
  if (estimate === 0) return 0;
  return Math.floor((offset - 4 * (bitCount(estimate - 1) + 2)) / perBlock);
}

function bitCount(value: number): number {
  let count = 0;
  for (let rest = value; rest > 0; rest >>>= 1) count += rest & 1;
  return count;
}

/** Blocks that the folder and everything in it that a board can see take; what cannot be read takes none. */
export function folderBlocks(hostFolder: string): number {
  let metadataBytes = 0;
  let blocks = 0;
  for (const entry of readableEntries(hostFolder)) {
    const entryPath = path.join(hostFolder, entry.name);
    metadataBytes += entryBytes + Buffer.byteLength(entry.name);
    if (entry.isDirectory()) {
      blocks += folderBlocks(entryPath);
      continue;
    }
    const sizeBytes = lstatSync(entryPath, { throwIfNoEntry: false })?.size ?? 0;
    blocks += fileBlocks(sizeBytes);
    if (sizeBytes <= largestInline) metadataBytes += sizeBytes;
  }
  return blocks + 2 * Math.max(1, Math.ceil(metadataBytes / pairBytes));
}

/** Bytes of all files in the folder that a board can see. */
export function folderBytes(hostFolder: string): number {
  let bytes = 0;
  for (const entry of readableEntries(hostFolder)) {
    const entryPath = path.join(hostFolder, entry.name);
    bytes += entry.isDirectory()
      ? folderBytes(entryPath)
      : (lstatSync(entryPath, { throwIfNoEntry: false })?.size ?? 0);
  }
  return bytes;
}

/** The plain files and folders of a host folder that have a name on the board: no links, no devices. */
export function boardEntries(hostFolder: string): Dirent[] {
  return readdirSync(hostFolder, { withFileTypes: true }).filter(
    (entry) => (entry.isFile() || entry.isDirectory()) && boardName(entry.name) !== undefined,
  );
}

function readableEntries(hostFolder: string): Dirent[] {
  try {
    return boardEntries(hostFolder);
  } catch {
    // Gone, or not this user's: opening it tells the program why.
    return [];
  }
}
