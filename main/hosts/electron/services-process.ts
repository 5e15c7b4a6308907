/** The services in a process of their own: started, started again when they die, told to end, and asked for a port. */
import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';

/** Dying more often than this in a row means that starting again does not help. */
const maxQuickDeaths = 3;
const quickDeathMs = 10_000;
/** What the services may take to end cleanly; then they are killed, and a stale lock is taken over at the next start. */
const endGraceMs = 5000;

export interface ServicesProcessOptions {
  /** The module that the process runs. */
  module: string;
  parameters: string[];
  /** They were started again: a page needs a new port. */
  onRestart: () => void;
  /** They do not stay alive. */
  onGiveUp: (exitCode: number) => void;
}

export class ServicesProcess {
  readonly #options: ServicesProcessOptions;
  #child: UtilityProcess;
  #ending = false;
  #quickDeaths = 0;

  constructor(options: ServicesProcessOptions) {
    this.#options = options;
    this.#child = this.#start();
  }

  /** Gives the services one end of a new connection, and the caller the other. */
  connect(): MessagePortMain {
    const { port1, port2 } = new MessageChannelMain();
    this.#child.postMessage('connect', [port1]);
    return port2;
  }

  /** Lets the services release what they hold (ports, locks, the log store); resolves when the process is gone. */
  end(): Promise<void> {
    this.#ending = true;
    return new Promise((resolve) => {
      const deadline = setTimeout(() => this.#child.kill(), endGraceMs);
      this.#child.once('exit', () => {
        clearTimeout(deadline);
        resolve();
      });
      this.#child.postMessage('end');
    });
  }

  #start(): UtilityProcess {
    const startedAtMs = Date.now();
    const { module, parameters } = this.#options;
    const child = utilityProcess.fork(module, parameters, { serviceName: 'Bramble services', stdio: 'inherit' });
    child.once('exit', (code) => this.#died(code, Date.now() - startedAtMs));
    return child;
  }

  #died(code: number, livedMs: number): void {
    if (this.#ending) return;
    this.#quickDeaths = livedMs < quickDeathMs ? this.#quickDeaths + 1 : 0;
    if (this.#quickDeaths >= maxQuickDeaths) {
      this.#options.onGiveUp(code);
      return;
    }
    this.#child = this.#start();
    this.#options.onRestart();
  }
}
