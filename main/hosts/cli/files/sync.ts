/** Compares a folder of this computer with one on the board, and sends and removes what differs. */
import { createHash } from 'node:crypto';
import { BrambleError } from '../../../../app/base/index.ts';
import { type BoardFiles, planSync, type SyncEntry, type UploadEntry } from '../../../../app/board/index.ts';
import { boardPathForPeople } from '../places.ts';
import { computerTree, readComputerFile } from './computer-files.ts';
import { sizeForPeople, visible } from './listing.ts';

export interface SyncOptions {
  files: BoardFiles;
  /** On this computer. */
  folder: string;
  /** On the board, absolute. Made if it is not there. */
  target: string;
  /** Whether the board loses what this computer does not have. */
  remove: boolean;
  /** Changes nothing. */
  dryRun: boolean;
  /** Is told of each thing that was done, and of what is the same. */
  onDone: (text: string) => void;
  onProgress: (text: string) => void;
  signal: AbortSignal;
}

export async function syncFolder(options: SyncOptions): Promise<void> {
  const { files, folder, target, dryRun, signal } = options;
  if ((await computerTree.kindOf(folder)) !== 'folder') {
    throw new BrambleError('file-not-found', `There is no folder ${folder} here. Check the path.`);
  }
  const contents = new Map<string, Uint8Array>();
  const wanted = await entriesBelow(folder, '', contents);
  const present = (await files.manifest(target, { signal })).filter(({ path }) => !path.split('/').some(isLeftOut));
  const plan = planSync(wanted, present, options);
  const onBoard = (path: string) => `${target === '/' ? '' : target}/${path}`;
  const shown = (path: string) => visible(boardPathForPeople(onBoard(path)));
  if (dryRun) {
    for (const path of plan.remove) options.onDone(`would remove ${shown(path)}`);
    for (const { path } of plan.send) options.onDone(`would send ${shown(path)}`);
  } else {
    for (const path of plan.remove) {
      await files.remove(onBoard(path), { signal });
      options.onDone(`removed ${shown(path)}`);
    }
    const entries = plan.send.map(({ path, kind }): UploadEntry => {
      if (kind === 'folder') return { kind, path: onBoard(path) };
      return { kind, path: onBoard(path), bytes: contents.get(path) ?? new Uint8Array(0) };
    });
    await send(options, entries, present.length === 0);
  }
  options.onDone(`${plan.unchanged} ${plan.unchanged === 1 ? 'file is' : 'files are'} the same.`);
}

async function send(options: SyncOptions, entries: readonly UploadEntry[], targetMayBeMissing: boolean): Promise<void> {
  const { files, target, signal, onDone, onProgress } = options;
  if (entries.length === 0) return;
  if (targetMayBeMissing) await files.makeFolder(target, { parents: true, signal });
  await files.writeAll(entries, {
    signal,
    onWritten: (entry) => {
      if (entry.kind !== 'file') return;
      onDone(`sent ${visible(boardPathForPeople(entry.path))}  ${sizeForPeople(entry.bytes.length)}`);
    },
    onProgress: (doneBytes, totalBytes) => {
      if (totalBytes > 0) onProgress(`sending ${Math.floor((doneBytes / totalBytes) * 100)} %`);
    },
  });
}

/** A folder before what it holds. Each file is read once: what is compared is what is sent. */
async function entriesBelow(folder: string, prefix: string, contents: Map<string, Uint8Array>): Promise<SyncEntry[]> {
  const entries: SyncEntry[] = [];
  for (const { name, kind } of await computerTree.list(folder)) {
    if (isLeftOut(name)) continue;
    const path = `${prefix}${name}`;
    const here = computerTree.join(folder, name);
    if (kind === 'folder') {
      entries.push({ path, kind, sha256: '' }, ...(await entriesBelow(here, `${path}/`, contents)));
      continue;
    }
    const bytes = await readComputerFile(here);
    contents.set(path, bytes);
    entries.push({ path, kind, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  return entries;
}

function isLeftOut(name: string): boolean {
  return name.startsWith('.') || name === '__pycache__';
}
