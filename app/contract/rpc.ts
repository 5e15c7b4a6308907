/**
 * The client's end of a Channel: services as if they were local, and the host's events. It imports no schemas, so that the
 * page stays small: the host checks every call.
 */
import { createBirpc } from 'birpc';
import { BrambleError, type Disposable, Emitter, type Event, errorFromDescription } from '../base/index.ts';
import type { Channel } from './channel.ts';
import { methods } from './methods.ts';
import type { HostEvents, Services } from './services.ts';
import { type ClientFunctions, isCallOutcome, isRpcMessage } from './wire.ts';

type HostEventListener<K extends keyof HostEvents> = (payload: HostEvents[K]) => void | Promise<void>;

export interface HostConnection extends Disposable {
  /** Every method rejects with a BrambleError: the service's own, or `connection-lost` when the host has gone. */
  readonly services: Services;
  /**
   * Calls `listener` for each event. Where it returns a promise, the event is acknowledged when that settles: the host
   * slows down for listeners that need time.
   */
  onEvent<K extends keyof HostEvents>(name: K, listener: HostEventListener<K>): Disposable;
  /** Fires once when the host is gone; not after `dispose()`. */
  readonly onClose: Event<void>;
  /** Closes the channel. Calls under way reject with `connection-lost`. */
  dispose(): void;
}

/** Takes over `channel` and closes it in the end. Calls have no time limit: a program may run for days. */
export function connectToHost(channel: Channel): HostConnection {
  const closed = new Emitter<void>();
  const listeners = new EventListeners();
  const subscriptions: Disposable[] = [];
  const rpc = createBirpc<Record<string, (...args: unknown[]) => unknown>, ClientFunctions, false>(
    { event: (name, payload) => listeners.deliver(name, payload) },
    {
      post: (message: unknown) => channel.send(message),
      on: (receive) => {
        subscriptions.push(channel.onMessage((message) => isRpcMessage(message) && receive(message)));
      },
      timeout: -1,
      proxify: false,
    },
  );

  const end = () => {
    if (rpc.$closed) return;
    rpc.$close(hostGone());
    for (const subscription of subscriptions) subscription.dispose();
    channel.dispose();
  };
  subscriptions.push(
    channel.onClose(() => {
      end();
      closed.fire();
      closed.dispose();
    }),
  );

  const call = async (method: string, args: unknown[]): Promise<unknown> => {
    if (rpc.$closed) throw hostGone();
    const outcome: unknown = await rpc.$call(method, ...args).catch((error: unknown) => {
      if (error instanceof BrambleError) throw error;
      throw new BrambleError('internal', `The host could not send its answer to ${method}.`, { cause: error });
    });
    if (!isCallOutcome(outcome)) throw new BrambleError('internal', `The host answered ${method} with no outcome.`);
    if (!outcome.ok) throw errorFromDescription(outcome.error);
    return outcome.value;
  };
  return {
    services: buildServices(call),
    onEvent: (name, listener) => listeners.add(name, listener),
    onClose: closed.event,
    dispose: () => {
      end();
      closed.dispose();
    },
  };
}

function hostGone(): BrambleError {
  return new BrambleError(
    'connection-lost',
    'The connection to Bramble’s host is gone. Start Bramble again if it was closed; this page then reconnects.',
  );
}

function buildServices(call: (method: string, args: unknown[]) => Promise<unknown>): Services {
  const services = Object.entries(methods).map(([service, names]) => {
    const calls = Object.keys(names).map((name) => [name, (...args: unknown[]) => call(`${service}.${name}`, args)]);
    return [service, Object.fromEntries(calls)];
  });
  return Object.fromEntries(services) as Services;
}

/** The page's listeners by event name. */
class EventListeners {
  #byName = new Map<string, Set<{ call: (payload: never) => void | Promise<void> }>>();

  add<K extends keyof HostEvents>(name: K, listener: HostEventListener<K>): Disposable {
    const entry = { call: listener };
    const ofName = this.#byName.get(name) ?? new Set();
    this.#byName.set(name, ofName.add(entry));
    return { dispose: () => void ofName.delete(entry) };
  }

  /** Resolves when every listener has settled; a failing one is reported as an uncaught error and still acknowledged. */
  async deliver(name: keyof HostEvents, payload: HostEvents[keyof HostEvents]): Promise<void> {
    const deliveries = [...(this.#byName.get(name) ?? [])].map(async ({ call }) => call(payload as never));
    for (const result of await Promise.allSettled(deliveries)) {
      if (result.status === 'rejected') {
        queueMicrotask(() => {
          throw result.reason;
        });
      }
    }
  }
}
