/**
 * What copying files and folders to another place comes to: each file and folder with its old and new path. For copies between a
 * project and a board, which write paths differently; it knows neither.
 */

export interface CopySource {
  path: string;
  kind: 'file' | 'folder';
  sizeBytes: number;
}

export interface CopyStep {
  from: string;
  to: string;
  kind: 'file' | 'folder';
  sizeBytes: number;
}

/**
 * The steps that bring `sources` (paths in `listing`) with all they hold into `folder`, in the order of the listing, which has
 * folders before what they hold. A path that is not listed, or that lies in another source, is left out. `folder` is '' or '/' for the top, as its side writes it.
 */
export function planCopies(listing: readonly CopySource[], sources: readonly string[], folder: string): CopyStep[] {
  const steps: CopyStep[] = [];
  for (const source of outermost(sources)) {
    const parentLength = source.lastIndexOf('/') + 1;
    for (const { path, kind, sizeBytes } of listing) {
      if (path !== source && !isBelow(path, source)) continue;
      steps.push({ from: path, to: joined(folder, path.slice(parentLength)), kind, sizeBytes });
    }
  }
  return steps;
}

/** The paths that lie below none of the others, each once. */
export function outermost(paths: readonly string[]): string[] {
  const own = paths.filter((path) => !paths.some((other) => other !== path && isBelow(path, other)));
  return [...new Set(own)];
}

/** Every folder that files at these paths need, each before what it holds. */
export function foldersOn(paths: readonly string[]): string[] {
  const needed = paths.flatMap((path) => foldersTo(path.slice(0, path.lastIndexOf('/') + 1)));
  return [...new Set(needed)].sort();
}

/** The folders that lead to `folder`, the outermost first, itself included; none for the top. */
function foldersTo(folder: string): string[] {
  const parts = folder.split('/').filter((part) => part !== '');
  const root = folder.startsWith('/') ? '/' : '';
  return parts.map((_, index) => root + parts.slice(0, index + 1).join('/'));
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

function joined(folder: string, name: string): string {
  if (folder === '' || folder.endsWith('/')) return folder + name;
  return `${folder}/${name}`;
}
