/** A board's end of the line that a test holds in its hand. */
import { Emitter, FlowEmitter } from '../../app/base/index.ts';
import type { BoardLine } from '../../app/simulator/index.ts';

export class ScriptedLine {
  readonly #data = new FlowEmitter<Uint8Array>();
  readonly #close = new Emitter<{ reason: 'lost' | 'reset'; message: string }>();
  #received: Uint8Array[] = [];
  #open = 0;
  #waiting: { until: () => boolean; resolve: () => void }[] = [];
  /** Resolves when the board may take bytes again. */
  takes: Promise<void> = Promise.resolve();

  /** A cable. */
  readonly openLine = (): BoardLine => {
    this.#open++;
    let open = true;
    this.#changed();
    return {
      write: async (bytes) => {
        await this.takes;
        this.#received.push(bytes.slice());
        this.#changed();
      },
      onData: this.#data.event,
      onClose: this.#close.event,
      dispose: () => {
        if (open) this.#open--;
        open = false;
        this.#changed();
      },
    };
  };

  get received(): Uint8Array {
    return Buffer.concat(this.#received);
  }

  /** Sends; resolves when the other side took it. */
  async send(bytes: Uint8Array): Promise<void> {
    await this.#data.fire(bytes);
  }

  end(reason: 'lost' | 'reset', message: string): void {
    this.#close.fire({ reason, message });
  }

  async hasReceived(count: number): Promise<void> {
    await this.#until(() => this.received.length >= count);
  }

  async isPluggedIn(): Promise<void> {
    await this.#until(() => this.#open > 0);
  }

  async isUnplugged(): Promise<void> {
    await this.#until(() => this.#open === 0);
  }

  #until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ until: condition, resolve }));
  }

  #changed(): void {
    const due = this.#waiting.filter(({ until }) => until());
    this.#waiting = this.#waiting.filter((waiting) => !due.includes(waiting));
    for (const { resolve } of due) resolve();
  }
}
