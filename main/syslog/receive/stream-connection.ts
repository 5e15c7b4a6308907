/**
 * One sender's stream: its bytes into messages, each offered until there is room for it. TCP lets the sender wait meanwhile, so
 * that nothing of it is lost. What messages are in a stream is app/syslog's to know.
 */
import type { Socket } from 'node:net';
import { FrameReader } from '../../../app/syslog/index.ts';

export interface StreamConnectionOptions {
  /** Takes a message, or returns false when there is no room for it now: it is offered again. */
  offer: (bytes: Uint8Array, address: string) => boolean;
  /** A message cannot be had: it is over the limit, which closes the stream, or there is still no room when all is stopped. */
  onLost: (address: string) => void;
  /** How long a message may take to arrive once it began. */
  stallMs: number;
}

const offerAgainMs = 20;

export class StreamConnection {
  readonly #socket: Socket;
  readonly #address: string;
  readonly #options: StreamConnectionOptions;
  readonly #onDone: () => void;
  readonly #reader = new FrameReader();
  /** Messages without room: those of one read, 64 KiB at most. */
  #waiting: Uint8Array[] = [];
  #again: NodeJS.Timeout | undefined;
  #isEnded = false;

  /** Calls `onDone` when the stream ended and all its messages are handed on. */
  constructor(socket: Socket, options: StreamConnectionOptions, onDone: () => void) {
    this.#socket = socket;
    this.#address = plainAddress(socket.remoteAddress ?? '');
    this.#options = options;
    this.#onDone = onDone;
    socket.on('data', (bytes) => this.#take(bytes));
    socket.on('timeout', () => socket.destroy());
    // A reset ends a stream as well as a close does: what it brought is kept, and there is nobody to tell.
    socket.on('error', () => {});
    socket.on('close', () => this.#end());
  }

  /** Closes the connection. What was held of a message is handed on; what finds no room now is lost. */
  stop(): void {
    clearTimeout(this.#again);
    this.#socket.destroy();
    if (this.#isEnded && this.#waiting.length === 0) return;
    this.#isEnded = true;
    this.#waiting.push(...this.#reader.end());
    const unheard = this.#offerAll();
    for (let count = unheard; count > 0; count--) this.#options.onLost(this.#address);
    this.#waiting = [];
  }

  #take(bytes: Uint8Array): void {
    if (this.#isEnded) return;
    this.#waiting.push(...this.#reader.push(bytes));
    if (this.#reader.isRefused) {
      this.#options.onLost(this.#address);
      this.#socket.destroy();
    }
    this.#handOn();
  }

  #end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#waiting.push(...this.#reader.end());
    this.#handOn();
  }

  #handOn(): void {
    clearTimeout(this.#again);
    if (this.#offerAll() > 0) {
      this.#socket.pause();
      this.#again = setTimeout(() => this.#handOn(), offerAgainMs);
    } else if (this.#isEnded) {
      this.#onDone();
    } else if (this.#socket.isPaused()) {
      this.#socket.resume();
    }
    this.#limitSilence();
  }

  /** Returns how many still wait. */
  #offerAll(): number {
    let taken = 0;
    for (const message of this.#waiting) {
      if (!this.#options.offer(message, this.#address)) break;
      taken++;
    }
    this.#waiting.splice(0, taken);
    return this.#waiting.length;
  }

  /** Only the silence inside a message is limited, and not while it is this side that does not read. */
  #limitSilence(): void {
    this.#socket.setTimeout(this.#reader.isInside && !this.#socket.isPaused() ? this.#options.stallMs : 0);
  }
}

/** An IPv4 sender on an IPv6 socket is shown as `::ffff:192.168.1.7`. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}
