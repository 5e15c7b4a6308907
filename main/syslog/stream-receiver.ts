/**
 * The TCP listener, with TLS (RFC 5425) where it has an identity: streams into messages, each with its sender's address. It knows
 * sockets and their limits; what messages are in a stream is app/syslog's, and where they go its owner's.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { BrambleError } from '../../app/base/index.ts';
import { FrameReader } from '../../app/syslog/index.ts';

/** What a TLS listener shows: PEM texts. */
export interface TlsIdentity {
  certificate: string;
  key: string;
  /** Only clients with a certificate of one of these authorities may send; anyone when left out. */
  clientAuthorities?: string;
}

export interface StreamReceiverOptions {
  /** With it the streams are TLS. */
  identity?: TlsIdentity;
  onMessage: (bytes: Uint8Array, address: string) => void;
  /** A stream announced a message over the limit, and was closed. */
  onRefused: () => void;
  /** While this holds, nothing is read: TCP lets the senders wait. */
  isFull: (address: string) => boolean;
  /** How long a message may take to arrive once it began. */
  stallMs?: number;
}

/** Boards take seconds over a handshake, and not more. */
const handshakeMs = 20_000;

/** A board that lost its Wi-Fi in the middle of a line does not come back for the rest. */
const usualStallMs = 30_000;
const readAgainMs = 20;
/** Each holds 64 KiB at most. */
const mostConnections = 512;

export class StreamReceiver {
  readonly #options: StreamReceiverOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(options: StreamReceiverOptions) {
    this.#options = options;
    this.#server = StreamReceiver.#serverFor(options.identity);
    this.#server.on(options.identity === undefined ? 'connection' : 'secureConnection', (socket: Socket) =>
      this.#receive(socket),
    );
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#server.maxConnections = mostConnections;
  }

  /** Throws `usage` for an identity that cannot be used. */
  static #serverFor(identity: TlsIdentity | undefined): Server {
    if (identity === undefined) return createServer();
    const { certificate: cert, key, clientAuthorities: ca } = identity;
    const clients = ca === undefined ? {} : { ca, requestCert: true, rejectUnauthorized: true };
    try {
      return createTlsServer({ cert, key, ...clients, handshakeTimeout: handshakeMs });
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

  /** Closes every connection; what was held of a message is handed on. */
  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #receive(socket: Socket): void {
    const { onMessage, onRefused, isFull, stallMs = usualStallMs } = this.#options;
    const address = plainAddress(socket.remoteAddress ?? '');
    const reader = new FrameReader();
    let pause: NodeJS.Timeout | undefined;
    // Only the silence inside a message is limited, and not while it is this side that does not read.
    const limitSilence = () => socket.setTimeout(reader.isInside && !socket.isPaused() ? stallMs : 0);
    const take = (bytes: Uint8Array) => {
      for (const message of reader.push(bytes)) onMessage(message, address);
      if (reader.isRefused) {
        onRefused();
        socket.destroy();
      }
      limitSilence();
    };
    // What was read already, 64 KiB at most, waits here; the stream may end meanwhile.
    const finish = () => {
      for (const message of reader.end()) onMessage(message, address);
    };
    const waitWith = (bytes: Uint8Array) => {
      socket.pause();
      limitSilence();
      pause = setInterval(() => {
        if (isFull(address)) return;
        clearInterval(pause);
        pause = undefined;
        socket.resume();
        take(bytes);
        if (socket.closed) finish();
      }, readAgainMs);
    };
    socket.on('data', (bytes) => (isFull(address) ? waitWith(bytes) : take(bytes)));
    socket.on('timeout', () => socket.destroy());
    // A reset ends a stream as well as a close does: what it brought is kept, and there is nobody to tell.
    socket.on('error', () => {});
    socket.on('close', () => {
      if (pause === undefined) finish();
    });
  }
}

/** An IPv4 sender on an IPv6 socket is shown as `::ffff:192.168.1.7`. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
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
