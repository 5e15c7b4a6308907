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

/** Copying and pasting in the editor and the shell, alerts on the desktop, and nothing else. */
const permitted = new Set(['clipboard-read', 'clipboard-sanitized-write', 'notifications']);

function restrictPermissions(session: Session): void {
  session.setPermissionRequestHandler((_page, permission, answer) => answer(permitted.has(permission)));
  session.setPermissionCheckHandler((_page, permission, origin) => {
    return permitted.has(permission) && origin.replace(/\/$/, '') === interfaceOrigin;
  });
  session.setDevicePermissionHandler(() => false);
}
