/** Where this user's snapshots are. */
import { dataFolder } from '../../../platform/data-folder.ts';
import { Snapshots } from '../../../services/backup/snapshots.ts';
import type { CommandContext } from '../context.ts';

export function snapshotsOf({ environment }: CommandContext): Snapshots {
  return new Snapshots(dataFolder(environment));
}
