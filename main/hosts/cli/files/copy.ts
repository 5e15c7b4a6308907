/** Performs what a copy plan says. Each file is whole at its target or not there; what was done before a failure stays. */
import type { BoardFiles, UploadEntry } from '../../../../app/board/index.ts';
import type { Place } from '../places.ts';
import { boardTree } from './board-tree.ts';
import { computerTree, makeComputerFolder, readComputerFile, writeComputerFile } from './computer-files.ts';
import { type CopyStep, planCopy } from './copy-plan.ts';
import { sizeForPeople } from './listing.ts';

export interface CopyOptions {
  files: BoardFiles;
  sources: readonly Place[];
  target: Place;
  recursive: boolean;
  /** Is told of each file that was copied. */
  onCopied: (text: string) => void;
  /** Is told how far a file is. */
  onProgress: (text: string) => void;
  signal: AbortSignal;
}

type FileStep = CopyStep & { kind: 'copy-file' };

export async function copyFiles(options: CopyOptions): Promise<void> {
  const { files, sources, target, recursive, signal } = options;
  const trees = { board: boardTree(files, signal), computer: computerTree };
  const steps = await planCopy({ sources, target, recursive, trees });
  const told: ToldFile = ({ from, fromSide, to }) => `${trees[fromSide].show(from)} -> ${trees[target.side].show(to)}`;
  const isFromBoard = sources.every(({ side }) => side === 'board');
  if (target.side === 'board' && sources.every(({ side }) => side === 'computer')) await upload(options, steps, told);
  else if (target.side === 'computer' && isFromBoard) await download(options, steps, told);
  else await copyOneByOne(options, steps, told);
}

/** A step in words, such as `main.py -> :/main.py`. */
type ToldFile = (step: FileStep) => string;

/** All files in one stream. They are read before the first is sent: a board holds less than any computer. */
async function upload(options: CopyOptions, steps: readonly CopyStep[], told: ToldFile): Promise<void> {
  const { files, signal, onCopied } = options;
  const entries: UploadEntry[] = [];
  for (const step of steps) {
    if (step.kind === 'make-folder') entries.push({ kind: 'folder', path: step.to });
    else entries.push({ kind: 'file', path: step.to, bytes: await readComputerFile(step.from) });
    signal.throwIfAborted();
  }
  let written = 0;
  const onWritten = (entry: UploadEntry) => {
    const step = steps[written++];
    if (entry.kind === 'file' && step?.kind === 'copy-file') {
      onCopied(`${told(step)}  ${sizeForPeople(entry.bytes.length)}`);
    }
  };
  const onProgress = progressOf(options, told, () => steps[written]);
  await files.writeAll(entries, { signal, onWritten, onProgress });
}

async function download(options: CopyOptions, steps: readonly CopyStep[], told: ToldFile): Promise<void> {
  const { files, signal, onCopied } = options;
  for (const step of steps) if (step.kind === 'make-folder') await makeComputerFolder(step.to);
  const wanted = steps.filter((step) => step.kind === 'copy-file');
  let read = 0;
  const onFile = async (_path: string, bytes: Uint8Array) => {
    const step = wanted[read++];
    if (step === undefined) return;
    await writeComputerFile(step.to, bytes);
    onCopied(`${told(step)}  ${sizeForPeople(bytes.length)}`);
  };
  const onProgress = progressOf(options, told, () => wanted[read]);
  await files.readAll(
    wanted.map(({ from }) => from),
    { signal, onFile, onProgress },
  );
}

/** From the board to the board, or from both sides. */
async function copyOneByOne(options: CopyOptions, steps: readonly CopyStep[], told: ToldFile): Promise<void> {
  const { files, target, signal } = options;
  for (const step of steps) {
    signal.throwIfAborted();
    if (step.kind === 'make-folder') {
      await (target.side === 'board' ? files.makeFolder(step.to, { signal }) : makeComputerFolder(step.to));
      continue;
    }
    const transfer = { signal, onProgress: progressOf(options, told, () => step) };
    const bytes = step.fromSide === 'board' ? await files.read(step.from, transfer) : await readComputerFile(step.from);
    if (target.side === 'board') await files.write(step.to, bytes, transfer);
    else await writeComputerFile(step.to, bytes);
    options.onCopied(`${told(step)}  ${sizeForPeople(bytes.length)}`);
  }
}

/** The file under way, and how far all of them are. */
function progressOf({ onProgress }: CopyOptions, told: ToldFile, current: () => CopyStep | undefined) {
  return (doneBytes: number, totalBytes: number) => {
    const step = current();
    if (totalBytes === 0 || step?.kind !== 'copy-file') return;
    onProgress(`${told(step)}  ${Math.floor((doneBytes / totalBytes) * 100)} %`);
  };
}
