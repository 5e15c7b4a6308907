/**
 * Makes a new snapshot share with the one before it whatever is equal in both, so that a view compares references and draws only
 * what changed, however often a board tells of itself.
 */

/** Gives `next`, with every part that equals its counterpart in `before` replaced by it. Plain data only. */
export function shareParts<T>(before: unknown, next: T): T {
  if (Object.is(before, next)) return next;
  if (typeof before !== 'object' || typeof next !== 'object' || before === null || next === null) return next;
  if (next instanceof Uint8Array) {
    return before instanceof Uint8Array && sameBytes(before, next) ? (before as unknown as T) : next;
  }
  if (Array.isArray(before) !== Array.isArray(next)) return next;
  const old = before as Record<string, unknown>;
  const shared = Object.entries(next).map(([key, value]) => [key, shareParts(old[key], value)] as const);
  const isSame =
    Object.keys(old).length === shared.length && shared.every(([key, value]) => Object.is(old[key], value));
  if (isSame) return before as T;
  return (Array.isArray(next) ? shared.map(([, value]) => value) : Object.fromEntries(shared)) as T;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
