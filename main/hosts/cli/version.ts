/** Which Bramble this is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installationFolder } from '../installation.ts';

export function brambleVersion(): string {
  const description = JSON.parse(readFileSync(join(installationFolder, 'package.json'), 'utf8')) as { version: string };
  return description.version;
}
