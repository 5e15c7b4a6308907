/** Whose messages found no room: a flood is told by the sender's name, not as a number alone. It knows no ring and no sockets. */

export interface SenderLoss {
  /** Null for all whose addresses are too many to be told apart, such as forged ones. */
  address: string | null;
  count: number;
}

const mostSenders = 1000;

export class SenderLosses {
  readonly #counts = new Map<string, number>();
  #others = 0;

  add(address: string): void {
    const count = this.#counts.get(address);
    if (count === undefined && this.#counts.size >= mostSenders) this.#others++;
    else this.#counts.set(address, (count ?? 0) + 1);
  }

  /** Every loss, the sender of most first. */
  list(): SenderLoss[] {
    const known: SenderLoss[] = [...this.#counts].map(([address, count]) => ({ address, count }));
    if (this.#others > 0) known.push({ address: null, count: this.#others });
    return known.sort((a, b) => b.count - a.count);
  }
}
