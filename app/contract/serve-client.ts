/**
 * The host's end of a Channel: one client's calls, each checked against its schema before a service sees it, and the
 * events that the client gets. What it does not know: which host it serves, and whether there are other clients.
 */
import { createBirpc } from 'birpc';
import { BrambleError, type Clock, type Disposable, DisposableStore, describeError } from '../base/index.ts';
import type { Channel } from './channel.ts';
import type { HostEventHub } from './host-events.ts';
import { PushFlow } from './push-flow.ts';
import { schemaOf } from './schemas.ts';
import type { Services } from './services.ts';
import { type CallOutcome, type ClientFunctions, isRpcMessage } from './wire.ts';

/** Two screens of a fast board: enough to keep a line busy over a slow link, little enough to stop it soon. */
const defaultHighWaterBytes = 256 * 1024;
/** A page that acknowledges nothing for this long is frozen by its browser; it reconnects when it thaws. */
const defaultStallMs = 20_000;

export interface ServeClientOptions {
  clock: Clock;
  /** Gets what a service threw that is no BrambleError: a bug, to be written to the host's log. */
  onInternalError?: (error: unknown, method: string) => void;
  /** Called once when the client is no longer served. */
  onEnd?: () => void;
  highWaterBytes?: number;
  stallMs?: number;
}

/**
 * Serves one client until its channel closes or the returned Disposable ends, which closes the channel. A message that is
 * no call closes the channel too: its sender is not a Bramble.
 */
export function serveClient(
  channel: Channel,
  services: Services,
  events: HostEventHub,
  options: ServeClientOptions,
): Disposable {
  const lifetime = new DisposableStore();
  lifetime.add({ dispose: () => options.onEnd?.() });
  const rpc = createBirpc<ClientFunctions, Record<string, never>, false>(
    {},
    {
      post: (message: unknown) => channel.send(message),
      on: (receive) => {
        lifetime.add(
          channel.onMessage((message) => {
            if (isRpcMessage(message)) receive(message);
            else lifetime.dispose();
          }),
        );
      },
      resolver:
        (method) =>
        (...args: unknown[]) =>
          callService(services, method, args, options),
      timeout: -1,
      proxify: false,
    },
  );
  const flow = new PushFlow({
    deliver: (name, payload) => rpc.$call('event', name, payload),
    onStalled: () => lifetime.dispose(),
    clock: options.clock,
    highWaterBytes: options.highWaterBytes ?? defaultHighWaterBytes,
    stallMs: options.stallMs ?? defaultStallMs,
  });
  // Ended in reverse order: no new events, no waiting producers, no pending calls, and then the channel.
  lifetime.add(channel);
  lifetime.add({ dispose: () => rpc.$close() });
  lifetime.add(flow);
  lifetime.add(events.subscribe(flow));
  lifetime.add(channel.onClose(() => lifetime.dispose()));
  return lifetime;
}

async function callService(
  services: Services,
  method: string,
  args: unknown[],
  options: ServeClientOptions,
): Promise<CallOutcome> {
  try {
    return { ok: true, value: await call(services, method, args) };
  } catch (error) {
    if (!(error instanceof BrambleError)) options.onInternalError?.(error, method);
    return { ok: false, error: describeError(error) };
  }
}

function call(services: Services, method: string, args: unknown[]): unknown {
  const schema = schemaOf(method);
  if (schema === undefined) {
    throw new BrambleError(
      'bad-request',
      `The host knows no "${method}". Reload the page to get the one of this host.`,
    );
  }
  const checked = schema.safeParse(args);
  if (!checked.success) throw badRequest(method, checked.error.issues[0]);
  const [service, name] = method.split('.') as [keyof Services, string];
  const target: Services[keyof Services] = services[service];
  // The schemas' names are exactly the services' (schemas.ts proves it), which the compiler cannot follow through strings.
  const run = (target as unknown as Record<string, (...checked: unknown[]) => unknown>)[name];
  return run?.apply(target, checked.data);
}

function badRequest(method: string, issue: { path: PropertyKey[]; message: string } | undefined): BrambleError {
  const [position, ...inside] = issue?.path ?? [];
  const where = typeof position === 'number' ? `argument ${[position + 1, ...inside].join('.')}` : 'its arguments';
  return new BrambleError('bad-request', `${method} was refused: ${where} ${issue?.message ?? 'did not match'}.`);
}
