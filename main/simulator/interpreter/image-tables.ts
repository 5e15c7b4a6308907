/**
 * Tables of the interpreter's image, found in its memory by what they hold: which modules are built in, which are frozen. A Pico W
 * has others. No address is built in.
 */

/** Longer tables are not looked for. */
const longestTable = 200;

/**
 * The address of the map `{count << 3 | flags, count, table}` one of whose entries is `key, value`; 0 when there is none. `words` is
 * linear memory.
 */
export function findMap(words: Int32Array, key: number, value: number): number {
  for (let entry = words.indexOf(key); entry >= 0; entry = words.indexOf(key, entry + 1)) {
    if (words[entry + 1] !== value) continue;
    const map = findMapOf(words, entry * 4);
    if (map !== 0) return map;
  }
  return 0;
}

function findMapOf(words: Int32Array, entryAddress: number): number {
  for (let at = 2; at < words.length; at++) {
    const before = entryAddress - (words[at] ?? 0);
    if (before < 0 || before >= longestTable * 8 || before % 8 !== 0) continue;
    const count = words[at - 1] ?? 0;
    if (count > before / 8 && count < longestTable && (words[at - 2] ?? 0) >>> 3 === count) return (at - 2) * 4;
  }
  return 0;
}

/**
 * Renames the frozen modules that `keep` refuses, so that no import finds them. `known` is one of them. Their names follow each other,
 * each ended by a NUL; the same texts stand elsewhere too, but not in a row.
 */
export function hideFrozenModules(bytes: Uint8Array, known: string, keep: (file: string) => boolean): void {
  const memory = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let names: { at: number; name: string }[] = [];
  for (let at = memory.indexOf(`\0${known}\0`); at >= 0; at = memory.indexOf(`\0${known}\0`, at + 1)) {
    const found = fileNamesAround(memory, at + 1);
    if (found.length > names.length) names = found;
  }
  if (names.length < 2) throw new Error(`The image has no frozen modules beside ${known}.`);
  for (const { at, name } of names) if (!keep(name)) memory[at] = '-'.charCodeAt(0);
}

function fileNamesAround(memory: Buffer, anchor: number): { at: number; name: string }[] {
  const nameAt = (at: number) => memory.toString('latin1', at, memory.indexOf(0, at));
  const isFile = (name: string) => /^[\w/]+\.py$/.test(name);
  let start = anchor;
  for (;;) {
    const previous = memory.lastIndexOf(0, start - 2) + 1;
    if (!isFile(nameAt(previous))) break;
    start = previous;
  }
  const names: { at: number; name: string }[] = [];
  for (let at = start; isFile(nameAt(at)); at += nameAt(at).length + 1) names.push({ at, name: nameAt(at) });
  return names;
}
