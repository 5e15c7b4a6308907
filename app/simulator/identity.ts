/** What tells one simulated board from another: the numbers that a real board gets from its flash and wireless chips. */

export interface BoardIdentity {
  /** `machine.unique_id()`: 8 bytes. */
  uniqueId: Uint8Array;
  /** The station's MAC address: 6 bytes. */
  mac: Uint8Array;
}

/** 32-bit FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/): spreads short names well; nothing here is secret. */
function fnv1a(bytes: Uint8Array, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** The same board name always gives the same numbers, so that logs of several runs belong together. */
export function boardIdentity(name: string): BoardIdentity {
  const bytes = new TextEncoder().encode(name);
  const words = [fnv1a(bytes, 0), fnv1a(bytes, 1)];
  const hash = words.flatMap((word) => [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff));
  return {
    // Flash ids of Raspberry Pi boards begin with E6 6; the rest is the hash.
    uniqueId: Uint8Array.from([0xe6, 0x60, ...hash.slice(0, 6)]),
    // 28:CD:C1 is Raspberry Pi Trading's prefix.
    mac: Uint8Array.from([0x28, 0xcd, 0xc1, ...hash.slice(3, 6)]),
  };
}
