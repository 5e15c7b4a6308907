/**
 * Electron's bundles, built and executed against a stand-in for the `electron` module: the window with its security, the
 * protocol, the services' process, and the port that carries the same contract as the WebSocket.
 */
import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire, registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import type { MessagePort as NodeMessagePort } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Channel, connectToHost } from '../../app/contract/index.ts';
import { bringUpToDate } from '../../main/build/up-to-date.ts';
import { MessagePortChannel } from '../../main/hosts/electron/message-port-channel.ts';
import { installationFolder } from '../../main/hosts/installation.ts';
import { channelOfPort } from '../../renderer/client/message-port-channel.ts';
import { channelContract } from './channel-contract.ts';

type FakeElectron = typeof import('./electron/fake-electron.ts');

const fakeElectronUrl = new URL('./electron/fake-electron.ts', import.meta.url).href;
const bundle = (name: string) => join(installationFolder, 'dist', 'electron', name);
/** Node's own loader, which the hook below serves: the test runner's would transform the bundle. */
const load = createRequire(import.meta.url);

let home: string;
let electron: FakeElectron;

beforeAll(async () => {
  await bringUpToDate(['renderer', 'node', 'electron']);
  home = await mkdtemp(join(tmpdir(), 'bramble-electron-'));
  process.env.BRAMBLE_HOME = home;
  process.env.BRAMBLE_SYSLOG = '127.0.0.1:0';
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron' ? { url: fakeElectronUrl, shortCircuit: true } : next(specifier, context),
  });
  electron = load(fileURLToPath(fakeElectronUrl)) as FakeElectron;
  load(bundle('main.js'));
  await vi.waitFor(() => theWindow(), { timeout: 30_000 });
}, 180_000);

afterAll(async () => {
  delete process.env.BRAMBLE_HOME;
  delete process.env.BRAMBLE_SYSLOG;
  await rm(home, { recursive: true, force: true });
});

function theWindow() {
  const [window] = electron.recorded.windows;
  if (window === undefined) throw new Error('No window was opened.');
  return window;
}

/** The page: the real preload, which gets what the main process posts and hands ports to the page's window. */
function openPage() {
  const page = new EventEmitter();
  const exposed: Record<string, unknown> = {};
  const ipcRenderer = new EventEmitter();
  const modules: Record<string, unknown> = {
    electron: {
      ipcRenderer,
      contextBridge: { exposeInMainWorld: (name: string, value: unknown) => Object.assign(exposed, { [name]: value }) },
    },
  };
  runInNewContext(readFileSync(bundle('preload.cjs'), 'utf8'), {
    require: (name: string) => modules[name],
    module: { exports: {} },
    window: {
      postMessage: (message: unknown, origin: string, ports: NodeMessagePort[]) =>
        page.emit('message', { message, origin, port: ports[0] }),
    },
  });
  return { page, exposed, ipcRenderer };
}

/** Has a port handed over to a page; gives the page's end. */
async function receivePort(handOver: (ipcRenderer: EventEmitter) => void): Promise<Channel> {
  const { page, ipcRenderer } = openPage();
  const arrival = once(page, 'message');
  handOver(ipcRenderer);
  const [{ message, origin, port }] = (await arrival) as [{ message: string; origin: string; port: MessagePort }];
  expect({ message, origin }).toEqual({ message: 'bramble:port', origin: '/' });
  return channelOfPort(port);
}

describe('the window', () => {
  it('shows our page in a sandbox without Node', () => {
    const { options, url } = theWindow();
    expect(url).toBe('bramble://app/');
    expect(electron.app.sandboxEnabled).toBe(true);
    expect(options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      preload: bundle('preload.cjs'),
    });
  });

  it.each(['https://example.org/', 'file:///etc/passwd', 'bramble://application/', 'bramble://other/'])(
    'cannot be led to %s',
    (url) => {
      for (const name of ['will-navigate', 'will-redirect', 'will-attach-webview']) {
        let prevented = false;
        theWindow().webContents.emit(name, { url, preventDefault: () => (prevented = true) });
        expect({ name, prevented }).toEqual({ name, prevented: true });
      }
    },
  );

  it('may reload its own page, and opens no other', () => {
    let prevented = false;
    theWindow().webContents.emit('will-navigate', {
      url: 'bramble://app/index.html',
      preventDefault: () => (prevented = true),
    });
    expect(prevented).toBe(false);
    expect(theWindow().webContents.windowOpenHandler()).toEqual({ action: 'deny' });
  });

  it('gets no permission but the clipboard, notifications and files that were chosen', () => {
    const { permissionRequest, permissionCheck, devicePermission } = theWindow().webContents.session.handlers;
    const asked = (permission: string, details: object = {}) => {
      const answers: boolean[] = [];
      permissionRequest?.(...([null, permission, (answer: boolean) => answers.push(answer), details] as never[]));
      return answers;
    };
    const checked = (permission: string, origin: string, details: object = {}) =>
      permissionCheck?.(...([null, permission, origin, details] as never[]));
    expect(asked('clipboard-sanitized-write')).toEqual([true]);
    expect(asked('notifications')).toEqual([true]);
    for (const permission of ['media', 'geolocation', 'openExternal', 'serial']) {
      expect([permission, ...asked(permission)]).toEqual([permission, false]);
      expect([permission, checked(permission, 'bramble://app/')]).toEqual([permission, false]);
    }
    expect(checked('clipboard-read', 'bramble://app/')).toBe(true);
    expect(checked('clipboard-read', 'https://example.org/')).toBe(false);
    expect(checked('fileSystem', 'bramble://app/', { isDirectory: false })).toBe(true);
    expect(checked('fileSystem', 'bramble://app/', { isDirectory: true })).toBe(false);
    expect(checked('fileSystem', 'https://example.org/', { isDirectory: false })).toBe(false);
    expect([asked('fileSystem', { isDirectory: false }), asked('fileSystem', { isDirectory: true })]).toEqual([
      [true],
      [false],
    ]);
    expect(devicePermission?.()).toBe(false);
  });
});

describe('the protocol', () => {
  const ask = (url: string, method = 'GET') => {
    const handler = electron.recorded.protocols.bramble;
    if (handler === undefined) throw new Error('The protocol has no handler.');
    return handler({ url, method });
  };

  it('is a secure origin of its own', () => {
    expect(electron.recorded.schemes).toEqual([
      { scheme: 'bramble', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
  });

  it('serves the built interface under the content security policy', async () => {
    const answer = await ask('bramble://app/');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self';");
    const script = /src="\.?(\/[^"]+\.js)"/.exec(await answer.text())?.[1] ?? '';
    const code = await ask(`bramble://app${script}`);
    expect([script, code.status, code.headers.get('content-type')]).toEqual([
      script,
      200,
      'text/javascript; charset=utf-8',
    ]);
  });

  it.each([
    'bramble://app/..%2f..%2fpackage.json',
    'bramble://app/..%5c..%5cpackage.json',
    'bramble://app/%2e%2e/%2e%2e/package.json',
    'bramble://app/%00',
    'bramble://app/%',
    'bramble://other/index.html',
    'file:///etc/passwd',
  ])('gives nothing for %s', async (url) => {
    const answer = await ask(url);
    expect(answer.status).toBeGreaterThanOrEqual(403);
    expect(await answer.text()).toBe('');
  });

  it('only reads', async () => {
    expect((await ask('bramble://app/', 'POST')).status).toBe(403);
  });
});

describe('the menu', () => {
  type Item = { label?: string; accelerator?: string; submenu?: Item[]; click?: () => void };
  const commands = () =>
    (electron.recorded.menu as Item[])
      .flatMap(({ submenu }) => submenu ?? [])
      .filter(({ click }) => click !== undefined);

  it('has the workbench’s commands, by the same labels and shortcuts', () => {
    const workbench = readFileSync(join(installationFolder, 'renderer', 'workbench', 'commands.ts'), 'utf8').replaceAll(
      /\s+/g,
      ' ',
    );
    const unknown = commands().filter(({ label = '', accelerator = '' }) => {
      const shortcut = accelerator.replace('CommandOrControl', 'Ctrl');
      const declared = [`label: '${label}', shortcut: '${shortcut}'`, `'${label}', '${shortcut}'`];
      return !declared.some((text) => workbench.includes(text));
    });
    expect(commands().length).toBeGreaterThan(10);
    expect(unknown).toEqual([]);
  });

  it('presses the shortcut of a command in the page', () => {
    commands()
      .find(({ label }) => label === 'Stop what the board does')
      ?.click?.();
    const modifiers = ['shift'];
    expect(theWindow().webContents.inputs).toEqual([
      { type: 'keyDown', keyCode: 'F5', modifiers },
      { type: 'keyUp', keyCode: 'F5', modifiers },
    ]);
  });
});

describe('the preload', () => {
  it('tells the page its host and nothing else', () => {
    expect(openPage().exposed).toEqual({ bramble: { host: 'electron' } });
  });
});

describe('a port to the services', () => {
  channelContract(async () => {
    const { port1, port2 } = new electron.MessageChannelMain();
    const clientEnd = await receivePort((page) => page.emit('bramble:port', { ports: [port2.inner] }));
    return { hostEnd: new MessagePortChannel(port1), clientEnd };
  });

  it('is handed over at each load of the page, and leads to the real services', async () => {
    for (const _load of ['first', 'reload']) {
      const channel = await receivePort((page) => {
        electron.recorded.toPage.once('message', ({ channel, ports }) => page.emit(channel, { ports }));
        theWindow().webContents.emit('did-finish-load');
      });
      const { services, dispose } = connectToHost(channel);
      expect(await services.project.describe()).toMatchObject({ name: 'first-project', openFile: 'main.py' });
      dispose();
    }
    expect(electron.recorded.servicesErrors).toEqual([]);
  });

  it('outlives the services: started again, they send a new one', async () => {
    // Last but one, for it ends the services of this file's main process.
    const next = receivePort((page) => {
      electron.recorded.toPage.once('message', ({ channel, ports }) => page.emit(channel, { ports }));
      electron.utilityProcess.latest?.kill();
    });
    const { services, dispose } = connectToHost(await next);
    expect(await services.project.list()).toEqual([{ path: 'main.py', kind: 'file', sizeBytes: expect.any(Number) }]);
    dispose();
  });
});

describe('quitting', () => {
  it('ends the services first, then Electron', async () => {
    const quit = once(electron.app, 'will-quit');
    const ended = once(electron.utilityProcess.latest ?? new EventEmitter(), 'exit');
    electron.app.quit();
    expect(await ended).toEqual([0]);
    await quit;
  });
});
