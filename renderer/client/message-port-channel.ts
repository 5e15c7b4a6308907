/** A Channel over the MessagePort that Electron's preload hands to the page. */
import { Emitter } from '../../app/base/index.ts';
import type { Channel } from '../../app/contract/index.ts';

/** The message with which the preload posts the port. */
const portMessage = 'bramble:port';

export function channelOfPort(port: MessagePort): Channel {
  return new MessagePortChannel(port);
}

/**
 * Calls `receive` with each port handed over from now on: the preload posts one for each start of the services. Only
 * messages of this very window count.
 */
export function onPortHandedOver(receive: (port: MessagePort) => void): void {
  addEventListener('message', (event: MessageEvent<unknown>) => {
    const port = event.ports[0];
    if (event.source === window && event.data === portMessage && port !== undefined) receive(port);
  });
}

class MessagePortChannel implements Channel {
  #port: MessagePort;
  #messages = new Emitter<unknown>();
  #close = new Emitter<void>();

  readonly onMessage = this.#messages.event;
  readonly onClose = this.#close.event;
  readonly bufferedBytes = 0;

  constructor(port: MessagePort) {
    this.#port = port;
    port.onmessage = (event: MessageEvent<unknown>) => this.#messages.fire(event.data);
    port.addEventListener('close', () => this.#close.fire());
    port.start();
  }

  send(message: unknown): void {
    this.#port.postMessage(message);
  }

  dispose(): void {
    this.#messages.dispose();
    this.#close.dispose();
    this.#port.onmessage = null;
    this.#port.close();
  }
}
