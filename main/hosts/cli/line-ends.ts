/** A streaming fold of the board's CRLF to LF, for `--lf` and for terminals. Bytes in, bytes out; a CR alone stays. */

export class LineEndFold {
  #heldReturn = false;

  /** Gives what is certain by now; a CR at the end waits for the next byte. */
  push(bytes: Uint8Array): Uint8Array {
    const folded = new Uint8Array(bytes.length + 1);
    let length = 0;
    for (const byte of bytes) {
      if (this.#heldReturn && byte !== 0x0a) folded[length++] = 0x0d;
      this.#heldReturn = byte === 0x0d;
      if (!this.#heldReturn) folded[length++] = byte;
    }
    return folded.subarray(0, length);
  }

  /** Gives the CR that was held back, if one was. */
  end(): Uint8Array {
    const rest = this.#heldReturn ? Uint8Array.of(0x0d) : new Uint8Array();
    this.#heldReturn = false;
    return rest;
  }
}
