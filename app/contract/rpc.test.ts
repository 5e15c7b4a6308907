import { afterEach, describe, expect, it } from 'vitest';
import { BrambleError, type Disposable, ManualClock } from '../base/index.ts';
import type { Channel } from './channel.ts';
import { HostEventHub } from './host-events.ts';
import { memoryChannelPair } from './memory-channel.ts';
import { connectToHost } from './rpc.ts';
import { serveClient } from './serve-client.ts';
import type { Services } from './services.ts';

const opened: Disposable[] = [];
afterEach(() => {
  for (const item of opened.splice(0)) item.dispose();
});

/** A host whose services answer what the test says, and a client connected to it. */
function connected(services: { [S in keyof Services]?: Partial<Services[S]> } = {}) {
  const [hostEnd, clientEnd] = memoryChannelPair(structuredClone);
  const events = new HostEventHub();
  const clock = new ManualClock();
  const internal: unknown[] = [];
  opened.push(
    serveClient(hostEnd, services as Services, events, {
      clock,
      onInternalError: (error) => internal.push(error),
      highWaterBytes: 100,
      stallMs: 1000,
    }),
  );
  return { events, clock, internal, clientEnd, hostEnd };
}

function client(end: Channel) {
  const connection = connectToHost(end);
  opened.push(connection);
  return connection;
}

/** Lets every message under way arrive. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

function gate(): { open: () => void; opened: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { open: () => resolve(), opened: promise };
}

const output = (text: string, position = 0) => ({ address: 'sim:', bytes: new TextEncoder().encode(text), position });

describe('calls', () => {
  it('reach the service with their arguments, and its answer comes back', async () => {
    const typed: unknown[] = [];
    const { clientEnd } = connected({
      boards: {
        type: async (address, bytes) => {
          typed.push([address, bytes]);
        },
        recentOutput: async () => ({ bytes: Uint8Array.of(1, 2), position: 7 }),
      },
    });
    const { services } = client(clientEnd);
    await services.boards.type('sim:', Uint8Array.of(3));
    expect(typed).toEqual([['sim:', Uint8Array.of(3)]]);
    expect(await services.boards.recentOutput('sim:')).toEqual({ bytes: Uint8Array.of(1, 2), position: 7 });
  });

  it('reject with the code and the sentence of the service', async () => {
    const { clientEnd, internal } = connected({
      boards: {
        connect: async () => {
          throw new BrambleError('port-busy', 'Another program holds the port. Close it.');
        },
      },
    });
    const failure = await client(clientEnd)
      .services.boards.connect('sim:')
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BrambleError);
    expect(failure).toMatchObject({ code: 'port-busy', message: 'Another program holds the port. Close it.' });
    expect(internal).toEqual([]);
  });

  it('report what is no BrambleError to the host as a bug', async () => {
    const bug = new TypeError('x is not a function');
    const { clientEnd, internal } = connected({ boards: { list: () => Promise.reject(bug) } });
    await expect(client(clientEnd).services.boards.list()).rejects.toMatchObject({ code: 'internal' });
    expect(internal).toEqual([bug]);
  });

  it('are refused before the service sees them when an argument is wrong', async () => {
    const { clientEnd } = connected({
      project: {
        read: () => {
          throw new Error('the service was called');
        },
      },
    });
    const refused = client(clientEnd).services.project.read('../secret');
    await expect(refused).rejects.toMatchObject({
      code: 'bad-request',
      message: 'project.read was refused: argument 1 is not a path inside the project, such as lib/wifi.py.',
    });
  });

  it.each([
    'boards.constructor',
    '__proto__.list',
    'constructor',
    'toString',
    'boards',
    'boards.nothing',
    'boards.list.call',
  ])('of "%s" are refused', async (method) => {
    const { clientEnd } = connected({ boards: { list: async () => [] } });
    const replies: unknown[] = [];
    clientEnd.onMessage((message) => replies.push(message));
    clientEnd.send({ t: 'q', i: '1', m: method, a: [] });
    await settle();
    expect(replies).toMatchObject([{ t: 's', i: '1', r: { ok: false, error: { code: 'bad-request' } } }]);
  });

  it('under way reject when the host goes away, and so do later ones', async () => {
    const { clientEnd, hostEnd } = connected({ boards: { run: () => new Promise(() => {}) } });
    const { services, onClose } = client(clientEnd);
    let closes = 0;
    onClose(() => closes++);
    const running = services.boards.run('sim:', { source: '', name: 'main.py' });
    hostEnd.dispose();
    await expect(running).rejects.toMatchObject({ code: 'connection-lost' });
    await expect(services.boards.list()).rejects.toMatchObject({ code: 'connection-lost' });
    expect(closes).toBe(1);
  });
});

describe('a message that is no call', () => {
  it.each([[null], ['text'], [{}], [{ t: 'q', m: 'boards.list', a: 'no list' }], [{ t: 'q', m: 1, a: [] }]])(
    'closes the channel: %j',
    async (message) => {
      const { clientEnd } = connected();
      let closed = false;
      clientEnd.onClose(() => {
        closed = true;
      });
      clientEnd.send(message);
      await settle();
      expect(closed).toBe(true);
    },
  );
});

describe('output', () => {
  it('arrives in order, and the producer waits past the high-water mark until the client has dealt with it', async () => {
    const { events, clientEnd } = connected();
    const written = gate();
    const got: string[] = [];
    client(clientEnd).onEvent('board.output', async ({ bytes }) => {
      got.push(new TextDecoder().decode(bytes));
      await written.opened;
    });
    await events.push('board.output', output('a'.repeat(100)));
    const progress: string[] = [];
    const second = events.push('board.output', output('b', 100)).then(() => progress.push('second'));
    const third = events.push('board.output', output('c', 101)).then(() => progress.push('third'));
    await settle();
    expect({ got, progress }).toEqual({ got: ['a'.repeat(100)], progress: [] });
    written.open();
    await Promise.all([second, third]);
    await settle();
    expect({ got, progress }).toEqual({ got: ['a'.repeat(100), 'b', 'c'], progress: ['second', 'third'] });
  });

  it('goes on for the others when a client is killed with much unacknowledged', async () => {
    const { events, clientEnd } = connected();
    client(clientEnd).onEvent('board.output', () => new Promise(() => {}));
    await events.push('board.output', output('a'.repeat(100)));
    const waiting = events.push('board.output', output('b', 100));
    clientEnd.dispose();
    await waiting;
    await events.push('board.output', output('c', 101));
  });

  it('waits for a frozen client no longer than the stall limit, then closes its channel', async () => {
    const { events, clientEnd, clock } = connected();
    const { onEvent, onClose } = client(clientEnd);
    let closed = false;
    onClose(() => {
      closed = true;
    });
    onEvent('board.output', () => new Promise(() => {}));
    await events.push('board.output', output('a'.repeat(100)));
    const waiting = events.push('board.output', output('b', 100));
    await settle();
    clock.advance(999);
    await settle();
    expect(closed).toBe(false);
    clock.advance(1);
    await waiting;
    await settle();
    expect({ closed, timers: clock.pending }).toEqual({ closed: true, timers: 0 });
  });
});

describe('events that tell a state', () => {
  it('are reduced to the newest while the client is behind, one line of them a board', async () => {
    const { events, clientEnd } = connected();
    const drawn = gate();
    const got: unknown[] = [];
    client(clientEnd).onEvent('syslog.changed', async (payload) => {
      got.push(payload);
      await drawn.opened;
    });
    for (const lastId of [1, 2, 3]) await events.push('syslog.changed', { lastId, totalRows: lastId });
    await settle();
    drawn.open();
    await settle();
    expect(got).toEqual([
      { lastId: 1, totalRows: 1 },
      { lastId: 3, totalRows: 3 },
    ]);
  });

  it('keep every changed path', async () => {
    const { events, clientEnd } = connected();
    const got: unknown[] = [];
    client(clientEnd).onEvent('project.changed', ({ paths }) => void got.push(paths));
    for (const path of ['a', 'b', 'c']) await events.push('project.changed', { paths: [path] });
    await settle();
    expect(got).toEqual([['a'], ['b', 'c']]);
  });

  it('reach no listener that ended', async () => {
    const { events, clientEnd } = connected();
    const got: unknown[] = [];
    client(clientEnd)
      .onEvent('boards.changed', (boards) => void got.push(boards))
      .dispose();
    await events.push('boards.changed', []);
    await settle();
    expect(got).toEqual([]);
  });
});
