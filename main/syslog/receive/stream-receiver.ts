/**
 * The TCP listener, with TLS (RFC 5425) where it has an identity: who may connect, and how many at once. What comes of a
 * connection is StreamConnection's.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { BrambleError } from '../../../app/base/index.ts';
import { handshakeFailure } from './handshake-failure.ts';
import { plainAddress } from './plain-address.ts';
import { StreamConnection, type StreamConnectionOptions } from './stream-connection.ts';

/** What a TLS listener shows: PEM texts. */
export interface TlsIdentity {
  certificate: string;
  key: string;
  /** Only clients with a certificate of one of these authorities may send; anyone when left out. */
  clientAuthorities?: string;
}

export interface StreamReceiverOptions extends Omit<StreamConnectionOptions, 'stallMs' | 'goesOnMs'> {
  stallMs?: number;
  goesOnMs?: number;
  /** With it the streams are TLS. */
  identity?: TlsIdentity;
  mostConnections?: number;
  /** Streams that ended and have messages for which there is no room. */
  mostEnded?: number;
  /** A client came to no TLS connection, and why. Null for the address when it is gone with others at once. */
  onRefused?: (address: string | null, reason: string) => void;
}

/** Boards take seconds over a handshake, and not more. */
const handshakeMs = 20_000;

/** A board that lost its Wi-Fi in the middle of a line does not come back for the rest. */
const usualStallMs = 30_000;
/**
 * `print_exception` writes a traceback in pieces: each waits for the answer to the one before it (Nagle), which a Pico W that saves
 * power takes a beacon of the Wi-Fi (102 ms) to hear. The last message of a stream is seen so much later, and none is while others follow.
 */
const usualGoesOnMs = 150;
/** One that was switched off sends no end: after so long a silence the system asks, for some ten minutes, and then closes. */
const askAfterMs = 60_000;
/** Each holds little more than the 64 KiB of a read. */
const usualMostConnections = 512;
/** Each holds up to 64 KiB of messages. While a disk is full, whoever connects for each message must not fill the memory. */
const usualMostEnded = 64;
/** Whoever sends without end does not keep it from stopping. */
const longestDrainMs = 500;
const keptAlive = { keepAlive: true, keepAliveInitialDelay: askAfterMs };

export class StreamReceiver {
  readonly #options: StreamReceiverOptions;
  readonly #server: Server;
  /** With those that are still in their handshake. */
  readonly #sockets = new Set<Socket>();
  /** Addresses of those that came and have no TLS yet, by address and port. */
  readonly #inHandshake = new Map<string, { address: string; socket: Socket }>();
  readonly #connections = new Set<StreamConnection>();
  #receivedInTurn = false;

  constructor(options: StreamReceiverOptions) {
    this.#options = options;
    this.#server = StreamReceiver.#serverFor(options.identity);
    this.#server.on(options.identity === undefined ? 'connection' : 'secureConnection', (socket: Socket) =>
      this.#receive(socket),
    );
    if (options.identity !== undefined) this.#followHandshakes();
    this.#server.on('connection', (socket: Socket) => {
      this.#receivedInTurn = true;
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      if (this.#sockets.size > (options.mostConnections ?? usualMostConnections)) this.#makeRoom();
    });
  }

  /** Throws `usage` for an identity that cannot be used. */
  static #serverFor(identity: TlsIdentity | undefined): Server {
    if (identity === undefined) return createServer(keptAlive);
    const { certificate: cert, key, clientAuthorities: ca } = identity;
    const clients = ca === undefined ? {} : { ca, requestCert: true, rejectUnauthorized: true };
    try {
      return createTlsServer({ cert, key, ...clients, ...keptAlive, handshakeTimeout: handshakeMs });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new BrambleError(
        'usage',
        `The certificate and key cannot be used (${reason}). Both are PEM files, and the key is that of the certificate.`,
        { cause: error },
      );
    }
  }

  /** Rejects with `tcp-port-busy`, `port-forbidden` or `usage`. Resolves with where it listens. */
  async start(host: string, port: number): Promise<{ host: string; port: number }> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error) => reject(listenError(error, host, port)));
      this.#server.listen({ host, port, exclusive: true }, resolve);
    });
    const address = this.#server.address();
    return typeof address === 'object' && address !== null
      ? { host: address.address, port: address.port }
      : { host, port };
  }

  /**
   * Takes what the system still holds for the streams, and closes every connection; what was held of a message is handed on, and what finds
   * no room now is lost.
   */
  async stop(): Promise<void> {
    const endsAtMs = performance.now() + longestDrainMs;
    // Two turns of the event loop without any mean that none is left.
    for (let quietTurns = 0; quietTurns < 2 && performance.now() < endsAtMs; ) {
      this.#receivedInTurn = false;
      await new Promise<void>((resolve) => setImmediate(resolve));
      quietTurns = this.#receivedInTurn ? 0 : quietTurns + 1;
    }
    for (const connection of this.#connections) connection.stop();
    this.#inHandshake.clear();
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** A client that hangs up has no address any more when its failure is told: it is the one that is gone. */
  #followHandshakes(): void {
    this.#server.on('connection', (socket: Socket) => {
      const key = placeOf(socket);
      this.#inHandshake.set(key, { address: plainAddress(socket.remoteAddress ?? ''), socket });
      // A turn later, for the failure is told after the close.
      socket.once('close', () => setImmediate(() => this.#inHandshake.delete(key)));
    });
    this.#server.on('secureConnection', (socket: TLSSocket) => this.#inHandshake.delete(placeOf(socket)));
    this.#server.on('tlsClientError', (error: Error, socket: TLSSocket) => {
      const failed = [...this.#inHandshake].filter(([key, { socket: raw }]) =>
        socket.remoteAddress === undefined ? raw.destroyed : key === placeOf(socket),
      );
      const [first, another] = failed;
      // Closed by this side, for room or at the end.
      if (first === undefined) return;
      const [place, { address }] = first;
      if (another === undefined) this.#inHandshake.delete(place);
      const reason = handshakeFailure(error, socket.authorizationError);
      this.#options.onRefused?.(another === undefined ? address : null, reason);
    });
  }

  /** The oldest connection of the host that has the most is closed: one host cannot keep the others out. */
  #makeRoom(): void {
    const ofHosts = Map.groupBy(this.#sockets, ({ remoteAddress }) => remoteAddress);
    const [most] = [...ofHosts.values()].sort((a, b) => b.length - a.length);
    const [oldest] = most ?? [];
    if (oldest === undefined) return;
    this.#inHandshake.delete(placeOf(oldest));
    oldest.destroy();
  }

  #receive(socket: Socket): void {
    const { stallMs = usualStallMs, goesOnMs = usualGoesOnMs } = this.#options;
    const connection = new StreamConnection(socket, { ...this.#options, stallMs, goesOnMs }, () =>
      this.#connections.delete(connection),
    );
    this.#connections.add(connection);
    socket.on('data', () => {
      this.#receivedInTurn = true;
    });
    // After the connection itself heard of it.
    socket.once('close', () => this.#giveUpSurplus(connection));
  }

  /** As a datagram that finds no room is lost, so are the messages of a stream that ended. */
  #giveUpSurplus(connection: StreamConnection): void {
    if (!this.#connections.has(connection)) return;
    const { mostEnded = usualMostEnded } = this.#options;
    const ended = [...this.#connections].filter(({ isEnded }) => isEnded);
    if (ended.length <= mostEnded) return;
    connection.stop();
    this.#connections.delete(connection);
  }
}

function placeOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

function listenError(error: Error, host: string, port: number): BrambleError {
  const code = 'code' in error ? error.code : undefined;
  const place = `TCP port ${port} on ${host}`;
  const options = { cause: error };
  if (code === 'EADDRINUSE') {
    return new BrambleError(
      'tcp-port-busy',
      `${place} is in use by another program. Stop it, or choose another port.`,
      options,
    );
  }
  if (code === 'EACCES' || code === 'EPERM') {
    const remedy =
      'ports under 1024 are for the administrator. Use a higher one, such as 5514 or 6514, or allow it once with: ' +
      'sudo setcap cap_net_bind_service=+ep "$(readlink -f "$(command -v node)")"';
    return new BrambleError('port-forbidden', `This user may not listen on ${place}: ${remedy}`, options);
  }
  return new BrambleError(
    'usage',
    `Bramble cannot listen on ${place} (${error.message}). Use an address of this computer.`,
    options,
  );
}
