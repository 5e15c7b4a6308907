/** How many bytes of the ring each sender holds, and what its share is. It knows numbers for senders, and no datagrams. */

/** Numbers of senders fit into so many bits. */
export const senderBits = 16;
const mostSenders = 4096;
/** For all whose addresses are too many to be told apart: a flood with forged ones is one sender. */
const theMany = 0;

export class SenderShares {
  readonly #sharedBytes: number;
  readonly #held = new Float64Array(mostSenders);
  #numbers = new Map<string, number>();
  #free: number[] = [];
  #nextNumber = 1;
  #holders = 0;
  #last = { address: '', sender: theMany };

  constructor(ringBytes: number) {
    this.#sharedBytes = (ringBytes / 4) * 3;
  }

  /** The sender's number, for the calls below. */
  senderOf(address: string): number {
    if (address === this.#last.address) return this.#last.sender;
    const sender = this.#numbers.get(address) ?? this.#numberFor(address);
    this.#last = { address, sender };
    return sender;
  }

  /** Whether the sender stays within its share with so many bytes more: an equal part of three quarters of the ring. */
  mayTake(sender: number, bytes: number): boolean {
    const held = this.#held[sender] ?? 0;
    const holders = this.#holders + (held === 0 ? 1 : 0);
    return held + bytes <= this.#sharedBytes / holders;
  }

  take(sender: number, bytes: number): void {
    const held = this.#held[sender] ?? 0;
    if (held === 0) this.#holders++;
    this.#held[sender] = held + bytes;
  }

  giveBack(sender: number, bytes: number): void {
    const left = (this.#held[sender] ?? 0) - bytes;
    this.#held[sender] = left;
    if (left === 0) this.#holders--;
  }

  #numberFor(address: string): number {
    if (this.#nextNumber === mostSenders && this.#free.length === 0 && this.#isAnyIdle) this.#forgetIdle();
    const sender = this.#free.pop() ?? (this.#nextNumber < mostSenders ? this.#nextNumber++ : theMany);
    if (sender !== theMany) this.#numbers.set(address, sender);
    return sender;
  }

  /** Looking through thousands costs 100 µs: not for each datagram of a flood with forged addresses, all of which hold something. */
  get #isAnyIdle(): boolean {
    const known = this.#holders - (this.#held[theMany] === 0 ? 0 : 1);
    return known < this.#numbers.size;
  }

  /** Those who hold nothing give their numbers to others. */
  #forgetIdle(): void {
    for (const [address, sender] of this.#numbers) {
      if (this.#held[sender] !== 0) continue;
      this.#numbers.delete(address);
      this.#free.push(sender);
    }
  }
}
