/**
 * Datagrams on their way from the worker that receives to the worker that writes: a bounded ring in shared memory, one
 * producer, one consumer, no locks. It knows nothing of sockets and syslog.
 *
 * A record is its datagram's length, the address's length, the time of reception, the address and the datagram, padded to
 * 8 bytes; it never wraps around the end. The consumer gives room back only when it has stored what it read, so that a
 * failing store loses nothing that still fits.
 *
 * A sender may not take the others' room: when the ring is half full, each may hold its share of three quarters of it, and a newcomer
 * finds the rest.
 */
import { type SenderLoss, SenderLosses } from './sender-losses.ts';
import { SenderShares, senderBits } from './sender-shares.ts';

/** A power of two. Memory is taken by the page as it fills, so that a quiet log costs none of it. */
export const defaultRingBytes = 32 * 1024 * 1024;

const headerBytes = 16;
const wrapMark = 0xffff_ffff;

/** Words of control memory. Positions count bytes modulo 2^32; the place in the ring is the position modulo its size. */
const word = { head: 0, tail: 1, signal: 2, consumerWaits: 3 } as const;
const controlBytes = 64;
/** The word after a record's length has the sender's number above the length of its address. */
const addressLengthBits = 32 - senderBits;
const longestAddress = (1 << addressLengthBits) - 1;
const counterNames = ['received', 'dropped', 'stored', 'unwritten'] as const;

const counterPlace = { received: 0, dropped: 1, stored: 2, unwritten: 3 } as const;

/** How many datagrams: taken from the socket; found no room in the ring; are in the store; could never be written. */
export type DatagramCounts = Record<(typeof counterNames)[number], number>;

/** One run of datagrams, in order. Their bytes stay valid until the next `read`. */
export interface DatagramBatch {
  /** The datagrams one after another. */
  bytes: Uint8Array;
  /** Where each datagram ends in `bytes`; it begins where the one before ends. */
  ends: number[];
  addresses: string[];
  /** Ms since the Unix epoch. */
  receivedAtMs: number[];
  /** What to pass to `release`. */
  position: number;
}

export class DatagramRing {
  /** What another thread needs to make its own view of the ring. */
  readonly memory: SharedArrayBuffer;
  readonly #control: Int32Array;
  /** Each has one writer. 64-bit machines read and write an aligned double as a whole. */
  readonly #counters: Float64Array;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #times: Float64Array;
  readonly #size: number;
  readonly #addressBytes = new Map<string, Uint8Array>();
  readonly #shares: SenderShares;
  readonly #losses = new SenderLosses();
  /** Producer: up to here it has seen what the consumer gave back. */
  #seenTail = 0;
  #lastAddress = { bytes: new Uint8Array(0), text: '' };

  static create(sizeBytes = defaultRingBytes): DatagramRing {
    if (sizeBytes < 131_072 || (sizeBytes & (sizeBytes - 1)) !== 0) {
      throw new RangeError(`A ring of ${sizeBytes} bytes: the size must be a power of two of at least 131,072.`);
    }
    return new DatagramRing(new SharedArrayBuffer(controlBytes + sizeBytes));
  }

  constructor(memory: SharedArrayBuffer) {
    this.memory = memory;
    this.#size = memory.byteLength - controlBytes;
    this.#control = new Int32Array(memory, 0, 4);
    this.#counters = new Float64Array(memory, 16, counterNames.length);
    this.#shares = new SenderShares(this.#size);
    this.#seenTail = Atomics.load(this.#control, word.tail);
    this.#bytes = new Uint8Array(memory, controlBytes);
    this.#words = new Uint32Array(memory, controlBytes);
    this.#times = new Float64Array(memory, controlBytes);
  }

  /** Producer: puts a datagram in, or counts it as dropped when there is no room. */
  push(datagram: Uint8Array, address: string, receivedAtMs: number): boolean {
    if (this.offer(datagram, address, receivedAtMs)) return true;
    this.refuse(address);
    return false;
  }

  /** Producer: puts a datagram in and counts it, or does neither when there is no room. */
  offer(datagram: Uint8Array, address: string, receivedAtMs: number): boolean {
    const addressBytes = this.#encodeAddress(address);
    const needed = roundUp(headerBytes + addressBytes.length + datagram.length);
    const head = Atomics.load(this.#control, word.head);
    let used = distance(this.#seenTail, head);
    if (used + needed > this.#size >> 2) {
      this.#seeReleased();
      used = distance(this.#seenTail, head);
    }
    const free = this.#size - used;
    const place = head & (this.#size - 1);
    const untilEnd = this.#size - place;
    const skipped = needed > untilEnd ? untilEnd : 0;
    const sender = this.#shares.senderOf(address);
    if (skipped + needed > free || (used > this.#size >> 1 && !this.#shares.mayTake(sender, needed))) return false;
    if (skipped > 0) this.#words[place >> 2] = wrapMark;
    const at = skipped > 0 ? 0 : place;
    this.#words[at >> 2] = datagram.length;
    this.#words[(at >> 2) + 1] = (sender << addressLengthBits) | addressBytes.length;
    this.#times[(at >> 3) + 1] = receivedAtMs;
    this.#bytes.set(addressBytes, at + headerBytes);
    this.#bytes.set(datagram, at + headerBytes + addressBytes.length);
    this.#shares.take(sender, needed);
    this.#count('received', 1);
    Atomics.store(this.#control, word.head, (head + skipped + needed) | 0);
    if (Atomics.load(this.#control, word.consumerWaits) === 1) this.wake();
    return true;
  }

  /** Producer: counts a message that came and found no place as received and dropped. */
  refuse(address: string): void {
    this.#losses.add(address);
    this.#count('received', 1);
    this.#count('dropped', 1);
  }

  /** Producer: whose messages found no place; their counts together are `dropped`. */
  get losses(): SenderLoss[] {
    return this.#losses.list();
  }

  /** Consumer: copies out what lies in the ring, up to the room in `into` and `limit` datagrams; null when it is empty. */
  read(into: Uint8Array, limit: number): DatagramBatch | null {
    const head = Atomics.load(this.#control, word.head);
    let position = Atomics.load(this.#control, word.tail);
    if (position === head) return null;
    const batch: DatagramBatch = { bytes: into, ends: [], addresses: [], receivedAtMs: [], position };
    let used = 0;
    while (position !== head && batch.ends.length < limit) {
      const place = position & (this.#size - 1);
      const length = this.#words[place >> 2] ?? 0;
      if (length === wrapMark) {
        position = (position + this.#size - place) | 0;
        continue;
      }
      if (used + length > into.length) break;
      const addressLength = (this.#words[(place >> 2) + 1] ?? 0) & longestAddress;
      const addressStart = place + headerBytes;
      const datagramStart = addressStart + addressLength;
      into.set(this.#bytes.subarray(datagramStart, datagramStart + length), used);
      used += length;
      batch.ends.push(used);
      batch.addresses.push(this.#decodeAddress(addressStart, addressLength));
      batch.receivedAtMs.push(this.#times[(place >> 3) + 1] ?? 0);
      position = (position + roundUp(headerBytes + addressLength + length)) | 0;
    }
    batch.bytes = into.subarray(0, used);
    batch.position = position;
    return batch;
  }

  /** Consumer: gives the room of a batch back. `outcome` is where its datagrams went. */
  release(batch: DatagramBatch, outcome: 'stored' | 'unwritten'): void {
    this.#count(outcome, batch.ends.length);
    Atomics.store(this.#control, word.tail, batch.position);
  }

  /** Consumer: blocks until something is pushed or `wake` is called, or `timeoutMs` have passed. */
  wait(timeoutMs: number, isWorkWaiting: () => boolean): void {
    const signal = Atomics.load(this.#control, word.signal);
    Atomics.store(this.#control, word.consumerWaits, 1);
    if (this.isEmpty && !isWorkWaiting()) Atomics.wait(this.#control, word.signal, signal, timeoutMs);
    Atomics.store(this.#control, word.consumerWaits, 0);
  }

  /** Consumer: blocks for `durationMs` whatever is pushed, unless `wake` is called. */
  linger(durationMs: number): void {
    Atomics.wait(this.#control, word.signal, Atomics.load(this.#control, word.signal), durationMs);
  }

  /** Ends the consumer's current or next `wait`. */
  wake(): void {
    Atomics.add(this.#control, word.signal, 1);
    Atomics.notify(this.#control, word.signal);
  }

  get isEmpty(): boolean {
    return Atomics.load(this.#control, word.head) === Atomics.load(this.#control, word.tail);
  }

  /** How full the ring is, 0 to 1. */
  get fill(): number {
    return distance(Atomics.load(this.#control, word.tail), Atomics.load(this.#control, word.head)) / this.#size;
  }

  counts(): DatagramCounts {
    const count = (name: keyof DatagramCounts) => this.#counters[counterNames.indexOf(name)] ?? 0;
    return {
      received: count('received'),
      dropped: count('dropped'),
      stored: count('stored'),
      unwritten: count('unwritten'),
    };
  }

  #count(name: keyof DatagramCounts, by: number): void {
    const place = counterPlace[name];
    this.#counters[place] = (this.#counters[place] ?? 0) + by;
  }

  /** Producer: walks over the records that the consumer gave back, which stay as they are until they are written over. */
  #seeReleased(): void {
    const tail = Atomics.load(this.#control, word.tail);
    let position = this.#seenTail;
    while (position !== tail) {
      const place = position & (this.#size - 1);
      const length = this.#words[place >> 2] ?? 0;
      if (length === wrapMark) {
        position = (position + this.#size - place) | 0;
        continue;
      }
      const described = this.#words[(place >> 2) + 1] ?? 0;
      const bytes = roundUp(headerBytes + (described & longestAddress) + length);
      this.#shares.giveBack(described >>> addressLengthBits, bytes);
      position = (position + bytes) | 0;
    }
    this.#seenTail = tail;
  }

  #encodeAddress(address: string): Uint8Array {
    const known = this.#addressBytes.get(address);
    if (known !== undefined) return known;
    // A flood from forged addresses must not grow the table without bound.
    if (this.#addressBytes.size >= 4096) this.#addressBytes.clear();
    const bytes = new TextEncoder().encode(address).subarray(0, longestAddress);
    this.#addressBytes.set(address, bytes);
    return bytes;
  }

  /** Datagrams come in runs from one sender, so the address is mostly the last one's. */
  #decodeAddress(start: number, length: number): string {
    const { bytes, text } = this.#lastAddress;
    let isSame = bytes.length === length;
    for (let index = 0; isSame && index < length; index++) isSame = bytes[index] === this.#bytes[start + index];
    if (isSame) return text;
    const copy = this.#bytes.slice(start, start + length);
    this.#lastAddress = { bytes: copy, text: new TextDecoder().decode(copy) };
    return this.#lastAddress.text;
  }
}

function roundUp(length: number): number {
  return (length + 7) & ~7;
}

/** How far `to` is ahead of `from`, both modulo 2^32. */
function distance(from: number, to: number): number {
  return (to - from) >>> 0;
}
