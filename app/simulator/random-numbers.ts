/** Numbers that look random and are the same for the same seed: for faults that a test can order again. Not for secrets. */

/** Gives numbers from 0 to just below 1 (xorshift, 32 bits). */
export function randomNumbers(seed: number): () => number {
  // Zero would stay zero, and small seeds begin with small numbers.
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

export function randomBytes(count: number, random: () => number): Uint8Array {
  return Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
}
