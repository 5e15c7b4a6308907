/**
 * What a query's words and regular expressions find in many texts at once. Whatever finds the fewest of the first texts goes through all
 * of them; the node's own test decides.
 */
import { joinedPattern } from './joined-pattern.ts';
import type { JoinedTexts } from './joined-texts.ts';
import { type RequiredText, requiredText } from './required-text.ts';
import { roughPattern, type TextNode, textTest } from './text-tests.ts';

type SearchedNode = Exclude<TextNode, { kind: 'field' }>;

/** A part that so few of a thousand texts have is worth more than the whole expression, which may take its time over each beginning. */
const fewOfThousand = 16;

export class TextSearch {
  /** Whether a text passes. */
  readonly test: (text: string) => boolean;
  /** Whether names of hosts and apps are looked at as well as texts. */
  readonly readsNames: boolean;
  readonly #whole: RegExp | null;
  /** What each text that passes has. */
  readonly #parts: readonly RegExp[];
  #chosen: RegExp | null | undefined;

  constructor(node: SearchedNode) {
    this.test = textTest(node);
    this.readsNames = node.kind !== 'regex';
    if (node.kind === 'regex') {
      const joined = joinedPattern(node.source, node.ignoresCase);
      this.#whole = joined?.whole ?? null;
      this.#parts = [...piecePatterns(requiredText(node.source, 1)), ...(joined?.parts ?? [])];
    } else {
      this.#whole = roughPattern(node);
      this.#parts = [];
    }
  }

  /** For each text 1 where it passes, 0 where not. */
  marks(texts: JoinedTexts): Uint8Array {
    const marks = new Uint8Array(texts.count);
    const take = (place: number) => {
      if (this.test(texts.textAt(place))) marks[place] = 1;
    };
    if (this.#chosen === undefined) this.#chosen = this.#choice(texts);
    if (this.#chosen === null) {
      for (let place = 0; place < texts.count; place++) take(place);
      return marks;
    }
    for (const place of texts.found(this.#chosen)) take(place);
    for (const place of texts.withLineFeeds) take(place);
    return marks;
  }

  #choice(texts: JoinedTexts): RegExp | null {
    const most = (texts.count * fewOfThousand) / 1000;
    let [rarest, fewest] = [this.#whole, this.#whole === null ? texts.count : most];
    for (const part of this.#parts) {
      const count = countUpTo(fewest, texts.found(part));
      if (count < fewest) [rarest, fewest] = [part, count];
    }
    return rarest;
  }
}

/** A pattern for each piece that must be there. */
function piecePatterns(need: RequiredText | null): RegExp[] {
  if (need === null || need.kind === 'any') return [];
  if (need.kind === 'all') return need.of.flatMap(piecePatterns);
  const [first = ''] = need.places;
  // A rare character that has no case is found as a string, in an eighth of the time.
  if (need.places.length === 1 && /^[\d!"#%&',:;<=>@_`~-]$/.test(first)) return [new RegExp(first, 'gu')];
  return [new RegExp(need.places.map(classOf).join(''), 'gu')];
}

/** One of these characters, which are in lower case, and what folds into them (Unicode's CaseFolding.txt). */
function classOf(characters: string): string {
  const all = [...characters].flatMap((each) => [each, each.toUpperCase(), { k: '\u212a', s: '\u017f' }[each] ?? '']);
  const codes = [...new Set(all.join(''))].map((each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `[${codes.join('')}]`;
}

function countUpTo(most: number, places: Iterable<number>): number {
  let count = 0;
  for (const _ of places) if (++count >= most) break;
  return count;
}
