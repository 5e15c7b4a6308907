/** Where the log rows are that a command is about. */
import { resolve } from 'node:path';
import { dataFolder } from '../../../platform/data-folder.ts';
import { syslogStoreFile } from '../../wiring.ts';
import type { CommandContext } from '../context.ts';

export function storeFileOf({ store }: { store?: string }, { environment }: CommandContext): string {
  return store === undefined ? syslogStoreFile(dataFolder(environment)) : resolve(store);
}
