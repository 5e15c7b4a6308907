/** `bramble sync`: performs and tells a sync of a folder of this computer. */

import { visible } from '../../../../app/base/index.ts';
import { type BoardFiles, type PlannedChange, planBoardSync } from '../../../../app/board/index.ts';
import { readComputerFolder } from '../../../services/sync/computer-folder.ts';
import { boardPathForPeople } from '../places.ts';
import { sameInWords, sizeForPeople } from './listing.ts';

export interface SyncOptions {
  files: BoardFiles;
  /** On this computer. */
  folder: string;
  /** On the board, absolute. Made if it is not there. */
  target: string;
  /** Whether the board loses what this computer does not have. */
  remove: boolean;
  /** Writes one file after the other. */
  inPlace: boolean;
  /** Changes nothing. */
  dryRun: boolean;
  beforeChange: (change: PlannedChange) => Promise<void>;
  /** Is told of each thing that was done, and of what is the same. */
  onDone: (text: string) => void;
  onProgress: (text: string) => void;
  signal: AbortSignal;
}

/** Resolves with whether the board was changed. */
export async function syncFolder(options: SyncOptions): Promise<boolean> {
  const { files, folder, target, remove, inPlace, dryRun, signal, onDone } = options;
  const source = await readComputerFolder(folder, signal);
  const { plan, perform } = await planBoardSync(files, source, {
    target,
    remove,
    inPlace,
    isLeftOut: source.isLeftOut,
    signal,
    beforeChange: options.beforeChange,
    onProgress: (doneBytes, totalBytes) => {
      if (totalBytes > 0) options.onProgress(`sending ${Math.floor((doneBytes / totalBytes) * 100)} %`);
    },
  });
  if (!dryRun) await perform();
  const shown = (path: string) => visible(boardPathForPeople(`${target === '/' ? '' : target}/${path}`));
  for (const { path } of plan.remove) onDone(`${dryRun ? 'would remove' : 'removed'} ${shown(path)}`);
  for (const { path, kind, sizeBytes } of plan.send) {
    if (kind === 'folder') onDone(`${dryRun ? 'would make' : 'made'} folder ${shown(path)}`);
    else if (dryRun) onDone(`would send ${shown(path)}`);
    else onDone(`sent ${shown(path)}  ${sizeForPeople(sizeBytes)}`);
  }
  const changes = plan.send.length + plan.remove.length;
  if (plan.unchanged > 0) onDone(`${sameInWords(plan.unchanged)}.`);
  else if (changes === 0) onDone('There is nothing to sync.');
  return !dryRun && changes > 0;
}
