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

  push(bytes: Uint8Array): Uint8Array {
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
