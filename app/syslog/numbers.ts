/** The numbers that messages name: what is forwarded as fields, and drawn over time. */

/** A message may have more numbers than a table has columns. */
const mostNumbers = 64;
/** Names that a field cannot have, or that the message has. */
const taken = new Set(['time', 'message', 'host', 'app', 'severity', 'facility']);

/**
 * The numbers that a message names, such as `temp=21.5 rssi=-61`. `version=1.2.3`, `addr=0x3c` and `at=12:30` are none. A name that
 * comes twice has its last number.
 */
export function numbersIn(text: string): [name: string, value: number][] {
  const found = new Map<string, number>();
  for (const [, name = '', number] of text.matchAll(
    /(?<![\w.=-])([A-Za-z_][\w.-]{0,63})=([-+]?\d{1,30}(?:\.\d{1,30})?(?:[eE][-+]?\d{1,3})?)(?!\w|[.:/-]\d)/g,
  )) {
    const value = Number(number);
    if (!Number.isFinite(value) || taken.has(name)) continue;
    found.set(name, value);
    if (found.size === mostNumbers) break;
  }
  return [...found];
}
