/**
 * Electron's main process: one window, the files of the interface, the menu, and the services in a process of their own. It
 * does no work itself, so that the window never waits.
 */
import { join } from 'node:path';
import { app, type BrowserWindow, dialog, Menu, protocol } from 'electron';
import { installationFolder, rendererFolder } from '../installation.ts';
import { interfaceFiles, interfaceOrigin, interfaceScheme } from './interface-files.ts';
import { buildMenu } from './menu.ts';
import { ServicesProcess } from './services-process.ts';
import { openWindow } from './window.ts';

const servicesModule = join(installationFolder, 'dist', 'main', 'hosts', 'electron', 'services.js');
const preload = join(installationFolder, 'dist', 'electron', 'preload.cjs');

let window: BrowserWindow | null = null;

if (app.requestSingleInstanceLock()) start();
else app.quit();

function start(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: interfaceScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  app.enableSandbox();
  app.on('second-instance', () => {
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  app.on('window-all-closed', () => app.quit());
  void app.whenReady().then(run);
}

function run(): void {
  protocol.handle(interfaceScheme, interfaceFiles(rendererFolder));
  const services = new ServicesProcess({
    module: servicesModule,
    parameters: process.argv.slice(app.isPackaged ? 1 : 2),
    onRestart: () => connectPage(services),
    onGiveUp: (exitCode) => giveUp(exitCode),
  });
  endServicesFirst(services);
  Menu.setApplicationMenu(buildMenu(() => window?.webContents ?? null));
  window = openWindow(preload);
  window.on('closed', () => {
    window = null;
  });
  // A reload loses the page's port, so every load gets a new one.
  window.webContents.on('did-finish-load', () => connectPage(services));
  void window.loadURL(`${interfaceOrigin}/`);
}

function connectPage(services: ServicesProcess): void {
  if (window === null || window.webContents.isLoading()) return;
  window.webContents.postMessage('bramble:port', null, [services.connect()]);
}

function endServicesFirst(services: ServicesProcess): void {
  let ended = false;
  app.on('before-quit', (event) => {
    if (ended) return;
    event.preventDefault();
    void services.end().then(() => {
      ended = true;
      app.quit();
    });
  });
}

function giveUp(exitCode: number): void {
  const message =
    `Bramble’s services ended several times with exit code ${exitCode}. Start "bramble serve" in a terminal to see why; ` +
    'your files and logs are as they were.';
  dialog.showErrorBox('Bramble cannot start', message);
  app.exit(1);
}
