/**
 * What every pair of channel ends must do, whichever host they belong to. A host's test passes a way to make such a pair:
 * the host's end and the client's end, connected, with a real wire between.
 */
import { afterEach, expect, it } from 'vitest';
import { BrambleError, type Disposable } from '../../app/base/index.ts';
import { type Channel, connectToHost, HostEventHub } from '../../app/contract/index.ts';
import { serveClient } from '../../app/contract/serve-client.ts';
import type { Services } from '../../app/contract/services.ts';
import { systemClock } from '../../main/platform/system-clock.ts';

export interface ChannelPair {
  hostEnd: Channel;
  clientEnd: Channel;
}

/** Declares the contract's tests; call it inside a `describe` named after the host. */
export function channelContract(makePair: () => Promise<ChannelPair>): void {
  const opened: Disposable[] = [];
  afterEach(() => {
    for (const item of opened.splice(0).reverse()) item.dispose();
  });
  const pair = async () => {
    const made = await makePair();
    opened.push(made.hostEnd, made.clientEnd);
    return made;
  };

  it('keeps the order of messages in both directions', async () => {
    const { hostEnd, clientEnd } = await pair();
    const numbers = Array.from({ length: 200 }, (_, index) => index + 1);
    const atHost = collect(hostEnd, numbers.length);
    const atClient = collect(clientEnd, numbers.length);
    for (const number of numbers) {
      clientEnd.send(number);
      hostEnd.send(-number);
    }
    expect(await atHost).toEqual(numbers);
    expect(await atClient).toEqual(numbers.map((number) => -number));
  });

  it('keeps bytes, texts, numbers and nesting as they are', async () => {
    const { hostEnd, clientEnd } = await pair();
    const message = {
      bytes: Uint8Array.from({ length: 256 }, (_, byte) => byte),
      empty: new Uint8Array(),
      texts: ['', 'ü€😀', 'a\0b\r\n'],
      numbers: [0, -1, 2 ** 53 - 1, 1_790_000_000_123, 0.5],
      nested: { list: [{ value: null }, true, false] },
    };
    const atHost = collect(hostEnd, 1);
    clientEnd.send(message);
    const [arrived] = await atHost;
    expect(plain(arrived)).toEqual(plain(message));
    expect((arrived as typeof message).bytes).toBeInstanceOf(Uint8Array);
  });

  it('carries a message of several megabytes', async () => {
    const { hostEnd, clientEnd } = await pair();
    const bytes = Uint8Array.from({ length: 5_000_000 }, (_, index) => index * 7);
    const atHost = collect(hostEnd, 1);
    clientEnd.send({ bytes });
    const [arrived] = await atHost;
    expect(Buffer.compare((arrived as { bytes: Uint8Array }).bytes, bytes)).toBe(0);
  });

  it('tells the host once when the client goes away, and sends to nobody without error', async () => {
    const { hostEnd, clientEnd } = await pair();
    let closes = 0;
    const closed = new Promise<void>((resolve) => {
      hostEnd.onClose(() => {
        closes++;
        resolve();
      });
    });
    clientEnd.dispose();
    await closed;
    hostEnd.send('nobody hears this');
    hostEnd.dispose();
    hostEnd.dispose();
    expect(closes).toBe(1);
  });

  it('tells the client when the host goes away', async () => {
    const { hostEnd, clientEnd } = await pair();
    const closed = new Promise<void>((resolve) => void clientEnd.onClose(resolve));
    hostEnd.dispose();
    await closed;
  });

  it('carries calls, errors and acknowledged events of the contract', async () => {
    const { hostEnd, clientEnd } = await pair();
    const events = new HostEventHub();
    const services = {
      boards: {
        stop: async () => {
          throw new BrambleError('not-responding', 'The board did not answer. Unplug it and plug it in again.');
        },
      },
      files: { read: async () => Uint8Array.of(0, 255) },
    } as unknown as Services;
    opened.push(serveClient(hostEnd, services, events, { clock: systemClock, highWaterBytes: 10 }));
    const client = connectToHost(clientEnd);
    opened.push(client);

    expect(await client.services.files.read('sim:', '/main.py')).toEqual(Uint8Array.of(0, 255));
    await expect(client.services.boards.stop('sim:')).rejects.toMatchObject({
      code: 'not-responding',
      message: 'The board did not answer. Unplug it and plug it in again.',
    });

    const texts: string[] = [];
    client.onEvent('board.output', async ({ bytes }) => {
      await new Promise((resolve) => setImmediate(resolve));
      texts.push(new TextDecoder().decode(bytes));
    });
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index} of many\n`);
    for (const line of lines) {
      await events.push('board.output', { address: 'sim:', bytes: new TextEncoder().encode(line), position: 0 });
    }
    await client.services.files.read('sim:', '/main.py');
    await expect.poll(() => texts).toEqual(lines);
  });
}

function collect(channel: Channel, count: number): Promise<unknown[]> {
  return new Promise((resolve) => {
    const messages: unknown[] = [];
    const subscription = channel.onMessage((message) => {
      messages.push(message);
      if (messages.length < count) return;
      subscription.dispose();
      resolve(messages);
    });
  });
}

/** Byte views compared by their content: a wire may hand over a Buffer or a view into a larger one. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, inner) => {
      if (inner instanceof Uint8Array) return [...inner];
      return inner?.type === 'Buffer' ? inner.data : inner;
    }),
  );
}
