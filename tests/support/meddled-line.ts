/** A line to a board on which tests count, change, drop and cut what is sent. */
import { Emitter } from '../../app/base/index.ts';
import type { Transport, TransportClosed } from '../../app/board/index.ts';

export class MeddledLine implements Transport {
  readonly address: string;
  readonly onData: Transport['onData'];
  readonly #close = new Emitter<TransportClosed>();
  readonly onClose = this.#close.event;
  readonly #line: Transport;
  sentBytes = 0;
  receivedBytes = 0;
  /** After how many bytes the cable is pulled. */
  cutAfter = Number.POSITIVE_INFINITY;
  /** Gives what becomes of bytes that are sent; `at` counts those before. */
  meddle: (bytes: Uint8Array, at: number) => Uint8Array = (bytes) => bytes;

  constructor(line: Transport) {
    this.#line = line;
    this.address = line.address;
    this.onData = line.onData;
    line.onClose((closed) => this.#close.fire(closed));
    line.onData((bytes) => {
      this.receivedBytes += bytes.length;
    });
  }

  open(): Promise<void> {
    return this.#line.open();
  }

  async write(bytes: Uint8Array): Promise<void> {
    const at = this.sentBytes;
    this.sentBytes += bytes.length;
    const left = this.cutAfter - at;
    await this.#line.write(this.meddle(bytes.subarray(0, Math.max(0, left)), at));
    if (left < bytes.length) {
      this.#line.dispose();
      this.#close.fire({ reason: 'lost', message: 'The cable was pulled.' });
    }
  }

  dispose(): void {
    this.#line.dispose();
    this.#close.dispose();
  }
}
