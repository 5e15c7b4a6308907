/**
 * The host, as long as the page lives: one set of services and events over however many channels it takes. When the host
 * goes away it tries again, at growing distances, and its callers learn from `state`. How a channel is opened it does not know.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  BrambleError,
  type Clock,
  type Disposable,
  DisposableStore,
  Emitter,
  type Event,
  toDisposable,
} from '../../app/base/index.ts';
import {
  type Channel,
  connectToHost,
  type HostConnection,
  type HostEvents,
  type Services,
} from '../../app/contract/index.ts';

export type HostState =
  /** The first connection is being made. */
  | { kind: 'connecting' }
  | { kind: 'connected' }
  /** The connection broke, or the first could not be made; Bramble tries again by itself. */
  | { kind: 'gone'; attempts: number }
  /** The host is there and does not know this page any more (it was started anew, with a new link). */
  | { kind: 'refused' };

/** What opening a channel ends in, when not in a channel. */
export type OpenFailure = 'unreachable' | 'refused';

export interface HostOptions {
  openChannel: () => Promise<Channel | OpenFailure>;
  clock: Clock;
}

type Listener<K extends keyof HostEvents> = (payload: HostEvents[K]) => void | Promise<void>;

export class Host implements Disposable {
  readonly state: StoreApi<HostState> = createStore<HostState>(() => ({ kind: 'connecting' }));
  /** Fires at each connection: what was fetched before may be old. */
  readonly onDidConnect: Event<void>;
  /** Calls while the host is gone reject with `connection-lost`. */
  readonly services: Services;
  #options: HostOptions;
  #connected = new Emitter<void>();
  #connection: HostConnection | null = null;
  #listeners = new Set<(connection: HostConnection) => void>();
  #owned = new DisposableStore();
  #retry: Disposable | null = null;

  constructor(options: HostOptions) {
    this.#options = options;
    this.onDidConnect = this.#connected.event;
    this.services = servicesOf(() => this.#connection);
    this.#owned.add(toDisposable(() => this.#retry?.dispose()));
    this.#owned.add(toDisposable(() => this.#connection?.dispose()));
    this.#owned.add(this.#connected);
  }

  /** Makes the first connection, and every later one, until `dispose()`. */
  start(): void {
    void this.#connect(0);
  }

  /** Tries at once instead of waiting for the next attempt. */
  retryNow(): void {
    if (this.#retry === null) return;
    this.#retry.dispose();
    this.#retry = null;
    void this.#connect(0);
  }

  /** Listens to a host's event over every connection. */
  onEvent<K extends keyof HostEvents>(name: K, listener: Listener<K>): Disposable {
    let current: Disposable | null = null;
    const subscribe = (connection: HostConnection) => {
      current = connection.onEvent(name, listener);
    };
    this.#listeners.add(subscribe);
    if (this.#connection !== null) subscribe(this.#connection);
    return toDisposable(() => {
      this.#listeners.delete(subscribe);
      current?.dispose();
    });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #connect(attempts: number): Promise<void> {
    const opened = await this.#options.openChannel();
    if (typeof opened === 'string') {
      this.#lose(opened, attempts);
      return;
    }
    if (this.#owned.isDisposed) {
      opened.dispose();
      return;
    }
    const connection = connectToHost(opened);
    this.#connection = connection;
    for (const subscribe of this.#listeners) subscribe(connection);
    connection.onClose(() => {
      this.#connection = null;
      this.#lose('unreachable', 0);
    });
    this.state.setState({ kind: 'connected' }, true);
    this.#connected.fire();
  }

  #lose(failure: OpenFailure, attempts: number): void {
    if (this.#owned.isDisposed) return;
    this.state.setState(failure === 'refused' ? { kind: 'refused' } : { kind: 'gone', attempts }, true);
    this.#retry = this.#options.clock.schedule(() => {
      this.#retry = null;
      void this.#connect(attempts + 1);
    }, retryDelayMs(attempts));
  }
}

/** 0.25 s, 0.5 s, 1 s, 2 s, then every 4 s: a restart is noticed at once, and an absent host costs nothing. */
export function retryDelayMs(attempts: number): number {
  return Math.min(4000, 250 * 2 ** Math.min(attempts, 10));
}

function servicesOf(connection: () => HostConnection | null): Services {
  const service = (name: keyof Services) =>
    new Proxy(
      {},
      {
        get: (_target, method) =>
          (connection()?.services[name] as Record<PropertyKey, unknown> | undefined)?.[method] ?? hostGone,
      },
    );
  return {
    boards: service('boards'),
    files: service('files'),
    project: service('project'),
    copies: service('copies'),
    syslog: service('syslog'),
    simulator: service('simulator'),
  } as Services;
}

async function hostGone(): Promise<never> {
  throw new BrambleError(
    'connection-lost',
    'Bramble’s host is not connected. Start Bramble again if it was closed; this page reconnects by itself.',
  );
}
