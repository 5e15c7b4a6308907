/** Opens the user's browser, where there is a screen to show it on. */
import { spawn } from 'node:child_process';

/** macOS and Windows are taken to have a screen; elsewhere X or Wayland says so. */
export function hasDisplay(): boolean {
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Asks the system to show a web address. When it cannot, nothing happens: the address is printed as well. */
export function openBrowser(url: string): void {
  const [program, ...parameters] = openerOf(url);
  const opener = spawn(program, parameters, { stdio: 'ignore', detached: true, windowsHide: true });
  opener.on('error', () => {});
  opener.unref();
}

function openerOf(url: string): [string, ...string[]] {
  if (process.platform === 'darwin') return ['open', url];
  // `start` is a word of the shell, and its first quoted parameter a window title.
  if (process.platform === 'win32') return ['cmd', '/c', 'start', '""', url.replaceAll('&', '^&')];
  return ['xdg-open', url];
}
