/** A board behind a raw TCP bridge: `bramble sim --tcp`, ser2net, an ESP32 that bridges. */
import { connect, type Socket } from 'node:net';
import { BrambleError } from '../../app/base/index.ts';
import { formatBoardAddress, type Transport, type TransportClosed } from '../../app/board/index.ts';
import { lineEnded, TransportEvents } from './transport-events.ts';
import { writeInTime, writeTimeoutMs } from './write-timeout.ts';

export interface TcpTransportOptions {
  host: string;
  port: number;
  connectTimeoutMs?: number;
  writeTimeoutMs?: number;
}

/** A bridge that refuses a second program says so in a line before it closes: ser2net "Port already in use", Bramble's own alike. */
const lastWordsBytes = 300;
const refusal = /^[^\r\n]*\bin use\b[^\r\n]*\r?\n?$/i;

export class TcpTransport implements Transport {
  readonly address: string;
  readonly #options: Required<TcpTransportOptions>;
  readonly #events = new TransportEvents();
  readonly onData = this.#events.onData;
  readonly onClose = this.#events.onClose;
  readonly #socket: { current: Socket | null } = { current: null };
  #failOpening: ((error: BrambleError) => void) | null = null;
  #lastWords: Uint8Array = new Uint8Array(0);

  constructor(options: TcpTransportOptions) {
    this.#options = { connectTimeoutMs: 5_000, writeTimeoutMs, ...options };
    this.address = formatBoardAddress({ kind: 'tcp', host: options.host, port: options.port });
  }

  async open(): Promise<void> {
    this.#events.begin();
    const { host, port, connectTimeoutMs } = this.#options;
    const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 10_000 });
    this.#socket.current = socket;
    await new Promise<void>((resolve, reject) => {
      this.#failOpening = reject;
      const timer = setTimeout(() => reject(this.#notThere('it did not answer')), connectTimeoutMs);
      socket.once('connect', resolve);
      socket.once('error', (error) => reject(this.#notThere(reasonOf(error), error)));
      socket.once('close', () => clearTimeout(timer));
      socket.once('connect', () => clearTimeout(timer));
    }).catch((error: unknown) => {
      socket.destroy();
      this.#events.end();
      throw error;
    });
    this.#failOpening = null;
    if (!this.#events.opened()) throw lineEnded(this.address);
    this.#listen(socket);
  }

  write(bytes: Uint8Array): Promise<void> {
    const socket = this.#socket.current;
    if (!this.#events.isOpen || socket === null) return Promise.reject(lineEnded(this.address));
    if (bytes.length === 0) return Promise.resolve();
    return writeInTime(this.address, this.#options.writeTimeoutMs, (done) => {
      socket.write(bytes, (error) => done(error ? lineEnded(this.address) : null));
    });
  }

  dispose(): void {
    if (!this.#events.end()) return;
    this.#failOpening?.(lineEnded(this.address));
    this.#socket.current?.destroy();
  }

  #listen(socket: Socket): void {
    socket.on('data', (bytes: Uint8Array) => {
      this.#lastWords = Buffer.concat([this.#lastWords, bytes]).subarray(-lastWordsBytes);
      const wait = this.#events.data(bytes);
      if (wait === undefined) return;
      socket.pause();
      void wait.finally(() => socket.resume());
    });
    // Half-open lines are of no use to a board; without a listener an error would end the process.
    socket.on('end', () => socket.destroy());
    socket.on('error', () => {});
    socket.on('close', () => this.#events.closed(this.#farewell()));
  }

  #farewell(): TransportClosed {
    const words = Buffer.from(this.#lastWords).toString('utf8');
    if (refusal.test(words)) {
      return { reason: 'busy', message: `The board at ${this.address} is in use by another program.` };
    }
    const said = /([^\r\n]+)\r\n$/.exec(words)?.[1];
    const message = `The other end closed the line to ${this.address}`;
    return {
      reason: 'lost',
      message: said === undefined ? `${message}.` : `${message}; its last words were "${said}".`,
    };
  }

  #notThere(reason: string, cause?: unknown): BrambleError {
    const { host, port } = this.#options;
    return new BrambleError(
      'no-board',
      `No board at ${this.address}: ${reason}. Check that ${host} is right and that something offers a board on port ${port}, such as "bramble sim --tcp ${port}".`,
      { cause },
    );
  }
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name cannot be looked up now',
  EHOSTUNREACH: 'the computer cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'it did not answer',
  ECONNRESET: 'it dropped the connection',
};

function reasonOf(error: NodeJS.ErrnoException): string {
  return reasons[error.code ?? ''] ?? error.message;
}
