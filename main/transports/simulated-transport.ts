/** A simulated board in this process. Where the board comes from is given: adapters do not know each other. */
import { BrambleError } from '../../app/base/index.ts';
import { formatBoardAddress, type Transport } from '../../app/board/index.ts';
import type { BoardLine } from '../../app/simulator/index.ts';
import { lineEnded, TransportEvents } from './transport-events.ts';
import { writeInTime, writeTimeoutMs } from './write-timeout.ts';

/** Switches the board of that name on if need be, and plugs a cable in. */
export type OpenSimulatedLine = (name: string) => Promise<BoardLine>;

export interface SimulatedTransportOptions {
  name: string;
  openLine: OpenSimulatedLine;
  writeTimeoutMs?: number;
}

export class SimulatedTransport implements Transport {
  readonly address: string;
  readonly #options: Required<SimulatedTransportOptions>;
  readonly #events = new TransportEvents();
  readonly onData = this.#events.onData;
  readonly onClose = this.#events.onClose;
  #line: BoardLine | null = null;

  constructor(options: SimulatedTransportOptions) {
    this.#options = { writeTimeoutMs, ...options };
    this.address = formatBoardAddress({ kind: 'sim', name: options.name });
  }

  async open(): Promise<void> {
    this.#events.begin();
    const line = await this.#options.openLine(this.#options.name).catch((error: unknown) => {
      this.#events.end();
      throw error;
    });
    if (!this.#events.opened()) {
      line.dispose();
      throw lineEnded(this.address);
    }
    this.#line = line;
    line.onData((bytes) => this.#events.data(bytes));
    line.onClose((closed) => {
      this.#line = null;
      // Crashed or switched off: switching it on again by itself could go on for ever.
      this.#events.closed(closed.reason === 'lost' ? { ...closed, final: true } : closed);
      line.dispose();
    });
  }

  write(bytes: Uint8Array): Promise<void> {
    const line = this.#line;
    if (!this.#events.isOpen || line === null) return Promise.reject(lineEnded(this.address));
    if (bytes.length === 0) return Promise.resolve();
    return writeInTime(this.address, this.#options.writeTimeoutMs, (done) => {
      line.write(bytes).then(
        () => done(null),
        (error: unknown) => done(error instanceof BrambleError ? error : lineEnded(this.address)),
      );
    });
  }

  dispose(): void {
    if (!this.#events.end()) return;
    this.#line?.dispose();
    this.#line = null;
  }
}
