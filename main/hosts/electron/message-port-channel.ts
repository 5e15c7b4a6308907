/** The services' end of a Channel over one of Electron's message ports; the other end is the page's. */
import { Emitter } from '../../../app/base/index.ts';
import type { Channel } from '../../../app/contract/index.ts';

/** What the services use of Electron's MessagePortMain. */
export interface ServicesPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

export class MessagePortChannel implements Channel {
  readonly #port: ServicesPort;
  readonly #messages = new Emitter<unknown>();
  readonly #closed = new Emitter<void>();
  readonly onMessage = this.#messages.event;
  readonly onClose = this.#closed.event;
  readonly bufferedBytes = 0;
  #disposed = false;

  constructor(port: ServicesPort) {
    this.#port = port;
    port.on('message', ({ data }) => this.#messages.fire(data));
    port.on('close', () => this.#lose());
    port.start();
  }

  send(message: unknown): void {
    if (!this.#disposed) this.#port.postMessage(ownBytes(message));
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#end();
    this.#port.close();
  }

  #lose(): void {
    if (this.#disposed) return;
    this.#end();
    this.#closed.fire();
    this.#closed.dispose();
  }

  #end(): void {
    this.#disposed = true;
    this.#messages.dispose();
  }
}

/**
 * Gives each byte view a buffer of its own: a port copies the whole buffer behind a view, and between processes it cannot
 * copy shared memory, where a simulated board's output comes from.
 */
function ownBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return value.map(ownBytes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, ownBytes(inner)]));
}
