/** The one window: a sandboxed page of our own that can go nowhere else and asks the system for nothing. */
import { BrowserWindow, type Session } from 'electron';
import { interfaceOrigin } from './interface-files.ts';

/** The smallest size at which every panel can be used. */
const smallest = { minWidth: 900, minHeight: 600 };

export function openWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    ...smallest,
    title: 'Bramble',
    show: false,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      // A hidden window must go on taking a board's output, or the board would wait for it.
      backgroundThrottling: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  keepAtHome(window);
  restrictPermissions(window.webContents.session);
  return window;
}

function keepAtHome({ webContents }: BrowserWindow): void {
  const stay = (event: { preventDefault: () => void; url: string }) => {
    if (!event.url.startsWith(`${interfaceOrigin}/`)) event.preventDefault();
  };
  webContents.on('will-navigate', stay);
  webContents.on('will-redirect', stay);
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Copying and pasting in the editor and the shell, alerts on the desktop, files that the user chose to save to, and nothing else. */
const permitted = new Set(['clipboard-read', 'clipboard-sanitized-write', 'notifications', 'fileSystem']);

/** A page has no file but those that the user chose in the system's dialog. A folder would be all that is in it. */
function isPermitted(permission: string, details: object): boolean {
  const isFile = 'isDirectory' in details && details.isDirectory === false;
  return permitted.has(permission) && (permission !== 'fileSystem' || isFile);
}

function restrictPermissions(session: Session): void {
  session.setPermissionRequestHandler((_page, permission, answer, details) => answer(isPermitted(permission, details)));
  session.setPermissionCheckHandler((_page, permission, origin, details) => {
    return isPermitted(permission, details) && origin.replace(/\/$/, '') === interfaceOrigin;
  });
  session.setDevicePermissionHandler(() => false);
}
