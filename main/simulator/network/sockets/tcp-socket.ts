/** A board's TCP socket: made, then either connected or turned into a listener. */
import { connect, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { type BoardSocket, type Endpoint, errno, errnoOf, pollBits, type SocketContext } from './board-socket.ts';
import { ByteQueue } from './byte-queue.ts';
import { TcpListener } from './tcp-listener.ts';
import { secured, type TlsOptions, tlsNumberOf, verificationSentence } from './tls.ts';

/** TCP_WND and TCP_SND_BUF of rp2's lwIP: eight segments of 1460 bytes. */
const windowBytes = 8 * 1460;
const sendBufferBytes = 8 * 1460;
/** How long a closed socket may take to deliver what it still holds; lwIP gives up after as long. */
const lingerMs = 10_000;

type State =
  | { kind: 'new'; local: Endpoint | undefined }
  | { kind: 'connecting'; socket: Socket }
  | { kind: 'securing'; socket: TLSSocket }
  | { kind: 'open'; socket: Socket; peerClosed: boolean }
  | { kind: 'listening'; listener: TcpListener }
  /** `number` is an error number; one of TLS is below zero. `sentence` says why a certificate was not taken. */
  | { kind: 'failed'; number: number; sentence?: string }
  | { kind: 'closed' };

export class TcpSocket implements BoardSocket {
  readonly #context: SocketContext;
  readonly #received = new ByteQueue();
  #state: State = { kind: 'new', local: undefined };
  #remote: Endpoint | undefined;

  constructor(context: SocketContext) {
    this.#context = context;
  }

  /** The socket of a connection that a listener took. */
  static accepted(context: SocketContext, socket: Socket): TcpSocket {
    const accepted = new TcpSocket(context);
    accepted.#remote = { host: socket.remoteAddress ?? '0.0.0.0', port: socket.remotePort ?? 0 };
    accepted.#state = { kind: 'open', socket, peerClosed: false };
    accepted.#watch(socket);
    socket.resume();
    return accepted;
  }

  get peer(): Endpoint | undefined {
    return this.#remote;
  }

  bind(local: Endpoint): number {
    if (this.#state.kind !== 'new') return -errno.EINVAL;
    this.#state = { kind: 'new', local };
    return 0;
  }

  listen(backlog: number): number {
    if (this.#state.kind === 'new') {
      const local = this.#state.local ?? { host: '0.0.0.0', port: 0 };
      const listener = new TcpListener(this.#context, local, backlog);
      this.#state = { kind: 'listening', listener };
    }
    if (this.#state.kind !== 'listening') return -errno.EINVAL;
    const result = this.#state.listener.ready();
    if (result < 0 && result !== -errno.EAGAIN) this.#state = { kind: 'new', local: undefined };
    return result;
  }

  accept(): BoardSocket | number {
    if (this.#state.kind === 'closed') return -errno.EBADF;
    if (this.#state.kind !== 'listening') return -errno.EINVAL;
    const socket = this.#state.listener.take();
    return socket === undefined ? -errno.EAGAIN : TcpSocket.accepted(this.#context, socket);
  }

  connect(remote: Endpoint): number {
    const state = this.#state;
    if (state.kind === 'open') return -errno.EISCONN;
    if (state.kind === 'closed') return -errno.EBADF;
    if (state.kind !== 'new') return -errno.EALREADY;
    if (!this.#context.isOnline()) return -errno.EHOSTUNREACH;
    this.#remote = remote;
    const socket = connect({
      host: remote.host,
      port: remote.port,
      allowHalfOpen: true,
      noDelay: true,
      ...(state.local === undefined ? {} : { localAddress: state.local.host, localPort: state.local.port }),
    });
    this.#state = { kind: 'connecting', socket };
    socket.on('connect', () => {
      if (this.#state.kind === 'connecting') this.#state = { kind: 'open', socket, peerClosed: false };
      this.#context.wake();
    });
    this.#watch(socket);
    return 0;
  }

  connected(): number {
    switch (this.#state.kind) {
      case 'open':
        return 0;
      case 'connecting':
      case 'securing':
        return -errno.EAGAIN;
      case 'failed':
        return -Math.abs(this.#state.number);
      default:
        return -errno.ENOTCONN;
    }
  }

  /** Begins to speak TLS; `isSecured` tells how it went. */
  secure(options: TlsOptions): number {
    const state = this.#state;
    if (state.kind !== 'open') return this.connected();
    const early = new Uint8Array(this.#received.length);
    this.#received.take(early);
    let socket: TLSSocket;
    try {
      socket = secured(state.socket, early, options);
    } catch {
      return -errno.EINVAL;
    }
    this.#state = { kind: 'securing', socket };
    socket.on(options.isServer ? 'secure' : 'secureConnect', () => {
      if (this.#state.kind === 'securing') this.#state = { kind: 'open', socket, peerClosed: false };
      this.#context.wake();
    });
    this.#watch(socket);
    return 0;
  }

  /** As `connected`, but for a certificate that was not taken: then the board's sentence. */
  isSecured(): number | string {
    return (this.#state.kind === 'failed' ? this.#state.sentence : undefined) ?? this.connected();
  }

  send(bytes: Uint8Array): number {
    const state = this.#state;
    if (state.kind === 'closed') return -errno.EBADF;
    if (state.kind === 'failed') return this.#context.isOnline() ? -Math.abs(state.number) : -errno.EHOSTUNREACH;
    if (state.kind === 'connecting' || state.kind === 'securing') return -errno.EAGAIN;
    if (state.kind !== 'open') return -errno.ENOTCONN;
    const room = sendBufferBytes - state.socket.writableLength;
    if (room <= 0) return -errno.EAGAIN;
    // Copied: the board's memory is shared and goes on changing.
    const part = Uint8Array.from(bytes.subarray(0, room));
    state.socket.write(part, () => this.#context.wake());
    return part.length;
  }

  receive(into: Uint8Array, untilNewline: boolean): number {
    const state = this.#state;
    if (this.#received.length > 0) {
      const taken = this.#received.take(into, untilNewline);
      if (state.kind === 'open' && this.#received.length < windowBytes / 2) state.socket.resume();
      return taken;
    }
    if (state.kind === 'open') return state.peerClosed ? 0 : -errno.EAGAIN;
    if (state.kind === 'failed') return -Math.abs(state.number);
    if (state.kind === 'closed') return -errno.EBADF;
    return state.kind === 'connecting' || state.kind === 'securing' ? -errno.EAGAIN : -errno.ENOTCONN;
  }

  poll(): number {
    const state = this.#state;
    const readable = this.#received.length > 0 ? pollBits.read : 0;
    switch (state.kind) {
      case 'new':
        return pollBits.hangUp;
      case 'connecting':
      case 'securing':
        return 0;
      case 'open': {
        if (state.peerClosed) return pollBits.read | pollBits.write;
        return readable | (state.socket.writableLength < sendBufferBytes ? pollBits.write : 0);
      }
      case 'listening':
        return state.listener.waiting > 0 ? pollBits.read : 0;
      case 'failed':
        return readable | pollBits.write | (state.number === errno.ECONNRESET ? pollBits.hangUp : pollBits.error);
      case 'closed':
        return pollBits.invalid;
    }
  }

  /** Node sets it on every listener anyway. */
  setReuseAddress(): void {}

  joinGroup(): number {
    return -errno.EOPNOTSUPP;
  }

  /** lwIP gives a connection up after minutes of vain repetition; a program here hears of it at once. */
  loseLink(): void {
    const state = this.#state;
    if (state.kind === 'listening') state.listener.forgetWaiting();
    if (state.kind !== 'connecting' && state.kind !== 'securing' && state.kind !== 'open') return;
    this.#state = { kind: 'failed', number: errno.ECONNABORTED };
    state.socket.destroy();
    this.#context.wake();
  }

  close(): void {
    const state = this.#state;
    this.#state = { kind: 'closed' };
    this.#received.clear();
    if (state.kind === 'listening') state.listener.close();
    if (state.kind === 'connecting' || state.kind === 'securing') state.socket.destroy();
    if (state.kind !== 'open') return;
    const { socket } = state;
    socket.resume();
    socket.end();
    socket.setTimeout(lingerMs, () => socket.destroy());
  }

  destroy(): void {
    const state = this.#state;
    this.#state = { kind: 'closed' };
    this.#received.clear();
    if (state.kind === 'listening') state.listener.close();
    if ('socket' in state) state.socket.destroy();
  }

  #watch(socket: Socket): void {
    socket.on('data', (chunk: Uint8Array) => {
      if (this.#state.kind === 'closed') return;
      this.#received.push(chunk);
      // The computer's window closes in turn, and the sender waits.
      if (this.#received.length >= windowBytes) socket.pause();
      this.#context.wake();
    });
    socket.on('end', () => {
      // What ended it before its handshake was over may be told in a moment, and better.
      if (this.#state.kind === 'securing') setImmediate(() => this.#endHandshake(socket));
      if (this.#state.kind === 'open') this.#state = { ...this.#state, peerClosed: true };
      if (this.#state.kind === 'closed') socket.destroy();
      this.#context.wake();
    });
    socket.on('error', (error) => {
      this.#fail(error, this.#state.kind === 'securing');
      this.#context.wake();
    });
  }
  #endHandshake(socket: Socket): void {
    if (this.#state.kind !== 'securing') return;
    this.#fail(new Error('The connection ended during the handshake.'), true);
    socket.destroy();
    this.#context.wake();
  }

  #fail(error: Error, isHandshake: boolean): void {
    if (this.#state.kind === 'closed') return;
    const sentence = isHandshake ? verificationSentence(error) : undefined;
    const number = tlsNumberOf(error, isHandshake) ?? errnoOf(error);
    this.#state = { kind: 'failed', number, ...(sentence === undefined ? {} : { sentence }) };
  }
}
