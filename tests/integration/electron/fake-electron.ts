/**
 * Stands in for the `electron` module where no Electron can run: as much of it as Bramble's main process uses, recording what
 * it is told. Ports are Node's, a utility process is a worker thread, so that messages are really cloned and transferred.
 */
import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';

type Handler = (...args: never[]) => unknown;

export class FakePort extends EventEmitter {
  readonly inner: MessagePort;

  constructor(inner: MessagePort) {
    super();
    this.inner = inner;
    inner.on('close', () => this.emit('close'));
  }

  start(): void {
    this.inner.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }

  postMessage(message: unknown): void {
    this.inner.postMessage(message);
  }

  close(): void {
    this.inner.close();
  }
}

export class MessageChannelMain {
  readonly port1: FakePort;
  readonly port2: FakePort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new FakePort(port1);
    this.port2 = new FakePort(port2);
  }
}

class FakeUtilityProcess extends EventEmitter {
  readonly worker: Worker;

  constructor(module: string, parameters: string[]) {
    super();
    this.worker = new Worker(new URL('./utility-process.ts', import.meta.url), {
      workerData: { module },
      argv: parameters,
    });
    this.worker.on('error', (error) => recorded.servicesErrors.push(error));
    this.worker.on('exit', (code) => this.emit('exit', code));
  }

  postMessage(data: unknown, ports: FakePort[] = []): void {
    const inner = ports.map((port) => port.inner);
    this.worker.postMessage({ data, ports: inner }, inner);
  }

  kill(): boolean {
    void this.worker.terminate();
    return true;
  }
}

class FakeSession {
  readonly handlers: Record<string, Handler> = {};

  setPermissionRequestHandler(handler: Handler): void {
    this.handlers.permissionRequest = handler;
  }

  setPermissionCheckHandler(handler: Handler): void {
    this.handlers.permissionCheck = handler;
  }

  setDevicePermissionHandler(handler: Handler): void {
    this.handlers.devicePermission = handler;
  }
}

class FakeWebContents extends EventEmitter {
  readonly session = new FakeSession();
  readonly inputs: unknown[] = [];
  windowOpenHandler: Handler = () => undefined;

  isLoading(): boolean {
    return false;
  }

  setWindowOpenHandler(handler: Handler): void {
    this.windowOpenHandler = handler;
  }

  sendInputEvent(event: unknown): void {
    this.inputs.push(event);
  }

  postMessage(channel: string, message: unknown, ports: FakePort[]): void {
    recorded.toPage.emit('message', { channel, message, ports: ports.map((port) => port.inner) });
  }
}

export class BrowserWindow extends EventEmitter {
  readonly webContents = new FakeWebContents();
  readonly options: Record<string, unknown>;
  url: string | null = null;
  shown = false;

  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    recorded.windows.push(this);
  }

  async loadURL(url: string): Promise<void> {
    this.url = url;
  }

  show(): void {
    this.shown = true;
  }

  isMinimized(): boolean {
    return false;
  }

  focus(): void {}
}

class FakeApp extends EventEmitter {
  readonly isPackaged = false;
  sandboxEnabled = false;

  requestSingleInstanceLock(): boolean {
    return true;
  }

  enableSandbox(): void {
    this.sandboxEnabled = true;
  }

  async whenReady(): Promise<void> {}

  /** As Electron does: asks, and is gone unless somebody objects. */
  quit(): void {
    let prevented = false;
    this.emit('before-quit', {
      preventDefault: () => {
        prevented = true;
      },
    });
    if (!prevented) this.emit('will-quit');
  }

  exit(code: number): void {
    recorded.exits.push(code);
  }
}

export const app = new FakeApp();

export const protocol = {
  registerSchemesAsPrivileged: (schemes: unknown[]) => void recorded.schemes.push(...schemes),
  handle: (scheme: string, handler: (request: { url: string; method: string }) => Promise<Response>) => {
    recorded.protocols[scheme] = handler;
  },
};

export const utilityProcess = {
  latest: null as FakeUtilityProcess | null,
  fork(module: string, parameters: string[]): FakeUtilityProcess {
    this.latest = new FakeUtilityProcess(module, parameters);
    return this.latest;
  },
};

export const Menu = {
  buildFromTemplate: (template: unknown) => template,
  setApplicationMenu: (menu: unknown) => {
    recorded.menu = menu;
  },
};

export const dialog = {
  showErrorBox: (title: string, message: string) => void recorded.errorBoxes.push(`${title}: ${message}`),
};

/** What happened, for the test to look at. */
export const recorded = {
  windows: [] as BrowserWindow[],
  schemes: [] as unknown[],
  protocols: {} as Record<string, (request: { url: string; method: string }) => Promise<Response>>,
  menu: null as unknown,
  errorBoxes: [] as string[],
  exits: [] as number[],
  servicesErrors: [] as unknown[],
  /** Fires `message` with what the main process posts to the page. */
  toPage: new EventEmitter(),
};
