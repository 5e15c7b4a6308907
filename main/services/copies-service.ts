/** The contract's CopiesService: many files at once between the project and a board, in one stream each way. */
import { createHash } from 'node:crypto';
import { BrambleError } from '../../app/base/index.ts';
import type { BoardFiles, UploadEntry } from '../../app/board/index.ts';
import type { CopiesService, CopyDirection, FileCopy, PlannedCopy, ProjectService } from '../../app/contract/index.ts';
import { type CopyStep, foldersOn, isProjectPath, outermost, planCopies } from '../../app/project/index.ts';
import type { FilesOf } from './files-service.ts';

/** The SHA-256 of each of the files, in their order. */
type HashesOf = (paths: readonly string[]) => Promise<string[]>;

export function createCopiesService(filesOf: FilesOf, project: ProjectService): CopiesService {
  return {
    async plan(address, direction, sources, folder) {
      checkPaths(direction, sources, [folder]);
      const files = filesOf(address);
      return direction === 'to-board'
        ? planToBoard(files, project, sources, folder)
        : files.hold(() => planToProject(files, project, sources, folder));
    },
    async copy(address, direction, copies) {
      const paths = (side: 'from' | 'to') => copies.map((copy) => copy[side]);
      checkPaths(direction, paths('from'), paths('to'));
      const files = filesOf(address);
      await (direction === 'to-board' ? copyToBoard(files, project, copies) : copyToProject(files, project, copies));
    },
  };
}

/** The schema lets both forms of a path pass; which side is which only the direction says. */
function checkPaths(direction: CopyDirection, from: readonly string[], to: readonly string[]): void {
  const [ofProject, ofBoard] = direction === 'to-board' ? [from, to] : [to, from];
  const isProject = (path: string) => isProjectPath(path) || (path === '' && direction === 'to-project');
  const wrong = ofProject.find((path) => !isProject(path)) ?? ofBoard.find((path) => !path.startsWith('/'));
  if (wrong === undefined) return;
  throw new BrambleError('bad-request', `“${wrong}” is no path of the side that it is for.`);
}

async function planToBoard(
  files: BoardFiles,
  project: ProjectService,
  sources: readonly string[],
  folder: string,
): Promise<PlannedCopy[]> {
  const steps = planCopies(await project.list(), sources, folder);
  const manifest = new Map(
    (await files.manifest(folder)).entries.map((entry) => [absolute(folder, entry.path), entry]),
  );
  return planned({
    steps,
    there: manifest,
    hashAll: true,
    sourceHashes: (paths) => hashesInProject(project, paths),
    targetHashes: async (paths) => paths.map((path) => manifest.get(path)?.sha256 ?? ''),
  });
}

/** Asks the board twice, however many files there are: what is there, and what the files hold that something stands in the place of. */
async function planToProject(
  files: BoardFiles,
  project: ProjectService,
  sources: readonly string[],
  folder: string,
): Promise<PlannedCopy[]> {
  const steps = planCopies(await files.listAll(outermost(sources)), sources, folder);
  return planned({
    steps,
    there: new Map((await project.list()).map((entry) => [entry.path, entry])),
    hashAll: false,
    sourceHashes: (paths) => files.sha256All(paths),
    targetHashes: (paths) => hashesInProject(project, paths),
  });
}

interface Sides {
  steps: readonly CopyStep[];
  /** What stands on the side that is copied to, by its path. */
  there: ReadonlyMap<string, { kind: 'file' | 'folder' }>;
  /** Whether every source is hashed, or only those that something stands in the place of: a board takes time over it. */
  hashAll: boolean;
  sourceHashes: HashesOf;
  targetHashes: HashesOf;
}

async function planned({ steps, there, hashAll, sourceHashes, targetHashes }: Sides): Promise<PlannedCopy[]> {
  const files = steps.filter(({ kind }) => kind === 'file');
  const overFiles = files.filter(({ to }) => there.get(to)?.kind === 'file');
  const ofSource = await hashed(
    (hashAll ? files : overFiles).map(({ from }) => from),
    sourceHashes,
  );
  const ofTarget = await hashed(
    overFiles.map(({ to }) => to),
    targetHashes,
  );
  return steps.map((step) => {
    const hashes = { source: ofSource.get(step.from) ?? null, target: ofTarget.get(step.to) ?? null };
    return { ...step, target: targetOf(step, there.get(step.to) ?? null, hashes), hashes };
  });
}

/** By path. Asks for nothing where there is no file. */
async function hashed(paths: readonly string[], hashesOf: HashesOf): Promise<Map<string, string>> {
  const hashes = paths.length === 0 ? [] : await hashesOf(paths);
  return new Map(paths.map((path, index) => [path, hashes[index] ?? '']));
}

async function hashesInProject(project: ProjectService, paths: readonly string[]): Promise<string[]> {
  const hashes: string[] = [];
  for (const path of paths) hashes.push(sha256(await project.readBytes(path)));
  return hashes;
}

function targetOf(
  { kind }: CopyStep,
  there: { kind: 'file' | 'folder' } | null,
  { source, target }: PlannedCopy['hashes'],
): PlannedCopy['target'] {
  if (there === null) return 'free';
  if (there.kind !== kind) return 'in-the-way';
  return kind === 'folder' || source === target ? 'same' : 'differs';
}

async function copyToBoard(files: BoardFiles, project: ProjectService, copies: readonly FileCopy[]): Promise<void> {
  const entries: UploadEntry[] = foldersFor(copies).map((path) => ({ kind: 'folder', path }));
  for (const { from, to, kind } of copies) {
    if (kind === 'file') entries.push({ kind, path: to, bytes: await project.readBytes(from) });
  }
  if (entries.length > 0) await files.writeAll(entries);
}

async function copyToProject(files: BoardFiles, project: ProjectService, copies: readonly FileCopy[]): Promise<void> {
  const listed = new Set((await project.list()).map(({ path }) => path));
  for (const folder of foldersFor(copies)) if (!listed.has(folder)) await project.makeFolder(folder);
  const targets = new Map(copies.filter(({ kind }) => kind === 'file').map(({ from, to }) => [from, to]));
  if (targets.size === 0) return;
  await files.readAll([...targets.keys()], {
    onFile: async (path, bytes) => project.writeBytes(targets.get(path) ?? path, bytes),
  });
}

/** A folder that is copied counts as needed, also when it holds nothing. */
function foldersFor(copies: readonly FileCopy[]): string[] {
  return foldersOn(copies.map(({ to, kind }) => (kind === 'folder' ? `${to}/` : to)));
}

function absolute(folder: string, path: string): string {
  return folder.endsWith('/') ? folder + path : `${folder}/${path}`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
