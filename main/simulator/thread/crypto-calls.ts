/** What a board's `hashlib` and `cryptolib` ask of the computer: digests and AES over the interpreter's memory. In the board's thread. */
import { createCipheriv, createDecipheriv, createHash, type Hash } from 'node:crypto';

const blockBytes = 16;
/** As `cryptolib.aes` numbers them. */
const modes: Record<number, string> = { 1: 'ecb', 2: 'cbc', 6: 'ctr' };

type Calls = Readonly<Record<string, (...args: never[]) => number>>;

export class CryptoCalls {
  readonly #bytes: () => Uint8Array;
  readonly #hashes = new Map<number, Hash>();
  #next = 0;

  /** `bytes` gives linear memory. */
  constructor(bytes: () => Uint8Array) {
    this.#bytes = bytes;
  }

  /** Hashes that were begun and are not over are forgotten, as after a restart. */
  reset(): void {
    this.#hashes.clear();
  }

  get calls(): Calls {
    return {
      hash_begin: (name: string) => {
        this.#hashes.set(this.#next, createHash(name === 'md5' ? 'md5' : 'sha1'));
        return this.#next++;
      },
      hash_update: (number: number, address: number, length: number) => {
        this.#hashes.get(number)?.update(this.#copy(address, length));
        return 0;
      },
      hash_finish: (number: number, out: number) => {
        const hash = this.#hashes.get(number);
        if (hash !== undefined) this.#bytes().set(hash.digest(), out);
        this.#hashes.delete(number);
        return 0;
      },
      aes: (...args: number[]) => this.#aes(args),
    };
  }

  /** Gives how many bytes of the counter's block are used up; the chain is brought forward in place. */
  #aes(args: number[]): number {
    const [mode = 0, encrypt, keyAt = 0, keyBytes = 0, chainAt = 0, used = 0, from = 0, length = 0, to = 0] = args;
    const kind = modes[mode];
    if (kind === undefined || length === 0) return used;
    const name = `aes-${keyBytes * 8}-${kind}`;
    const [key, chain, data] = [this.#copy(keyAt, keyBytes), this.#copy(chainAt, blockBytes), this.#copy(from, length)];
    const vector = kind === 'ecb' ? null : chain;
    const cipher = encrypt || kind === 'ctr' ? createCipheriv(name, key, vector) : createDecipheriv(name, key, vector);
    cipher.setAutoPadding(false);
    // What was used of the first block's key stream is passed over.
    const skipped = kind === 'ctr' ? used : 0;
    const result = cipher.update(Buffer.concat([Buffer.alloc(skipped), data])).subarray(skipped);
    this.#bytes().set(result, to);
    if (kind === 'cbc') this.#bytes().set((encrypt ? result : data).subarray(-blockBytes), chainAt);
    if (kind !== 'ctr') return 0;
    const total = skipped + length;
    this.#bytes().set(counterAfter(chain, Math.floor(total / blockBytes)), chainAt);
    return total % blockBytes;
  }

  /** Memory is shared, which Node's ciphers do not take. */
  #copy(address: number, length: number): Buffer {
    return Buffer.from(this.#bytes().slice(address, address + length));
  }
}

/** The counter, a number of 128 bits with its highest byte first, so many blocks on. */
function counterAfter(counter: Buffer, blocks: number): Buffer {
  const value = BigInt.asUintN(128, BigInt(`0x${counter.toString('hex')}`) + BigInt(blocks));
  return Buffer.from(value.toString(16).padStart(blockBytes * 2, '0'), 'hex');
}
