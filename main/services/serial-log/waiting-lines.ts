/** Lines of one board that wait until it is known where they belong: the newest, within a bound. It knows their bytes and no more. */

const mostLines = 10_000;
const mostBytes = 4_000_000;

export class WaitingLines<Line extends { bytes: Uint8Array }> {
  #lines: Line[] = [];
  #bytes = 0;

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  /** Adds these; the oldest give way. */
  push(lines: readonly Line[]): void {
    this.#lines.push(...lines);
    this.#bytes += sizeOf(lines);
    let tooMany = this.#lines.length - mostLines;
    let tooLarge = this.#bytes - mostBytes;
    this.dropWhile(({ bytes }) => {
      const gives = tooMany > 0 || tooLarge > 0;
      tooMany -= 1;
      tooLarge -= bytes.length;
      return gives;
    });
  }

  /** Drops the oldest as long as they pass; costs what is dropped, not what waits. */
  dropWhile(passes: (line: Line) => boolean): void {
    const kept = this.#lines.findIndex((line) => !passes(line));
    this.#bytes -= sizeOf(this.#lines.splice(0, kept < 0 ? this.#lines.length : kept));
  }

  /** Takes out those that pass, oldest first. */
  take(passes: (line: Line) => boolean): Line[] {
    const { yes = [], no = [] } = Object.groupBy(this.#lines, (line) => (passes(line) ? 'yes' : 'no'));
    this.#lines = no;
    this.#bytes = sizeOf(no);
    return yes;
  }
}

function sizeOf(lines: readonly { bytes: Uint8Array }[]): number {
  return lines.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
