/** The listening half of a board's TCP socket: takes connections as they come and holds them until the program asks. */
import { createServer, type Server, type Socket } from 'node:net';
import { type Endpoint, errno, errnoOf, type SocketContext } from './board-socket.ts';

export class TcpListener {
  readonly #server: Server;
  #state: { kind: 'opening' } | { kind: 'listening' } | { kind: 'failed'; number: number } = { kind: 'opening' };
  #waiting: Socket[] = [];

  constructor(context: SocketContext, local: Endpoint, backlog: number) {
    const room = Math.max(1, backlog);
    this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (socket) => {
      if (this.#waiting.length >= room || !context.isOnline()) {
        socket.destroy();
        return;
      }
      this.#hold(socket);
      context.wake();
    });
    this.#server.on('listening', () => {
      this.#state = { kind: 'listening' };
      context.wake();
    });
    this.#server.on('error', (error) => {
      this.#state = { kind: 'failed', number: errnoOf(error) };
      context.wake();
    });
    this.#server.listen({ host: local.host, port: local.port, backlog: room, exclusive: true });
  }

  /** 0 when it listens, -EAGAIN while it tries, another negative error number when it cannot. */
  ready(): number {
    if (this.#state.kind === 'failed') return -this.#state.number;
    return this.#state.kind === 'listening' ? 0 : -errno.EAGAIN;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  take(): Socket | undefined {
    return this.#waiting.shift()?.removeAllListeners('error');
  }

  /** Ends the connections that nobody took yet. */
  forgetWaiting(): void {
    for (const socket of this.#waiting) socket.destroy();
    this.#waiting = [];
  }

  /** Stops listening; connections that were taken go on. */
  close(): void {
    this.forgetWaiting();
    this.#server.close();
  }

  /** A connection that breaks before the program takes it is forgotten. */
  #hold(socket: Socket): void {
    this.#waiting.push(socket);
    socket.on('error', () => {
      this.#waiting = this.#waiting.filter((other) => other !== socket);
    });
  }
}
