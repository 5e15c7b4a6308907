/**
 * The UDP listener: the package `syslog-server` with its life cycle and events, and with a socket of our own. The package
 * opens IPv4 with the system's small buffer, decodes bytes lossily, keeps the socket in a module variable, and its
 * start() never settles when the port is taken.
 *
 * Emits `start`, `stop`, `error` as the package does, and `datagram` (bytes, address) in place of its `message`. The bytes stay
 * valid until the listener returns.
 *
 * Where the system gives less buffer than is asked, several sockets share the port, and so the datagrams of several senders. On Linux
 * what waits behind a datagram is fetched many at a call (datagram-drain.ts).
 */
/// <reference path="./syslog-server-package.d.ts" />
import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import SyslogServer from 'syslog-server';
import { BrambleError } from '../../../app/base/index.ts';
import { type DatagramDrain, openDrain, socketsOfProcess } from './datagram-drain.ts';
import { plainAddress } from './plain-address.ts';

/** Asked of the system for the socket's buffer: a burst of 8,000 datagrams at line rate fits. */
export const receiveBufferBytes = 4 * 1024 * 1024;

export interface ListenOptions {
  address: string;
  /** 0 for a free one. */
  port: number;
}

export interface Listening {
  host: string;
  port: number;
  /** What the system gave of `receiveBufferBytes`, for all sockets together. */
  bufferBytes: number;
}

/** With stock buffers, eight sockets hold what a burst of twelve boards brings. */
const mostSockets = 8;

export class DatagramReceiver extends SyslogServer {
  readonly #wantedBytes: number;
  readonly #mostBytes: number;
  #sockets: Socket[] = [];
  #drains: DatagramDrain[] = [];
  #listening: Listening | null = null;
  #receivedInTurn = false;

  /** `wantedBytes` is asked of the system for the buffers; not more than `mostBytes` for one, as if the system gave no more. */
  constructor(wantedBytes = receiveBufferBytes, mostBytes = wantedBytes) {
    super();
    this.#wantedBytes = wantedBytes;
    this.#mostBytes = mostBytes;
  }

  /** Where it listens; null while it does not. */
  get listening(): Listening | null {
    return this.#listening;
  }

  override isRunning(): boolean {
    return this.#listening !== null;
  }

  /** Rejects with `udp-port-busy`, `udp-port-forbidden` or `usage`. */
  override async start({ address, port }: ListenOptions = { address: '127.0.0.1', port: 5514 }): Promise<void> {
    if (this.#sockets.length > 0) throw new Error('The receiver is already started.');
    const first = await this.#open(address, port, false);
    const bound = first.address();
    const given = enlargeBuffer(first, this.#mostBytes);
    const listening = { host: bound.address, port: bound.port, bufferBytes: given };
    if (given < this.#wantedBytes && canShare) await this.#shareWithMore(first, listening);
    this.#listening = listening;
    this.emit('start');
  }

  /** Takes what the system still holds for the sockets, then closes them. */
  override async stop(): Promise<void> {
    const sockets = this.#sockets;
    if (sockets.length === 0) return;
    this.#sockets = [];
    // libuv takes up to 32 datagrams a turn of the event loop; two turns without any mean that none is left.
    for (let quietTurns = 0; quietTurns < 2; quietTurns = this.#receivedInTurn ? 0 : quietTurns + 1) {
      this.#receivedInTurn = false;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    this.#listening = null;
    await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.close(() => resolve()))));
    for (const drain of this.#drains.splice(0)) drain.dispose();
    this.emit('stop');
  }

  /** The first socket made sure that nobody else listens there; it gives way to several that share the port. */
  async #shareWithMore(first: Socket, listening: Listening): Promise<void> {
    await new Promise<void>((resolve) => first.close(() => resolve()));
    this.#sockets = [];
    let bytes = 0;
    while (bytes < this.#wantedBytes && this.#sockets.length < mostSockets) {
      bytes += enlargeBuffer(await this.#open(listening.host, listening.port, true), this.#mostBytes);
    }
    listening.bufferBytes = bytes;
  }

  async #open(address: string, port: number, reusePort: boolean): Promise<Socket> {
    const before = await socketsOfProcess();
    const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4', reusePort });
    try {
      await bind(socket, address, port);
    } catch (error) {
      socket.close();
      throw listenError(error, address, port);
    }
    this.#sockets.push(socket);
    const drain = await openDrain(before, socket.address().port);
    if (drain !== null) this.#drains.push(drain);
    const take = (bytes: Uint8Array, sender: string) => {
      this.#receivedInTurn = true;
      this.emit('datagram', bytes, sender);
    };
    socket.on('error', (error) => this.emit('error', error));
    socket.on('message', (bytes, remote) => {
      take(bytes, plainAddress(remote.address));
      drain?.run(take);
    });
    return socket;
  }
}

/** Where the kernel spreads the datagrams of several senders over the sockets of a port. */
const canShare = process.platform === 'linux' || process.platform === 'freebsd';

function bind(socket: Socket, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    // Not shared with other processes of a cluster: two servers on a port would each see half of the log.
    socket.bind({ address, port, exclusive: true }, () => {
      socket.off('error', reject);
      resolve();
    });
  });
}

/** Under this, the system's own size is better. */
const smallestBytes = 131_072;

/** Linux caps the size silently at net.core.rmem_max; macOS refuses what is over its limit. Returns what was given. */
function enlargeBuffer(socket: Socket, wantedBytes: number): number {
  for (let bytes = wantedBytes; bytes >= smallestBytes; bytes /= 2) {
    try {
      socket.setRecvBufferSize(bytes);
      break;
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_SOCKET_BUFFER_SIZE') throw error;
    }
  }
  // Linux doubles the size for its own bookkeeping and reports the double.
  const reported = socket.getRecvBufferSize();
  return process.platform === 'linux' ? reported / 2 : reported;
}

function listenError(error: unknown, address: string, port: number): BrambleError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const place = `UDP port ${port} on ${address}`;
  const options = { cause: error };
  if (code === 'EADDRINUSE') {
    return new BrambleError(
      'udp-port-busy',
      `${place} is in use: another program listens there, perhaps another Bramble. Stop it, or choose another port.`,
      options,
    );
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new BrambleError(
      'udp-port-forbidden',
      `This user may not listen on ${place}: ports under 1024 are for the administrator. Use port 5514, or allow it ` +
        'once with: sudo setcap cap_net_bind_service=+ep "$(readlink -f "$(command -v node)")"',
      options,
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new BrambleError(
    'usage',
    `Bramble cannot listen on ${place} (${reason}). Use an address of this computer: 127.0.0.1 for itself alone, ` +
      '0.0.0.0 for boards on the network.',
    options,
  );
}
