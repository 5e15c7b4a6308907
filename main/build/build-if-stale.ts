/** Has a process of its own build what is stale: a bundler leaves a gigabyte behind in the one that it ran in. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { BrambleError } from '../../app/base/index.ts';
import { installationFolder } from '../hosts/installation.ts';
import type { BuildPartName } from './parts.ts';

/** Rejects when the sources do not build; the builder has said why on standard error. */
export function buildIfStale(names: readonly BuildPartName[]): Promise<void> {
  const builder = spawn(
    process.execPath,
    [join(installationFolder, 'main', 'build', 'build.ts'), '--if-stale', ...names],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  return new Promise((resolve, reject) => {
    builder.once('error', reject);
    builder.once('exit', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new BrambleError('internal', `Bramble could not be built (${names.join(', ')}). The lines above say why.`),
        );
    });
  });
}
