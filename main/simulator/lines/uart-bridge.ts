/** Leads a serial port of a simulated board to a TCP port of the computer: what it sends, every program that is connected gets. */
import { createServer, type Socket } from 'node:net';
import { BrambleError, type Disposable, toDisposable } from '../../../app/base/index.ts';
import type { Bench, Part, PinName } from '../../../app/simulator/index.ts';

export interface UartBridgeOptions {
  /** The board's pins: GP0 and GP1 when nothing is said. */
  tx?: PinName;
  rx?: PinName;
  /** 0, or nothing: any that is free. */
  port?: number;
  host?: string;
}

/** Joins the bridge to the bench until it is disposed; gives its port. Rejects with `port-busy` when the port cannot be had. */
export async function bridgeUart(
  bench: Bench,
  { tx = 'GP0', rx = 'GP1', port = 0, host = '127.0.0.1' }: UartBridgeOptions = {},
): Promise<Disposable & { readonly port: number }> {
  const sockets = new Set<Socket>();
  let send: (bytes: Uint8Array) => void = () => {};
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', (bytes) => send(bytes));
    // A program that goes away is no failure of the board.
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new BrambleError('port-busy', `Port ${port} cannot be opened (${cause.message}).`, { cause })),
    );
    server.listen(port, host, resolve);
  });
  const part: Part = {
    name: 'Serial bridge',
    // As the part sees it: it hears what the board transmits.
    usualWiring: { rx: 'GP0', tx: 'GP1' },
    uart: {
      receive(bytes) {
        for (const socket of sockets) socket.write(bytes);
      },
      connect(sendToBoard) {
        send = sendToBoard;
      },
    },
  };
  const attached = bench.attach(part, { rx: tx, tx: rx });
  const address = server.address();
  const { dispose } = toDisposable(() => {
    attached.dispose();
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { port: typeof address === 'object' && address !== null ? address.port : port, dispose };
}
