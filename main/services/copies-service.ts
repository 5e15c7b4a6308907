/** The contract's CopiesService: many files at once between the project and a board, in one stream each way. */
import { createHash } from 'node:crypto';
import { BrambleError } from '../../app/base/index.ts';
import type { BoardFiles, UploadEntry } from '../../app/board/index.ts';
import type { CopiesService, CopyDirection, FileCopy, PlannedCopy, ProjectService } from '../../app/contract/index.ts';
import { type CopySource, type CopyStep, foldersOn, isProjectPath, planCopies } from '../../app/project/index.ts';
import type { FilesOf } from './files-service.ts';

/** What stands at a path of the side that is copied to; null where nothing does. */
type Standing = (path: string) => Promise<{ kind: 'file' | 'folder'; sha256: () => Promise<string> } | null>;

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
    hashAll: true,
    hashOf: async (from) => sha256(await project.readBytes(from)),
    standing: async (path) => {
      const there = manifest.get(path);
      return there === undefined ? null : { kind: there.kind, sha256: async () => there.sha256 };
    },
  });
}

async function planToProject(
  files: BoardFiles,
  project: ProjectService,
  sources: readonly string[],
  folder: string,
): Promise<PlannedCopy[]> {
  const steps = planCopies(await listOnBoard(files, sources), sources, folder);
  const listed = new Map((await project.list()).map((entry) => [entry.path, entry]));
  return planned({
    steps,
    hashAll: false,
    hashOf: (from) => files.sha256(from),
    standing: async (path) => {
      const there = listed.get(path);
      if (there === undefined) return null;
      return { kind: there.kind, sha256: async () => sha256(await project.readBytes(path)) };
    },
  });
}

/** The sources themselves, and what is below those that are folders. */
async function listOnBoard(files: BoardFiles, sources: readonly string[]): Promise<CopySource[]> {
  const listing: CopySource[] = [];
  for (const path of sources) {
    const entry = await files.stat(path);
    listing.push({ path, ...entry });
    if (entry.kind !== 'folder') continue;
    for (const below of await files.listTree(path)) listing.push({ ...below, path: absolute(path, below.path) });
  }
  return listing;
}

interface Sides {
  steps: readonly CopyStep[];
  /** The source's SHA-256. */
  hashOf: (from: string) => Promise<string>;
  /** Whether every source is hashed, or only those that something stands in the place of: a board takes time over it. */
  hashAll: boolean;
  standing: Standing;
}

async function planned({ steps, hashOf, hashAll, standing }: Sides): Promise<PlannedCopy[]> {
  const plan: PlannedCopy[] = [];
  for (const step of steps) {
    const there = await standing(step.to);
    const isFileOverFile = step.kind === 'file' && there?.kind === 'file';
    const hashes = {
      source: isFileOverFile || (hashAll && step.kind === 'file') ? await hashOf(step.from) : null,
      target: isFileOverFile ? await there.sha256() : null,
    };
    plan.push({ ...step, target: targetOf(step, there, hashes), hashes });
  }
  return plan;
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
