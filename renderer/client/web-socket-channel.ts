/** A Channel over the page's WebSocket: one msgpack message a binary frame. It knows nothing of what the messages mean. */
import { decode, encode } from '@msgpack/msgpack';
import { BrambleError, Emitter } from '../../app/base/index.ts';
import type { Channel } from '../../app/contract/index.ts';

/** Opens the channel. Rejects with `connection-lost` when the host does not answer or refuses. */
export function openWebSocketChannel(url: string): Promise<Channel> {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  return new Promise((resolve, reject) => {
    socket.onopen = () => resolve(new WebSocketChannel(socket));
    socket.onclose = () => reject(new BrambleError('connection-lost', 'Bramble’s host does not answer.'));
  });
}

class WebSocketChannel implements Channel {
  #socket: WebSocket;
  #messages = new Emitter<unknown>();
  #close = new Emitter<void>();

  readonly onMessage = this.#messages.event;
  readonly onClose = this.#close.event;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer | string>) => {
      if (typeof data !== 'string') this.#messages.fire(decode(data));
    };
    socket.onclose = () => this.#close.fire();
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  send(message: unknown): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(encode(message, { ignoreUndefined: true }));
  }

  dispose(): void {
    this.#messages.dispose();
    this.#close.dispose();
    this.#socket.onmessage = null;
    this.#socket.onclose = null;
    this.#socket.close();
  }
}
