/** What a program printed, as text to look for something in: line ends as LF, and so much of it that a flood fits in memory. */

/** In UTF-16 units. */
const keptLength = 256 * 1024;
/** What is shown of it when something did not come. */
const shownLength = 400;

export class OutputText {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #text = '';
  /** How much was printed before what is kept. */
  #start = 0;
  /** A CR whose LF may follow. */
  #held = '';

  push(bytes: Uint8Array): void {
    const text = this.#held + this.#decoder.decode(bytes, { stream: true });
    this.#held = text.endsWith('\r') ? '\r' : '';
    this.#text += text.slice(0, text.length - this.#held.length).replaceAll('\r\n', '\n');
    const excess = this.#text.length - 2 * keptLength;
    if (excess < 0) return;
    this.#start += excess + keptLength;
    this.#text = this.#text.slice(excess + keptLength);
  }

  /** How much was printed so far. */
  get end(): number {
    return this.#start + this.#text.length;
  }

  /** Where the text ends that is found first from the position `from` on; null when it is not there. */
  endOf(text: string, from: number): number | null {
    const at = this.#text.indexOf(text, Math.max(0, from - this.#start));
    return at < 0 ? null : this.#start + at + text.length;
  }

  /** What was printed from the position `from` on; of much, the last. */
  since(from: number): string {
    const text = this.#text.slice(Math.max(0, from - this.#start));
    return text.length <= shownLength ? text : `…${text.slice(-shownLength)}`;
  }
}
