/**
 * One client's events under flow control. Output is kept in order and counted until the client acknowledges it; past the
 * high-water mark the producer waits. What only says a state is sent one at a time, and while the client is behind only the
 * newest is kept. What carries an event to the client comes in as `deliver`.
 */
import type { Clock, Disposable } from '../base/index.ts';
import type { HostEventReceiver } from './host-events.ts';
import type { HostEvents } from './services.ts';

type Name = keyof HostEvents;
type Payload = HostEvents[Name];

export interface PushFlowOptions {
  /** Sends one event; resolves when the client has acknowledged it, rejects when the client is gone. */
  deliver: (name: Name, payload: Payload) => Promise<unknown>;
  /** Called once when output has waited `stallMs` without one acknowledgement: the client is frozen or hostile. */
  onStalled: () => void;
  clock: Clock;
  highWaterBytes: number;
  stallMs: number;
}

/** More changed paths than this are told as "anything may have changed". */
const maxChangedPaths = 1000;

export class PushFlow implements HostEventReceiver, Disposable {
  readonly #options: PushFlowOptions;
  #unacknowledgedBytes = 0;
  #acknowledgements = 0;
  #disposed = false;
  #output: Promise<void> = Promise.resolve();
  #wakeOutput: () => void = () => {};
  /** State events under way by key; the value is the newest that waits behind it. */
  #states = new Map<string, Payload | null>();

  constructor(options: PushFlowOptions) {
    this.#options = options;
  }

  take<K extends Name>(name: K, payload: HostEvents[K]): Promise<void> {
    if (this.#disposed) return Promise.resolve();
    if (name === 'board.output') {
      this.#output = this.#output.then(() => this.#sendOutput(payload as HostEvents['board.output']));
      return this.#output;
    }
    this.#sendState(name, payload);
    return Promise.resolve();
  }

  /** Lets every waiting producer go on; nothing is sent any more. */
  dispose(): void {
    this.#disposed = true;
    this.#states.clear();
    this.#wakeOutput();
  }

  async #sendOutput(payload: HostEvents['board.output']): Promise<void> {
    while (!this.#disposed && this.#unacknowledgedBytes >= this.#options.highWaterBytes) await this.#room();
    if (this.#disposed) return;
    const size = payload.bytes.length;
    this.#unacknowledgedBytes += size;
    const acknowledge = () => {
      this.#unacknowledgedBytes -= size;
      this.#acknowledgements += 1;
      this.#wakeOutput();
    };
    this.#options.deliver('board.output', payload).then(acknowledge, acknowledge);
  }

  async #room(): Promise<void> {
    const before = this.#acknowledgements;
    const stall = this.#options.clock.schedule(() => {
      if (this.#acknowledgements === before && !this.#disposed) this.#options.onStalled();
    }, this.#options.stallMs);
    await new Promise<void>((resolve) => {
      this.#wakeOutput = resolve;
    });
    stall.dispose();
  }

  #sendState(name: Name, payload: Payload): void {
    const key = stateKey(name, payload);
    const waiting = this.#states.get(key);
    if (waiting !== undefined) {
      this.#states.set(key, waiting === null ? payload : merge(name, waiting, payload));
      return;
    }
    this.#states.set(key, null);
    const settled = () => {
      const next = this.#states.get(key);
      this.#states.delete(key);
      if (next !== undefined && next !== null) this.#sendState(name, next);
    };
    this.#options.deliver(name, payload).then(settled, settled);
  }
}

/** Which events replace one another: those of one name and, where they tell of a board, of one board. */
function stateKey(name: Name, payload: Payload): string {
  return 'address' in payload ? `${name} ${payload.address}` : name;
}

function merge(name: Name, older: Payload, newer: Payload): Payload {
  if (name !== 'project.changed' || !('paths' in older) || !('paths' in newer)) return newer;
  if (older.paths.length === 0 || newer.paths.length === 0) return { paths: [] };
  const paths = [...new Set([...older.paths, ...newer.paths])];
  return { paths: paths.length > maxChangedPaths ? [] : paths };
}
