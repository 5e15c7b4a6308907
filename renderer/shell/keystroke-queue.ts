/** Sends keystrokes in the order typed: one call under way, what is typed meanwhile goes together in the next. */

export class KeystrokeQueue {
  #send: (bytes: Uint8Array) => Promise<void>;
  #report: (error: unknown) => void;
  #waiting: Uint8Array[] = [];
  #sending = false;

  constructor(send: (bytes: Uint8Array) => Promise<void>, report: (error: unknown) => void) {
    this.#send = send;
    this.#report = report;
  }

  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#waiting.push(bytes);
    if (!this.#sending) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#sending = true;
    while (this.#waiting.length > 0) {
      const bytes = joined(this.#waiting);
      this.#waiting = [];
      try {
        await this.#send(bytes);
      } catch (error) {
        // What was typed after it made sense only after it.
        this.#waiting = [];
        this.#report(error);
      }
    }
    this.#sending = false;
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((total, chunk) => total + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
