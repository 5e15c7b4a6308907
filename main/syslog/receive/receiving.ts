/** The receive worker as the server sees it: where it listens, what goes into the ring by another way, and what was lost on the way. */
import { BrambleError, Emitter, type Event, errorFromDescription } from '../../../app/base/index.ts';
import type {
  ClientRefusal,
  FromReceiveWorker,
  ListenerOptions,
  ListenerState,
  OtherMessage,
  ReceiveWorkerData,
  ToReceiveWorker,
} from '../worker-messages.ts';
import { WorkerThread } from '../worker-thread.ts';
import type { Listening } from './datagram-receiver.ts';
import type { DatagramRing } from './datagram-ring.ts';
import { type ListenerDrops, readKernelDrops, sumOfDrops } from './kernel-drops.ts';
import type { SenderLoss } from './sender-losses.ts';

/** While rows arrive, so that the store says what is lost to whoever reads it. */
const askDropsEveryMs = 1000;

export class Receiving {
  readonly #ring: DatagramRing;
  readonly #onSystemDropped: (total: number) => void;
  readonly #refusals = new Emitter<ClientRefusal>();
  /** A client could not be let in: told once for each sender and reason. */
  readonly onDidRefuse: Event<ClientRefusal> = this.#refusals.event;
  readonly #failures = new Emitter<BrambleError>();
  /** It ended by a bug, and nothing is received any more. */
  readonly onDidFail: Event<BrambleError> = this.#failures.event;
  #thread: WorkerThread<ToReceiveWorker, FromReceiveWorker> | null = null;
  #listening: Listening | null = null;
  #listenError: BrambleError | null = null;
  #others: ListenerState[] = [];
  #systemDrops: ListenerDrops[] = [];
  #losses: SenderLoss[] = [];
  #toldSystemDropped = 0;
  #askedDropsAtMs = 0;

  /** `onSystemDropped` gets the system's count for all UDP listeners together when it has grown. */
  constructor(ring: DatagramRing, onSystemDropped: (total: number) => void) {
    this.#ring = ring;
    this.#onSystemDropped = onSystemDropped;
  }

  /** Called once: resolves when it listens, or `listenError` says why not. */
  async listen(host: string, port: number, listeners: readonly ListenerOptions[] = []): Promise<void> {
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      const sentence = `${port} is not a UDP port. Use a number from 1 to 65535, or 0 for a free one.`;
      this.#listenError = new BrambleError('usage', sentence);
      return;
    }
    const workerData: ReceiveWorkerData = { ring: this.#ring.memory, address: host, port, listeners };
    const thread = new WorkerThread<ToReceiveWorker, FromReceiveWorker>('receive', workerData);
    thread.onMessage((message) => {
      if (message.kind === 'losses') this.#losses = message.losses;
      if (message.kind === 'refused') this.#refusals.fire(message.refusal);
    });
    const first = await thread.next((message) => message);
    if (first.kind === 'failed') this.#listenError = errorFromDescription(first.error);
    if (first.kind !== 'listening') return;
    this.#thread = thread;
    this.#listening = first.listening;
    this.#others = first.others;
    void thread.ended.then((failure) => {
      this.#listening = null;
      this.#listenError ??= failure;
      if (failure !== null) this.#failures.fire(failure);
    });
  }

  /** Where the first listener is; null where it does not listen. */
  get listening(): Listening | null {
    return this.#listening;
  }

  /** Why it does not listen: `udp-port-busy`, `udp-port-forbidden`, `usage`; null when it does. */
  get listenError(): BrambleError | null {
    return this.#listenError;
  }

  /** What became of the listeners besides the first. */
  get others(): readonly ListenerState[] {
    return this.#others;
  }

  /** Whose messages found no room in the ring, the sender of most first. A second old at most, and whole once it has stopped. */
  get losses(): SenderLoss[] {
    // This thread refuses what comes where no worker receives.
    return [...this.#losses, ...this.#ring.losses].sort((a, b) => b.count - a.count);
  }

  /** What the system dropped at each UDP listener, as it last told, and at the end once it has stopped. */
  get systemDrops(): readonly ListenerDrops[] {
    return this.#systemDrops;
  }

  /** Puts messages that came by another way than the sockets into the ring: each is in it then, or counted as dropped. */
  take(messages: readonly OtherMessage[]): void {
    if (this.#thread === null) {
      // Nobody receives, so this thread may fill the ring.
      for (const { bytes, address, receivedAtMs } of messages) this.#ring.push(bytes, address, receivedAtMs);
    } else if (this.#listening === null) {
      // It ended by a bug, and knows alone what of the ring it gave to whom.
      for (const { address } of messages) this.#ring.refuse(address);
    } else {
      this.#thread.post({ kind: 'take', messages });
    }
  }

  async askSystemDrops(): Promise<void> {
    if (this.#listening === null) return;
    const sockets = [this.#listening, ...this.#others.filter(({ protocol, error }) => protocol === 'udp' && !error)];
    this.#noteSystemDrops(
      await Promise.all(
        sockets.map(async ({ host, port }) => ({ host, port, dropped: await readKernelDrops(host, port) })),
      ),
    );
    this.#tellSystemDrops();
  }

  /** Asks if the last answer is a second old. */
  async askSystemDropsSometimes(): Promise<void> {
    const nowMs = performance.now();
    if (nowMs < this.#askedDropsAtMs + askDropsEveryMs) return;
    this.#askedDropsAtMs = nowMs;
    await this.askSystemDrops();
  }

  /** Takes what the sockets still hold, and closes them. */
  async stop(): Promise<void> {
    const thread = this.#thread;
    if (thread === null || this.#listening === null) return;
    const stopped = thread.next((message) => (message.kind === 'stopped' ? message : undefined));
    thread.post({ kind: 'stop' });
    const { kernelDrops, losses } = await stopped;
    this.#noteSystemDrops(kernelDrops);
    this.#losses = losses;
    await thread.ended;
    this.#tellSystemDrops();
  }

  /** A socket that is closed meanwhile tells nothing any more: what it told before stays. */
  #noteSystemDrops(drops: readonly ListenerDrops[]): void {
    this.#systemDrops = drops.map((each) => {
      const before = this.#systemDrops.find(({ host, port }) => host === each.host && port === each.port);
      return { ...each, dropped: each.dropped ?? before?.dropped ?? null };
    });
  }

  #tellSystemDrops(): void {
    const total = sumOfDrops(this.#systemDrops);
    if (total === null || total === this.#toldSystemDropped) return;
    this.#toldSystemDropped = total;
    this.#onSystemDropped(total);
  }
}
