/**
 * Runs in the sandbox before the page: tells the page that Electron is its host, and hands each port to the services over to
 * it. Nothing else of Electron reaches the page.
 */
import { contextBridge, ipcRenderer } from 'electron';

/** The page's window, as far as it is needed: this environment has Node's types, not the DOM's. */
declare const window: { postMessage(message: unknown, targetOrigin: string, transfer: readonly unknown[]): void };

contextBridge.exposeInMainWorld('bramble', { host: 'electron' });

ipcRenderer.on('bramble:port', (event) => {
  // "/" is this page's own origin.
  window.postMessage('bramble:port', '/', event.ports);
});
