/** Finding a cell of the interpreter's memory by what acts on it: no address is built in. */

/** MicroPython's state lies in static data, which ends before this in the image (at 192,512); beyond come stack and heap. */
const searchedBytes = 1 << 18;

/** A copy of static data as it is now. */
export function staticData(bytes: Uint8Array): Uint8Array {
  return bytes.slice(0, searchedBytes);
}

/** Static data in place. */
export function staticPart(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, searchedBytes);
}

/** The words that differ between two copies of static data. */
export function changedWords(
  before: Uint8Array,
  after: Uint8Array,
): { address: number; before: number; after: number }[] {
  const [old, now] = [wordsOf(before), wordsOf(after)];
  const changes: { address: number; before: number; after: number }[] = [];
  for (let index = 0; index < old.length; index++) {
    if (old[index] === now[index]) continue;
    changes.push({ address: index * 4, before: old[index] ?? 0, after: now[index] ?? 0 });
  }
  return changes;
}

/** The addresses of the bytes that had these values in these copies, one value a copy. */
export function bytesWithHistory(copies: readonly Uint8Array[], values: readonly number[]): number[] {
  // Most of memory is 0: the copy with the rarest value leads.
  const value = Math.max(...values);
  const leading = copies[values.indexOf(value)] ?? new Uint8Array();
  const found: number[] = [];
  for (let at = leading.indexOf(value); at >= 0; at = leading.indexOf(value, at + 1)) {
    if (copies.every((copy, index) => copy[at] === values[index])) found.push(at);
  }
  return found;
}

/** The addresses of words that began between 1 and 7 and grew by one from copy to copy. */
export function countingWords(copies: readonly Uint8Array[]): number[] {
  const [first = new Int32Array(), ...others] = copies.map(wordsOf);
  const found: number[] = [];
  for (let index = 0; index < first.length; index++) {
    const start = first[index] ?? 0;
    if (start > 0 && start < 8 && others.every((copy, n) => copy[index] === start + n + 1)) found.push(index * 4);
  }
  return found;
}

const wordsOf = (copy: Uint8Array) => new Int32Array(copy.buffer, copy.byteOffset, copy.length >> 2);
