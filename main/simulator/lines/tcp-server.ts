/**
 * Offers a simulated board to other programs on a TCP port, as a raw serial bridge does: bytes in, bytes out, no protocol.
 * `mpremote connect socket://…` and Bramble's own `tcp:` addresses reach it.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { BrambleError, type Disposable, type ErrorCode } from '../../../app/base/index.ts';
import { formatBoardAddress } from '../../../app/board/index.ts';
import { LineBridge, type OpenLine } from './line-bridge.ts';

/** A client whose computer vanished without a word frees the board after about this and a few probes. */
const keepAliveMs = 30_000;

/** How far a client is read ahead of a board that takes no input: that it left is heard only after all that it sent was read. */
const usuallyAheadBytes = 1 << 20;
/** The same once another client wants the board: more than systems keep of what a killed program had sent (Linux: 10 MB). */
const mostAheadBytes = 32 << 20;

const usualGraceMs = 250;
/** One line, as ser2net says it, because the client may be a person at a terminal. */
const busyText = 'This board is in use by another program. Disconnect that one first, then try again.\r\n';

/**
 * How every request of a browser begins. A web page may send one to any port of this computer, and the lines in it would be
 * typed into the board; what begins so is never Python.
 */
const browserRequest = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT|PRI) /;
const notWebText = 'This is the line of a simulated board, not a web page. Use bramble repl, mpremote or Thonny.\r\n';

export interface TcpServerOptions {
  /** 0 picks a free one. */
  port: number;
  /** The board runs what its clients send, with this user's network: loopback unless the user asks for more. */
  host?: string;
  /** How long a client waits for the one before, whose end may be on its way, before it is told that the board is taken. */
  graceMs?: number;
}

export interface ServedOverTcp extends Disposable {
  /** `tcp:127.0.0.1:2217` */
  readonly address: string;
  readonly host: string;
  readonly port: number;
}

/**
 * Listens until disposed. Clients take turns: a second one at the same time is told so and dropped, unless the first leaves within a
 * moment, since two programs on one line would garble each other. Rejects with `tcp-port-busy` or `port-forbidden`.
 */
export async function serveBoardOverTcp(openLine: OpenLine, options: TcpServerOptions): Promise<ServedOverTcp> {
  const { port, host = '127.0.0.1', graceMs = usualGraceMs } = options;
  const server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs });
  await listen(server, host, port);
  const { address, port: actualPort } = server.address() as AddressInfo;

  let current: ServedClient | undefined;
  /** Those who wait for the one before to leave: what becomes of each then. */
  const waiting = new Set<() => void>();
  const hasBoard = () => current?.hasLeft === false;
  const serve = (socket: Socket) => {
    // What the one before still had to say would come between what this one says.
    current?.dispose();
    current = new ServedClient(socket, openLine, () => {
      for (const settle of waiting) settle();
    });
  };
  server.on('connection', (socket) => {
    // Without a listener an error of a refused client, such as a reset, would end the process.
    socket.on('error', () => {});
    if (!hasBoard()) {
      serve(socket);
      return;
    }
    const settle = () => {
      clearTimeout(timer);
      waiting.delete(settle);
      if (socket.destroyed) return;
      if (hasBoard()) refuse(socket);
      else serve(socket);
    };
    const timer = setTimeout(settle, graceMs);
    waiting.add(settle);
    current?.readFurther();
  });

  return {
    address: formatBoardAddress({ kind: 'tcp', host: address, port: actualPort }),
    host: address,
    port: actualPort,
    dispose() {
      server.close();
      for (const settle of waiting) settle();
      current?.dispose();
    },
  };
}

function refuse(socket: Socket): void {
  socket.end(busyText);
  socket.resume();
}

class ServedClient implements Disposable {
  readonly #socket: Socket;
  readonly #bridge: LineBridge;
  #begun = false;
  #aheadBytes = 0;
  #mostAheadBytes = usuallyAheadBytes;
  /** The board took all that came. */
  #taken: Promise<void> = Promise.resolve();
  readonly #onLeave: () => void;
  /** It sends no more. The board has it all the same until it took what came. */
  hasLeft = false;

  /** `onLeave` is called once, when `hasLeft` became true. */
  constructor(socket: Socket, openLine: OpenLine, onLeave: () => void) {
    this.#socket = socket;
    this.#onLeave = onLeave;
    this.#bridge = new LineBridge(openLine, {
      async send(bytes) {
        if (socket.writable && !socket.write(bytes)) await drained(socket);
      },
      onLineClosed({ reason, message }) {
        // A reset board drops off the bus and its program reconnects; a lost one says why, for the person who watches.
        if (reason === 'reset') socket.end();
        else socket.end(`\r\n${message}\r\n`);
      },
    });
    socket.on('data', (bytes: Uint8Array) => this.#receive(bytes));
    // Its close comes a turn of the event loop later, when the next client may have come.
    socket.once('end', () => this.#leave());
    for (const event of ['error', 'close']) {
      socket.once(event, () => {
        if (!this.hasLeft) this.dispose();
      });
    }
  }

  /** To hear whether it left long ago, behind more than is usually read. */
  readFurther(): void {
    this.#mostAheadBytes = mostAheadBytes;
    this.#resume();
  }

  dispose(): void {
    this.#bridge.dispose();
    this.#socket.destroy();
    this.#left();
  }

  #receive(bytes: Uint8Array): void {
    if (!this.#begun && browserRequest.test(Buffer.from(bytes.subarray(0, 10)).toString('latin1'))) {
      this.#socket.end(notWebText);
      this.#bridge.dispose();
      return;
    }
    this.#begun = true;
    this.#aheadBytes += bytes.length;
    if (this.#aheadBytes >= this.#mostAheadBytes) this.#socket.pause();
    this.#taken = this.#bridge.receive(bytes).then(() => {
      this.#aheadBytes -= bytes.length;
      this.#resume();
    });
  }

  #resume(): void {
    if (this.#aheadBytes < this.#mostAheadBytes) this.#socket.resume();
  }

  #leave(): void {
    this.#socket.end();
    void this.#taken.then(() => this.#bridge.dispose());
    this.#left();
  }

  #left(): void {
    if (this.hasLeft) return;
    this.hasLeft = true;
    this.#onLeave();
  }
}

/** Resolves when the socket takes more, or is gone. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done);
      socket.off('close', done);
      resolve();
    };
    socket.on('drain', done);
    socket.on('close', done);
  });
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, 'listening');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    throw new BrambleError(...listenFailure(code, host, port), { cause });
  }
}

function listenFailure(code: unknown, host: string, port: number): [ErrorCode, string] {
  if (code === 'EADDRINUSE') {
    return [
      'tcp-port-busy',
      `Another program listens on TCP port ${port}. Choose another port, or 0 to let Bramble pick a free one.`,
    ];
  }
  if (code === 'EACCES') {
    return ['port-forbidden', `The system does not let this user listen on TCP port ${port}. Choose one above 1023.`];
  }
  return [
    'usage',
    `Bramble cannot listen on ${host}, TCP port ${port} (${String(code)}). Choose another host or port.`,
  ];
}
