/** A FIFO between a program and a state machine, and what the program still holds in its hand because the FIFO was full. */
export class Fifo {
  #words: number[] = [];
  #backlog: number[] = [];
  depth = 4;

  get length(): number {
    return this.#words.length;
  }

  get isEmpty(): boolean {
    return this.#words.length === 0;
  }

  get isFull(): boolean {
    return this.#words.length >= this.depth;
  }

  /** Words that wait until the FIFO has room for them. */
  get backlog(): number {
    return this.#backlog.length;
  }

  clear(): void {
    this.#words = [];
    this.#backlog = [];
  }

  /** Forgets the backlog: the program no longer waits. */
  dropBacklog(): void {
    this.#backlog = [];
  }

  push(word: number): void {
    if (this.isFull) this.#backlog.push(word >>> 0);
    else this.#words.push(word >>> 0);
  }

  /** Takes a word; 0 when there is none. */
  shift(): number {
    const word = this.#words.shift() ?? 0;
    const next = this.#backlog.shift();
    if (next !== undefined) this.#words.push(next);
    return word;
  }
}
