/**
 * Takes the lines of Bramble's own Python out of tracebacks: on a board those functions are C and leave no line. Bytes in, bytes
 * out, in any pieces; what may still become such a line is held back until it is known.
 */

/** Every Python file of Bramble's own on the board has a name that begins so. */
export const ownFilePrefix = '<board:';

const marker = Buffer.from(`  File "${ownFilePrefix}`);
const newline = 0x0a;

export class TracebackFilter {
  /** How much of the marker stands at the beginning of this line; -1 when the line is none of ours. */
  #matched = 0;
  #dropping = false;

  /** The bytes themselves where all of them pass: a copy for each `print` is garbage outside V8's heap, which it leaves for long. */
  push(bytes: Uint8Array): Uint8Array {
    const matched = this.#matchedAfter(bytes);
    if (matched !== undefined) {
      this.#matched = matched;
      return bytes;
    }
    const out = Buffer.allocUnsafe(bytes.length + marker.length);
    let length = 0;
    for (const byte of bytes) {
      if (this.#dropping) {
        if (byte === newline) this.#dropping = false;
        continue;
      }
      if (this.#matched >= 0 && byte === marker[this.#matched]) {
        this.#matched += 1;
        if (this.#matched === marker.length) {
          this.#dropping = true;
          this.#matched = 0;
        }
        continue;
      }
      if (this.#matched > 0) length += marker.copy(out, length, 0, this.#matched);
      out[length++] = byte;
      this.#matched = byte === newline ? 0 : -1;
    }
    return out.subarray(0, length);
  }

  /** What is matched after bytes that all pass; undefined when some are to be dropped or held back, or were. */
  #matchedAfter(bytes: Uint8Array): number | undefined {
    let matched = this.#matched;
    if (this.#dropping || matched > 0) return undefined;
    for (const byte of bytes) {
      if (matched >= 0 && byte === marker[matched]) matched += 1;
      else matched = byte === newline ? 0 : -1;
      if (matched === marker.length) return undefined;
    }
    return matched > 0 ? undefined : matched;
  }

  get holdsBack(): boolean {
    return this.#matched > 0;
  }

  /** What is held back, for when nothing more will come for a while. */
  flush(): Uint8Array {
    const held = marker.subarray(0, Math.max(0, this.#matched));
    if (this.#matched > 0) this.#matched = -1;
    return held;
  }
}
