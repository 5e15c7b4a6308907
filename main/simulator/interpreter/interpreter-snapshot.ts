/**
 * An interpreter's state at rest, to go back to: a soft reset takes it back to the moment when it was ready for boot.py,
 * in milliseconds, where loading a new one takes ten times as long.
 */

/** Memory is kept and compared in pieces of this size, for most of it is empty. */
const pieceBytes = 65_536;

const empty = Buffer.alloc(pieceBytes);

const isEmpty = (memory: Uint8Array, at: number): boolean =>
  Buffer.from(memory.buffer, at, Math.min(pieceBytes, memory.length - at)).equals(
    empty.subarray(0, Math.min(pieceBytes, memory.length - at)),
  );

/** The package's table of JavaScript objects that Python holds, which it keeps in globals. */
export interface ProxyGlobals {
  proxy_js_ref: unknown[];
  proxy_js_ref_next: number;
  proxy_js_ref_map: Map<unknown, number>;
  proxy_js_map: Map<unknown, unknown>;
  proxy_js_existing: unknown[];
}

export class Snapshot {
  readonly #bytes: () => Uint8Array;
  /** What is not empty, by address. */
  readonly pieces = new Map<number, Uint8Array>();
  readonly globals: ProxyGlobals;
  readonly memoryBytes: number;

  /** Taken while no Python runs: what WASM holds outside its memory (locals, its stack) is not kept. */
  constructor(bytes: () => Uint8Array) {
    this.#bytes = bytes;
    const memory = bytes();
    this.memoryBytes = memory.length;
    for (let at = 0; at < memory.length; at += pieceBytes) {
      if (!isEmpty(memory, at)) this.pieces.set(at, memory.slice(at, at + pieceBytes));
    }
    this.globals = copyGlobals(proxyGlobals());
  }

  restore(): void {
    putPieces(this.#bytes(), this.pieces);
    Object.assign(globalThis, copyGlobals(this.globals));
  }
}

/** Writes the pieces, by address, and empties the rest of memory. */
export function putPieces(memory: Uint8Array, pieces: ReadonlyMap<number, Uint8Array>): void {
  for (let at = 0; at < memory.length; at += pieceBytes) {
    const kept = pieces.get(at);
    if (kept !== undefined) memory.set(kept, at);
    // Looked at before it is written: writing would take pages of the computer's memory that reading does not.
    else if (!isEmpty(memory, at)) memory.fill(0, at, at + pieceBytes);
  }
}

/** The table as it is now, in this thread. */
export const proxyGlobals = (): ProxyGlobals => globalThis as unknown as ProxyGlobals;

const copyGlobals = (from: ProxyGlobals): ProxyGlobals => ({
  proxy_js_ref: [...from.proxy_js_ref],
  proxy_js_ref_next: from.proxy_js_ref_next,
  proxy_js_ref_map: new Map(from.proxy_js_ref_map),
  proxy_js_map: new Map(from.proxy_js_map),
  proxy_js_existing: [...from.proxy_js_existing],
});
