/** Texts laid one behind the other with line feeds between them, for searches that go through all of them at once. */
export class JoinedTexts {
  readonly count: number;
  /** The places of texts that have line feeds of their own: what is found in all may miss them. */
  readonly withLineFeeds: readonly number[];
  readonly #joined: string;
  /** Where each text begins, and where the next one would. */
  readonly #starts: Uint32Array;

  /** `joined` has NULs between the texts, of which none has one. */
  constructor(joined: string) {
    this.#joined = joined.replaceAll('\0', '\n');
    const starts = [0];
    for (let at = joined.indexOf('\0'); at >= 0; at = joined.indexOf('\0', at + 1)) starts.push(at + 1);
    starts.push(joined.length + 1);
    this.#starts = Uint32Array.from(starts);
    this.count = starts.length - 1;
    const withLineFeeds: number[] = [];
    for (let at = joined.indexOf('\n'); at >= 0; at = joined.indexOf('\n', at)) {
      const place = this.#placeOf(at, withLineFeeds.at(-1) ?? 0);
      withLineFeeds.push(place);
      at = this.#starts[place + 1] ?? joined.length;
    }
    this.withLineFeeds = withLineFeeds;
  }

  textAt(place: number): string {
    return this.#joined.slice(this.#starts[place], (this.#starts[place + 1] ?? 0) - 1);
  }

  /** The places of the texts in which, or at whose end, a match of `pattern` begins, in their order. Its flag `g` is set. */
  *found(pattern: RegExp): Generator<number> {
    let place = 0;
    while (place < this.count) {
      pattern.lastIndex = this.#starts[place] ?? 0;
      const match = pattern.exec(this.#joined);
      if (match === null) return;
      place = this.#placeOf(match.index, place);
      yield place;
      place++;
    }
  }

  /** Of the text that has this character, or the line feed behind it; `from` is not behind it. */
  #placeOf(at: number, from: number): number {
    let place = from;
    while ((this.#starts[place + 1] ?? Number.POSITIVE_INFINITY) <= at) place++;
    return place;
  }
}
