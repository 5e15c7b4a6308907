/**
 * One sender's stream: its bytes into messages, each offered until there is room for it. TCP lets the sender wait meanwhile, so
 * that nothing of it is lost. What messages are in a stream is app/syslog's to know.
 */
import type { Socket } from 'node:net';
import { StreamRecords } from '../../../app/syslog/index.ts';
import { plainAddress } from './plain-address.ts';

export interface StreamConnectionOptions {
  /** Takes a message, or returns false when there is no room for it now: it is offered again. */
  offer: (bytes: Uint8Array, address: string) => boolean;
  /** A message cannot be had: it is over the limit, which closes the stream, or there is still no room when all is stopped. */
  onLost: (address: string) => void;
  /** How long a message may take to arrive once it began. */
  stallMs: number;
  /** How soon a line without a PRI must follow a message to be more of it. */
  goesOnMs: number;
}

const offerAgainMs = 20;

export class StreamConnection {
  readonly #socket: Socket;
  readonly #address: string;
  readonly #options: StreamConnectionOptions;
  readonly #onDone: () => void;
  readonly #records = new StreamRecords();
  /** Messages without room: those of one read, 64 KiB at most. */
  #waiting: Uint8Array[] = [];
  #again: NodeJS.Timeout | undefined;
  #quiet: NodeJS.Timeout | undefined;
  #settling: NodeJS.Immediate | undefined;
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

  /** Whether the stream ended; messages of it may wait for room still. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Closes the connection. What was held of a message is handed on; what finds no room now is lost. */
  stop(): void {
    clearTimeout(this.#again);
    this.#keepOpen();
    this.#socket.destroy();
    if (this.#isEnded && this.#waiting.length === 0) return;
    this.#isEnded = true;
    this.#waiting.push(...this.#records.end());
    const unheard = this.#offerAll();
    for (let count = unheard; count > 0; count--) this.#options.onLost(this.#address);
    this.#waiting = [];
  }

  #take(bytes: Uint8Array): void {
    if (this.#isEnded) return;
    this.#waiting.push(...this.#records.push(bytes));
    if (this.#records.isRefused) {
      this.#options.onLost(this.#address);
      this.#socket.destroy();
    }
    this.#handOn();
  }

  #end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#waiting.push(...this.#records.end());
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
    this.#settleSoon();
    this.#limitSilence();
  }

  /** Not while it is this side that does not read: what follows may be waiting. */
  #settleSoon(): void {
    this.#keepOpen();
    if (!this.#records.isOpen || this.#socket.isPaused()) return;
    this.#quiet = setTimeout(() => {
      // After what has arrived meanwhile: a timer that is late comes before it.
      this.#settling = setImmediate(() => {
        this.#waiting.push(...this.#records.settle());
        this.#handOn();
      });
    }, this.#options.goesOnMs);
  }

  #keepOpen(): void {
    clearTimeout(this.#quiet);
    clearImmediate(this.#settling);
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
    this.#socket.setTimeout(this.#records.isInside && !this.#socket.isPaused() ? this.#options.stallMs : 0);
  }
}
