/** Where the parts of this Bramble lie: the same tree whether it runs from a checkout's .ts files, from dist, or packed. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of package.json. */
export const installationFolder = findUp(import.meta.dirname);

/** The built user interface. */
export const rendererFolder = join(installationFolder, 'dist', 'renderer');

export const examplesFolder = join(installationFolder, 'examples');

/** Whether this runs from a checkout's sources, so that what is stale can be built. */
export const runsFromSources = import.meta.filename.endsWith('.ts');

function findUp(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`No package.json above ${import.meta.dirname}: this Bramble is incomplete.`);
  return findUp(parent);
}
