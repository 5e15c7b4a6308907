/** Where Bramble keeps what outlives it: simulated boards' flash, logs, first projects. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * BRAMBLE_HOME, else the system's usual place: `$XDG_DATA_HOME/bramble` or `~/.local/share/bramble`, `~/Library/Application
 * Support/Bramble`, `%LOCALAPPDATA%\Bramble`. Absolute; not made here.
 */
export function dataFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const { BRAMBLE_HOME, XDG_DATA_HOME, LOCALAPPDATA } = environment;
  if (BRAMBLE_HOME) return resolve(BRAMBLE_HOME);
  const home = homedir();
  if (platform === 'win32') return join(LOCALAPPDATA || join(home, 'AppData', 'Local'), 'Bramble');
  // The specification has a relative path ignored: https://specifications.freedesktop.org/basedir-spec/latest/
  if (XDG_DATA_HOME?.startsWith('/')) return join(XDG_DATA_HOME, 'bramble');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Bramble');
  return join(home, '.local', 'share', 'bramble');
}
