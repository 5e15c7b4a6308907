/** One contract, three ways to reach a board. What a session may rely on stands here, and nothing else. */
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { BrambleError, DisposableStore, toDisposable } from '../../app/base/index.ts';
import type { Transport, TransportClosed } from '../../app/board/index.ts';
import { servePseudoTerminal } from '../../main/simulator/lines/pseudo-terminal.ts';
import { serveBoardOverTcp } from '../../main/simulator/lines/tcp-server.ts';
import { SerialTransport } from '../../main/transports/serial-transport.ts';
import { SimulatedTransport } from '../../main/transports/simulated-transport.ts';
import { TcpTransport } from '../../main/transports/tcp-transport.ts';
import { ScriptedLine } from './scripted-line.ts';

interface Reached {
  /** Not yet opened. */
  transport: Transport;
  /** Ends the line from the board's side. */
  cut: () => void;
}

interface Way {
  name: string;
  reach: (board: ScriptedLine, writeTimeoutMs?: number) => Promise<Reached>;
  /** Where there is no board. */
  nowhere: () => Promise<Transport>;
}

const owned: DisposableStore[] = [];

function own(dispose: () => void): void {
  const store = new DisposableStore();
  store.add(toDisposable(dispose));
  owned.push(store);
}

const simulated: Way = {
  name: 'simulated',
  async reach(board, writeTimeoutMs = 10_000) {
    const openLine = async () => board.openLine();
    const transport = new SimulatedTransport({ name: 'contract', openLine, writeTimeoutMs });
    return { transport, cut: () => board.end('lost', 'The board was switched off.') };
  },
  async nowhere() {
    const openLine = () => Promise.reject(new BrambleError('no-board', 'There is no such board.'));
    return new SimulatedTransport({ name: 'contract', openLine });
  },
};

const tcp: Way = {
  name: 'TCP',
  async reach(board, writeTimeoutMs = 10_000) {
    const served = await serveBoardOverTcp(board.openLine, { port: 0 });
    own(() => served.dispose());
    const transport = new TcpTransport({ host: served.host, port: served.port, writeTimeoutMs });
    return { transport, cut: () => board.end('reset', '') };
  },
  async nowhere() {
    // A port that was free a moment ago.
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    return new TcpTransport({ host: '127.0.0.1', port });
  },
};

const serial: Way = {
  name: 'serial',
  async reach(board, writeTimeoutMs = 10_000) {
    const served = await servePseudoTerminal(board.openLine);
    own(() => served.dispose());
    const transport = new SerialTransport({ path: served.path, writeTimeoutMs });
    return { transport, cut: () => served.dispose() };
  },
  nowhere: async () => new SerialTransport({ path: '/dev/ttyACM-nowhere' }),
};

const ways = process.platform === 'win32' ? [simulated, tcp] : [simulated, tcp, serial];

afterEach(() => {
  for (const store of owned.splice(0)) store.dispose();
});

/** Opens, and waits until the board sees it: a pseudo-terminal's master looks ten times a second. */
async function open(way: Way, board: ScriptedLine, writeTimeoutMs?: number): Promise<Reached> {
  const reached = await way.reach(board, writeTimeoutMs);
  own(() => reached.transport.dispose());
  await reached.transport.open();
  await board.isPluggedIn();
  return reached;
}

/** Collects until `count` bytes are there. */
function collect(transport: Transport, count: number): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const parts: Uint8Array[] = [];
    let length = 0;
    transport.onData((bytes) => {
      parts.push(bytes.slice());
      length += bytes.length;
      if (length >= count) resolve(Buffer.concat(parts));
    });
  });
}

/** Bytes of every value, in an order that shows a swap. */
function pattern(count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, at) => (at * 7 + (at >> 8) * 13) & 0xff);
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

describe.each(ways)('a board over $name', (way) => {
  it('gets every byte, in order, and answers with every byte', async () => {
    const board = new ScriptedLine();
    const { transport } = await open(way, board);
    const sent = pattern(1_024);
    const answer = collect(transport, 512);
    await Promise.all([transport.write(sent.subarray(0, 1)), transport.write(sent.subarray(1))]);
    await board.hasReceived(sent.length);
    await board.send(sent.subarray(0, 256));
    await board.send(sent.subarray(256, 512));
    expect(same(board.received, sent)).toBe(true);
    expect(same(await answer, sent.subarray(0, 512))).toBe(true);
  });

  it('sends a megabyte to a listener that takes its time, who is never called while he is busy', async () => {
    const board = new ScriptedLine();
    const { transport } = await open(way, board);
    const sent = pattern(1 << 20);
    const parts: Uint8Array[] = [];
    let busy = 0;
    let overlaps = 0;
    const all = new Promise<void>((resolve) => {
      let length = 0;
      transport.onData(async (bytes) => {
        overlaps += busy++;
        parts.push(bytes.slice());
        length += bytes.length;
        await new Promise((next) => setImmediate(next));
        busy--;
        if (length >= sent.length) resolve();
      });
    });
    for (let at = 0; at < sent.length; at += 8_192) await board.send(sent.subarray(at, at + 8_192));
    await all;
    expect(overlaps).toBe(0);
    expect(same(Buffer.concat(parts), sent)).toBe(true);
  });

  it('takes a megabyte', async () => {
    const board = new ScriptedLine();
    const { transport } = await open(way, board);
    const sent = pattern(1 << 20);
    for (let at = 0; at < sent.length; at += 16_384) await transport.write(sent.subarray(at, at + 16_384));
    await board.hasReceived(sent.length);
    expect(same(board.received, sent)).toBe(true);
  });

  it('is heard while it takes nothing, and takes the rest later', async () => {
    const board = new ScriptedLine();
    const { transport } = await open(way, board);
    const taking = Promise.withResolvers<void>();
    board.takes = taking.promise;
    let heard = () => {};
    transport.onData(() => heard());
    const sent = pattern(1 << 20);
    const writing = transport.write(sent);
    // So often that the write meets full buffers before a byte, after one, and in between.
    for (let count = 0; count < 300; count++) {
      const byteHeard = new Promise<void>((resolve) => {
        heard = resolve;
      });
      await Promise.all([board.send(Uint8Array.of(count)), byteHeard]);
    }
    taking.resolve();
    await writing;
    await board.hasReceived(sent.length);
    expect(same(board.received, sent)).toBe(true);
  });

  it('that takes nothing lets a write fail in time', async () => {
    const board = new ScriptedLine();
    const { transport } = await open(way, board, 300);
    let letGo = () => {};
    board.takes = new Promise((resolve) => {
      letGo = resolve;
    });
    // More than the kernel buffers of any way hold.
    const writing = transport.write(new Uint8Array(32 << 20));
    await expect(writing).rejects.toMatchObject({ code: 'not-responding' });
    transport.dispose();
    letGo();
  });

  it('that goes away is told once, and lets writes fail', async () => {
    const board = new ScriptedLine();
    const { transport, cut } = await open(way, board);
    const told: TransportClosed[] = [];
    const closed = new Promise<void>((resolve) => {
      transport.onClose((event) => {
        told.push(event);
        resolve();
      });
    });
    cut();
    await closed;
    await expect(transport.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'connection-lost' });
    transport.dispose();
    // Whether it may come back by itself is each transport's to say.
    expect(told).toEqual([expect.objectContaining({ reason: 'lost', message: expect.stringMatching(/\.$/) })]);
  });

  it('is let go by dispose, which fires nothing and may come twice', async () => {
    const board = new ScriptedLine();
    const { transport } = await open(way, board);
    const told: unknown[] = [];
    transport.onClose((event) => told.push(event));
    transport.onData((bytes) => void told.push(bytes));
    transport.dispose();
    transport.dispose();
    await board.isUnplugged();
    await expect(transport.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'connection-lost' });
    expect(told).toEqual([]);
  });

  it('is not written to before it is open, and opened once', async () => {
    const board = new ScriptedLine();
    const { transport } = await way.reach(board);
    await expect(transport.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'connection-lost' });
    await transport.open();
    await expect(transport.open()).rejects.toThrow('opened once');
    transport.dispose();
  });

  it('that was let go while it opened stays closed', async () => {
    const board = new ScriptedLine();
    const { transport } = await way.reach(board);
    const opening = transport.open();
    transport.dispose();
    await expect(opening).rejects.toMatchObject({ code: 'connection-lost' });
    await board.isUnplugged();
  });

  it('that is not there is told with the remedy', async () => {
    const transport = await way.nowhere();
    await expect(transport.open()).rejects.toMatchObject({ code: 'no-board', message: expect.stringMatching(/\.$/) });
    transport.dispose();
  });
});

describe('a board that another program uses', () => {
  it.skipIf(process.platform === 'win32')('over serial, is told as busy', async () => {
    const board = new ScriptedLine();
    const { transport } = await open(serial, board);
    const second = new SerialTransport({ path: transport.address.slice('serial:'.length) });
    await expect(second.open()).rejects.toMatchObject({ code: 'port-busy' });
    second.dispose();
  });

  it('over TCP, is told as busy', async () => {
    const board = new ScriptedLine();
    const { transport } = await open(tcp, board);
    const [, host = '', port = ''] = transport.address.split(':');
    const second = new TcpTransport({ host, port: Number(port) });
    const closed = new Promise<TransportClosed>((resolve) => second.onClose(resolve));
    await second.open();
    expect(await closed).toEqual({
      reason: 'busy',
      message: `The board at ${transport.address} is in use by another program.`,
    });
  });
});

describe.skipIf(process.platform === 'win32')('a serial port whose board goes away', () => {
  it('tells of it even while nobody reads', async () => {
    const board = new ScriptedLine();
    const { transport, cut } = await open(serial, board);
    const closed = new Promise<TransportClosed>((resolve) => transport.onClose(resolve));
    const stuck = new Promise<void>((resolve) => {
      transport.onData(() => {
        resolve();
        return new Promise<void>(() => {});
      });
    });
    void board.send(Uint8Array.of(1));
    await stuck;
    cut();
    expect(await closed).toMatchObject({ reason: 'lost' });
  });
});
