/** The forwarding of a running server, as its owner sees it: a worker, told of new rows, and what it says of its targets. */
import { Emitter, type Event, errorFromDescription } from '../../../app/base/index.ts';
import type { ForwardState, ForwardWorkerData, FromForwardWorker, ToForwardWorker } from '../worker-messages.ts';
import { WorkerThread } from '../worker-thread.ts';

export class Forwarding {
  readonly #thread: WorkerThread<ToForwardWorker, FromForwardWorker>;
  readonly #changes = new Emitter<readonly ForwardState[]>();
  /** A target began to fail, works again, or refused rows for the first time. */
  readonly onDidChangeProblem: Event<readonly ForwardState[]> = this.#changes.event;
  #states: readonly ForwardState[] = [];
  #isStopping = false;

  /** Resolves when the targets are known to the store. Rejects with `log-store`. */
  static async start(data: ForwardWorkerData): Promise<Forwarding> {
    const forwarding = new Forwarding(data);
    const first = await forwarding.#thread.next((message) => message);
    if (first.kind === 'failed') throw errorFromDescription(first.error);
    return forwarding;
  }

  private constructor(data: ForwardWorkerData) {
    this.#thread = new WorkerThread('forward', data);
    this.#thread.onMessage((message) => {
      if (message.kind === 'ready' || message.kind === 'state') this.#set(message.states);
    });
    void this.#thread.ended.then((failure) => {
      if (this.#isStopping) return;
      const problem = failure?.message ?? 'Forwarding ended.';
      this.#set(this.#states.map((state) => ({ ...state, problem })));
    });
  }

  get states(): readonly ForwardState[] {
    return this.#states;
  }

  noteRows(): void {
    this.#thread.post({ kind: 'rows' });
  }

  async dispose(): Promise<void> {
    this.#isStopping = true;
    this.#thread.post({ kind: 'stop' });
    await this.#thread.ended;
    this.#changes.dispose();
  }

  #set(states: readonly ForwardState[]): void {
    const before = this.#states;
    this.#states = states;
    const isOther = (now: string | null, then: string | null = null) => (now === null) !== (then === null);
    const isNews = states.some(
      ({ problem, refusal }, place) =>
        isOther(problem, before[place]?.problem) || isOther(refusal, before[place]?.refusal),
    );
    if (isNews) this.#changes.fire(states);
  }
}
