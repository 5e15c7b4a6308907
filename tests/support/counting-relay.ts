/** A TCP relay in front of a board that counts the bytes of both directions and times them. */
import { connect, createServer, type Server, type Socket } from 'node:net';

export class CountingRelay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #firstAt = 0;
  #lastAt = 0;
  readonly port: number;
  /** Both directions, since the last reset. */
  bytes = 0;
  /** Hears what passes. */
  onBytes: (bytes: Uint8Array, from: 'tool' | 'board') => void = () => {};

  private constructor(server: Server, port: number, boardPort: number) {
    this.#server = server;
    this.port = port;
    server.on('connection', (tool) => {
      const board = connect({ host: '127.0.0.1', port: boardPort, noDelay: true });
      tool.setNoDelay(true);
      this.#join(tool, board, 'tool');
      this.#join(board, tool, 'board');
    });
  }

  static async start(boardPort: number): Promise<CountingRelay> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The relay has no port.');
    return new CountingRelay(server, address.port, boardPort);
  }

  /** From the first byte to the last. */
  get durationMs(): number {
    return this.#lastAt - this.#firstAt;
  }

  reset(): void {
    this.bytes = 0;
    this.#firstAt = 0;
  }

  dispose(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #join(from: Socket, to: Socket, side: 'tool' | 'board'): void {
    this.#sockets.add(from);
    from.on('data', (bytes) => {
      this.onBytes(bytes, side);
      this.bytes += bytes.length;
      this.#lastAt = performance.now();
      if (this.#firstAt === 0) this.#firstAt = this.#lastAt;
      if (!to.write(bytes)) {
        from.pause();
        to.once('drain', () => from.resume());
      }
    });
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      to.end();
    });
  }
}
