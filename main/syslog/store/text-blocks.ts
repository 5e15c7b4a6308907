/**
 * Which trigrams of ASCII letters, digits and signs stand in the texts of each 4,096 rows: a search for a regular expression leaves out
 * the blocks that lack what it needs. A block is kept once it has all its rows; it may know trigrams of rows that are gone.
 *
 * 65,536 bits for a block are 2 bytes a row; the texts of boards have some thousand trigrams, and then of a text with five that no row
 * has, a block in a million is looked at in vain.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type RequiredText, shortestPiece } from '../../../app/syslog/index.ts';
import type { IdRange } from '../read/filter-query.ts';

export const blockIds = 4096;
const bitmapBytes = 8192;
const hashShift = 32 - Math.log2(bitmapBytes * 8);
const multiplier = 0x9e3779b1;

/** Three places with more say too little for what they cost. */
const mostAlternatives = 256;

/** Texts read at a time. */
const joinedIds = 256;

/** Blocks of an older store that are made up for beside those of new rows. */
const olderBlocks = 3;

export class TextBlocks {
  readonly #database: DatabaseSync;
  readonly #selectTexts: StatementSync;
  readonly #insert: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    // Joined by NULs, which no stored text has: a row of its own for each text costs three times as much.
    this.#selectTexts = database.prepare(
      'SELECT group_concat(text, char(0)) AS texts FROM messages WHERE id BETWEEN ? AND ?',
    );
    this.#insert = database.prepare('INSERT INTO text_blocks VALUES (?, ?)');
  }

  /** Takes in the next blocks that are whole, those of `limit` rows and a few more, inside the caller's transaction. */
  advance(limit: number): void {
    const row = this.#database
      .prepare(
        `SELECT last_id, coalesce((SELECT max(block) + 1 FROM text_blocks),
          (SELECT (min(id) - 1) / ${blockIds} FROM messages)) AS next FROM totals`,
      )
      .get();
    if (row?.next == null) return;
    const next = Number(row.next);
    const end = Math.min(Math.floor(Number(row.last_id) / blockIds), next + Math.ceil(limit / blockIds) + olderBlocks);
    for (let block = next; block < end; block++) {
      const bitmap = new Uint8Array(bitmapBytes);
      for (let id = block * blockIds + 1; id <= (block + 1) * blockIds; id += joinedIds) {
        addTrigrams(bitmap, String(this.#selectTexts.get(id, id + joinedIds - 1)?.texts ?? ''));
      }
      this.#insert.run(block, bitmap);
    }
  }

  /** Forgets the blocks that have no row any more, inside the caller's transaction. */
  dropOld(): void {
    this.#database.exec(
      `DELETE FROM text_blocks WHERE block < (SELECT (coalesce((SELECT min(id) FROM messages), last_id + 1) - 1) / ${blockIds} FROM totals)`,
    );
  }

  /** Forgets every block, inside the caller's transaction. */
  clear(): void {
    this.#database.exec('DELETE FROM text_blocks');
  }
}

/** So that who wants the newest rows gets them before all blocks are read. */
const longestRange = 16 * blockIds;

/** The parts of a range of ids whose rows may hold what is needed, the newest first, as many of them as are asked for. */
export function* rangesWith(
  database: DatabaseSync,
  need: RequiredText,
  { after, before }: IdRange,
): Generator<IdRange> {
  const mayHold = testOf(need);
  // Rows of no block are looked at: the range goes on through them.
  let end = before;
  const blocks = database
    .prepare('SELECT block, trigrams FROM text_blocks WHERE block BETWEEN ? AND ? ORDER BY block DESC')
    .iterate(Math.floor(after / blockIds), Math.floor((before - 2) / blockIds));
  for (const { block, trigrams } of blocks) {
    const firstId = Number(block) * blockIds + 1;
    if (!(trigrams instanceof Uint8Array) || mayHold(trigrams)) {
      if (end - firstId < longestRange || firstId <= after) continue;
      yield { after: firstId - 1, before: end };
      end = firstId;
      continue;
    }
    const lacking = { after: Math.max(after, firstId + blockIds - 1), before: end };
    if (lacking.before - lacking.after > 1) yield lacking;
    end = Math.min(end, firstId);
  }
  if (end - after > 1) yield { after, before: end };
}

function testOf(need: RequiredText): (bitmap: Uint8Array) => boolean {
  if (need.kind === 'piece') {
    const trigrams = trigramsOf(need.places);
    const has = (bitmap: Uint8Array, bit: number) => ((bitmap[bit >> 3] ?? 0) >> (bit & 7)) & 1;
    return (bitmap) => trigrams.every((bits) => bits.some((bit) => has(bitmap, bit)));
  }
  const tests = need.of.map(testOf);
  if (need.kind === 'all') return (bitmap) => tests.every((holds) => holds(bitmap));
  return (bitmap) => tests.some((holds) => holds(bitmap));
}

/** For each three places the bits of which one must be there. */
function trigramsOf(places: readonly string[]): number[][] {
  const trigrams: number[][] = [];
  for (let at = 0; at + shortestPiece <= places.length; at++) {
    const [a = '', b = '', c = ''] = places.slice(at, at + shortestPiece);
    if (a.length * b.length * c.length > mostAlternatives) continue;
    const bits: number[] = [];
    for (const first of a) {
      for (const second of b) {
        for (const third of c) bits.push(bitOf(trigramOf(first + second + third)));
      }
    }
    trigrams.push(bits);
  }
  return trigrams;
}

function trigramOf(text: string): number {
  return (text.charCodeAt(0) << 14) | (text.charCodeAt(1) << 7) | text.charCodeAt(2);
}

/** Of texts joined by NULs: each three characters of ASCII that stand together. */
function addTrigrams(bitmap: Uint8Array, text: string): void {
  let last = 0;
  let known = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    const code = character < 128 ? (foldedAscii[character] ?? 0) : folded(character);
    if (code > 127 || code === 0) {
      known = 0;
      continue;
    }
    last = ((last << 7) | code) & 0x1fffff;
    known++;
    if (known < shortestPiece) continue;
    const bit = bitOf(last);
    bitmap[bit >> 3] = (bitmap[bit >> 3] ?? 0) | (1 << (bit & 7));
  }
}

/** The number of the bit of three characters, 7 bits each, in lower case. */
function bitOf(trigram: number): number {
  return Math.imul(trigram, multiplier) >>> hashShift;
}

/** As a regular expression that ignores the case folds (Unicode's CaseFolding.txt): two characters beyond ASCII are letters of it. */
function folded(code: number): number {
  if (code >= 65 && code <= 90) return code + 32;
  if (code === 0x17f) return 115;
  return code === 0x212a ? 107 : code;
}

const foldedAscii = Uint8Array.from({ length: 128 }, (_, code) => folded(code));
