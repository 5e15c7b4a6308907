/** A Channel over one WebSocket: each message a binary frame of MessagePack. */
import { decode, encode } from '@msgpack/msgpack';
import { WebSocket } from 'ws';
import { Emitter } from '../../../app/base/index.ts';
import type { Channel } from '../../../app/contract/index.ts';

/** A browser answers a ping at once; one that misses two is gone (a suspended laptop, a cut tunnel). */
const pingIntervalMs = 15_000;
const goingAway = 1001;
const unsupportedData = 1003;
const invalidData = 1007;

export class WebSocketChannel implements Channel {
  readonly #socket: WebSocket;
  readonly #messages = new Emitter<unknown>();
  readonly #closed = new Emitter<void>();
  readonly #pings: NodeJS.Timeout;
  readonly onMessage = this.#messages.event;
  readonly onClose = this.#closed.event;
  #answered = true;
  #disposed = false;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer, isBinary: boolean) => this.#receive(data, isBinary));
    socket.on('pong', () => {
      this.#answered = true;
    });
    socket.on('close', () => this.#lose());
    // Every error of a WebSocket (a frame that is too long, a reset connection) is followed by its close.
    socket.on('error', () => {});
    this.#pings = setInterval(() => this.#ping(), pingIntervalMs).unref();
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  send(message: unknown): void {
    if (this.#disposed || this.#socket.readyState !== WebSocket.OPEN) return;
    this.#socket.send(encode(message, { ignoreUndefined: true }));
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#end();
    this.#socket.close(goingAway);
    // The closing handshake needs the other side, which may be frozen.
    setTimeout(() => this.#socket.terminate(), 1000).unref();
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (this.#disposed) return;
    if (!isBinary) {
      this.#socket.close(unsupportedData);
      return;
    }
    const decoded = tryDecode(data);
    if (decoded === null) this.#socket.close(invalidData);
    else this.#messages.fire(decoded.message);
  }

  #ping(): void {
    if (this.#answered) {
      this.#answered = false;
      this.#socket.ping();
    } else {
      this.#socket.terminate();
    }
  }

  #lose(): void {
    if (this.#disposed) return;
    this.#end();
    this.#closed.fire();
    this.#closed.dispose();
  }

  #end(): void {
    this.#disposed = true;
    clearInterval(this.#pings);
    this.#messages.dispose();
  }
}

/** Decodes from a plain view, for MessagePack hands out slices of what it is given, and a Buffer's `slice` is no copy. */
function tryDecode(data: Buffer): { message: unknown } | null {
  try {
    return { message: decode(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)) };
  } catch {
    return null;
  }
}
