/** Rows to another syslog server as RFC 5424: a datagram each, or octet-counted over TCP and TLS (RFC 6587, RFC 5425). */
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { largestFrameBytes, rfc5424Line, type SyslogRow } from '../../../app/syslog/index.ts';
import { allTaken, type Sink, type SinkAnswer } from './sink.ts';

export interface SyslogSinkOptions {
  host: string;
  port: number;
}

const connectMs = 10_000;

/** In this time the system of a target tells that nobody listens there. */
const usualProveMs = 1000;

/**
 * Nobody answers a datagram; but that nobody listens, the system of the target tells after the first. What is sent from then on counts as
 * taken only when it tells no such thing in a while.
 */
export class DatagramSink implements Sink {
  readonly batchRows = 64;
  readonly #options: SyslogSinkOptions;
  readonly #proveMs: number;
  #socket: DatagramSocket | null = null;
  /** What the system said of what was sent. */
  #failure: Error | null = null;
  #isDoubted = false;

  constructor(options: SyslogSinkOptions, proveMs = usualProveMs) {
    this.#options = options;
    this.#proveMs = proveMs;
  }

  async send(rows: readonly SyslogRow[], signal: AbortSignal): Promise<SinkAnswer> {
    this.#socket ??= await this.#open();
    const socket = this.#socket;
    try {
      this.#throwFailure();
      for (const row of rows) await this.#sendOne(socket, messageBytes(row));
      if (this.#isDoubted) await delay(this.#proveMs, undefined, { signal });
      this.#throwFailure();
      this.#isDoubted = false;
    } catch (error) {
      // Nobody listens there, or the network is away.
      this.#isDoubted = true;
      this.dispose();
      throw error;
    }
    return allTaken;
  }

  dispose(): void {
    this.#socket?.close();
    this.#socket = null;
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  async #open(): Promise<DatagramSocket> {
    const { address, family } = await lookup(this.#options.host);
    const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
    this.#failure = null;
    // A later send hears of it, or this listener does: whichever asks the system first.
    socket.on('error', (error) => {
      this.#failure = error;
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.connect(this.#options.port, address, () => {
        socket.off('error', reject);
        resolve();
      });
    });
    return socket;
  }

  #sendOne(socket: DatagramSocket, bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => socket.send(bytes, (error) => (error ? reject(error) : resolve())));
  }
}

export class StreamSink implements Sink {
  readonly batchRows = 256;
  readonly #options: SyslogSinkOptions & { isTls: boolean };
  #socket: Socket | null = null;

  constructor(options: SyslogSinkOptions & { isTls: boolean }) {
    this.#options = options;
  }

  async send(rows: readonly SyslogRow[], signal: AbortSignal): Promise<SinkAnswer> {
    this.#socket ??= await this.#open(signal);
    const socket = this.#socket;
    const frames = rows.flatMap((row) => {
      const bytes = messageBytes(row);
      return [Buffer.from(`${bytes.length} `), bytes];
    });
    await new Promise<void>((resolve, reject) => {
      const stop = () => socket.destroy(new Error('It was stopped.'));
      const fail = () => reject(new Error('The connection was closed by the other side.'));
      signal.addEventListener('abort', stop, { once: true });
      socket.once('close', fail);
      socket.write(Buffer.concat(frames), (error) => {
        signal.removeEventListener('abort', stop);
        socket.off('close', fail);
        if (error) reject(error);
        else resolve();
      });
    });
    return allTaken;
  }

  dispose(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }

  #open(signal: AbortSignal): Promise<Socket> {
    const { host, port, isTls } = this.#options;
    const socket = isTls
      ? connectTls({ host, port, servername: /^[\d.:]+$/.test(host) ? '' : host })
      : connect({ host, port });
    return new Promise((resolve, reject) => {
      const stop = () => socket.destroy(new Error('It was stopped.'));
      signal.addEventListener('abort', stop, { once: true });
      socket.setTimeout(connectMs, () => socket.destroy(new Error(`It did not answer in ${connectMs / 1000} s.`)));
      socket.once('error', reject);
      // A server has nothing to say; that it closes is noticed only when it is read from.
      socket.resume();
      socket.on('close', () => {
        if (this.#socket === socket) this.#socket = null;
        reject(new Error('The connection was closed by the other side.'));
      });
      socket.on('end', () => socket.destroy());
      socket.once(isTls ? 'secureConnect' : 'connect', () => {
        signal.removeEventListener('abort', stop);
        socket.setTimeout(0);
        socket.off('error', reject);
        socket.on('error', () => {});
        resolve(socket);
      });
    });
  }
}

/** A message of the largest size at most, cut between characters. */
function messageBytes(row: SyslogRow): Uint8Array {
  const bytes = Buffer.from(rfc5424Line(row));
  if (bytes.length <= largestFrameBytes) return bytes;
  let end = largestFrameBytes;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}
