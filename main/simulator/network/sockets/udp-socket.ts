/** A board's UDP socket on one of the computer's. */
import { createSocket, type Socket } from 'node:dgram';
import {
  type BoardSocket,
  type Endpoint,
  errno,
  errnoOf,
  type Family,
  pollBits,
  type SocketContext,
} from './board-socket.ts';

/** lwIP holds a few packets and drops the rest; so does this, though a desktop's bursts find more room. */
const queuedDatagrams = 64;
/** The largest payload of an IPv4 datagram (RFC 768 and 791). */
const largestDatagramBytes = 65_507;
const sendQueueBytes = 256 * 1024;

export class UdpSocket implements BoardSocket {
  readonly #context: SocketContext;
  readonly #family: Family;
  #socket: Socket | undefined;
  #binding: 'unbound' | 'pending' | 'bound' = 'unbound';
  #reuseAddress = false;
  #received: { bytes: Uint8Array; from: Endpoint }[] = [];
  #remote: Endpoint | undefined;
  #lastSender: Endpoint | undefined;
  /** An error that came after the call that caused it had returned: the next call reports it. */
  #error = 0;
  /** Datagrams that Node has not handed on yet. */
  #sending = 0;
  #closed = false;

  constructor(context: SocketContext, family: Family) {
    this.#context = context;
    this.#family = family;
  }

  get peer(): Endpoint | undefined {
    return this.#lastSender;
  }

  bind(local: Endpoint): number {
    if (this.#closed) return -errno.EBADF;
    if (this.#binding === 'unbound') {
      this.#binding = 'pending';
      this.#open().bind({ address: local.host, port: local.port, exclusive: true });
    }
    if (this.#error !== 0) return this.#takeError();
    return this.#binding === 'pending' ? -errno.EAGAIN : 0;
  }

  listen(): number {
    return -errno.EOPNOTSUPP;
  }

  accept(): number {
    return -errno.EOPNOTSUPP;
  }

  connect(remote: Endpoint): number {
    if (this.#closed) return -errno.EBADF;
    this.#remote = remote;
    return 0;
  }

  connected(): number {
    return this.#remote === undefined ? -errno.ENOTCONN : 0;
  }

  send(bytes: Uint8Array, to?: Endpoint): number {
    const remote = to ?? this.#remote;
    if (this.#closed) return -errno.EBADF;
    if (remote === undefined) return -errno.ENOTCONN;
    if (!this.#context.isOnline()) return -errno.EHOSTUNREACH;
    if (this.#error !== 0) return this.#takeError();
    if (bytes.length > largestDatagramBytes) return -errno.ENOMEM;
    if (this.#context.losesPacket()) return bytes.length;
    const socket = this.#open();
    if (this.#binding === 'bound' && socket.getSendQueueSize() > sendQueueBytes) return -errno.EAGAIN;
    // Copied: the board's memory is shared and goes on changing.
    this.#sending++;
    socket.send(Uint8Array.from(bytes), remote.port, remote.host, (error) => {
      this.#sending--;
      if (error !== null) this.#error = errnoOf(error);
      if (this.#closed && this.#sending === 0) this.#end();
      this.#context.wake();
    });
    return bytes.length;
  }

  receive(into: Uint8Array): number {
    if (this.#closed) return -errno.EBADF;
    const datagram = this.#received.shift();
    if (datagram === undefined) return -errno.EAGAIN;
    // What does not fit is lost, as everywhere with datagrams.
    const part = datagram.bytes.subarray(0, into.length);
    into.set(part);
    this.#lastSender = datagram.from;
    return part.length;
  }

  poll(): number {
    if (this.#closed) return pollBits.invalid;
    return (this.#received.length > 0 ? pollBits.read : 0) | pollBits.write;
  }

  setReuseAddress(on: boolean): void {
    this.#reuseAddress = on;
  }

  joinGroup(group: string, local: string, join: boolean): number {
    try {
      if (join) this.#open().addMembership(group, local === '0.0.0.0' ? undefined : local);
      else this.#open().dropMembership(group, local === '0.0.0.0' ? undefined : local);
      return 0;
    } catch (error) {
      return -errnoOf(error);
    }
  }

  loseLink(): void {}

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#received = [];
    // Node's close() would drop datagrams that still wait, for the bind or for the network card.
    if (this.#sending === 0) this.#end();
  }

  destroy(): void {
    this.#closed = true;
    this.#received = [];
    this.#end();
  }

  #end(): void {
    this.#socket?.close();
    this.#socket = undefined;
  }

  #takeError(): number {
    const number = this.#error;
    this.#error = 0;
    return -number;
  }

  #open(): Socket {
    if (this.#socket !== undefined) return this.#socket;
    const socket = createSocket({
      type: this.#family === 4 ? 'udp4' : 'udp6',
      reuseAddr: this.#reuseAddress,
      // Addresses are literals here; Node would send each through the system's resolver and a thread.
      lookup: (host, _options, done) => done(null, host, this.#family),
    });
    if (this.#binding === 'unbound') this.#binding = 'pending';
    socket.on('listening', () => {
      this.#binding = 'bound';
      // lwIP sends broadcasts without being asked for permission.
      if (this.#family === 4) socket.setBroadcast(true);
      this.#context.wake();
    });
    socket.on('error', (error) => {
      this.#error = errnoOf(error);
      if (this.#binding === 'pending') this.#abandon(socket);
      this.#context.wake();
    });
    socket.on('message', (bytes, from) => this.#take(bytes, { host: from.address, port: from.port }));
    this.#socket = socket;
    return socket;
  }

  /** After a failed bind Node's socket is of no more use; the next call makes a new one. */
  #abandon(socket: Socket): void {
    this.#binding = 'unbound';
    if (this.#socket !== socket) return;
    this.#socket = undefined;
    socket.close();
  }

  #take(bytes: Uint8Array, from: Endpoint): void {
    if (this.#closed || this.#received.length >= queuedDatagrams) return;
    if (!this.#context.isOnline() || this.#context.losesPacket()) return;
    // A connected socket hears its peer only (lwIP's udp_input).
    const remote = this.#remote;
    if (remote !== undefined && (remote.host !== from.host || remote.port !== from.port)) return;
    this.#received.push({ bytes, from });
    this.#context.wake();
  }
}
