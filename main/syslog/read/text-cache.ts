/**
 * The texts of the rows, a block of 4,096 ids at a time, as they were read once: a search that no index helps goes through them at memory's
 * speed, and through SQLite's rows at a twentieth of it. A block never gets other texts; it may name rows that are gone.
 */
import { totalmem } from 'node:os';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { JoinedTexts } from '../../../app/syslog/index.ts';
import { blockIds } from '../store/text-blocks.ts';

export interface TextBlock {
  /** The id of the first text; the others follow without a gap. */
  firstId: number;
  texts: JoinedTexts;
  /** The names of hosts and apps that its rows have. */
  names: () => readonly string[];
  /** What it takes of memory; twice that where a text is outside Latin-1. */
  bytes: number;
}

/** Five million rows of boards take half of it. An eighth of the computer's memory at most. */
const usualMostBytes = Math.min(1024 ** 3, totalmem() / 8);

/** Ids read at a time: long texts are known by then. */
const pieceIds = 256;
/** A block with more is looked at row by row: 4,096 of the longest messages are 268 million. */
const mostCharacters = 8 * 1024 ** 2;

export class TextCache {
  readonly #mostBytes: number;
  readonly #selectTexts: StatementSync;
  readonly #selectNames: StatementSync;
  readonly #selectLastId: StatementSync;
  readonly #blocks = new Map<number, TextBlock>();
  readonly #tooLong = new Set<number>();
  #bytes = 0;
  #isUsed = false;

  constructor(database: DatabaseSync, mostBytes = usualMostBytes) {
    this.#mostBytes = mostBytes;
    this.#selectTexts = database.prepare(
      `SELECT group_concat(text, char(0)) AS texts, count(*) AS count, min(id) AS first, max(id) AS last
        FROM messages WHERE id > ? AND id <= ?`,
    );
    this.#selectNames = database.prepare(
      `SELECT DISTINCT app_name AS name FROM messages WHERE id > ?1 AND id <= ?2 AND app_name IS NOT NULL
        UNION SELECT name FROM hosts WHERE id IN (SELECT host_id FROM messages WHERE id > ?1 AND id <= ?2 AND has_hostname = 1)`,
    );
    this.#selectLastId = database.prepare('SELECT last_id FROM totals');
  }

  /**
   * The block with the ids from `number * blockIds + 1` on; null where it is not whole yet, where its ids have gaps, where its texts are
   * very long, and where less than `wanted` of it (0 to 1) is asked for and it would have to be read.
   */
  block(number: number, wanted: number): TextBlock | null {
    this.#isUsed = true;
    const known = this.#blocks.get(number);
    if (known !== undefined || wanted < leastWanted || this.#tooLong.has(number)) return known ?? null;
    const read = this.#read(number);
    if (read !== null) this.#keep(number, read);
    return read;
  }

  /** Gives the memory back if no block was asked for since this was called last. */
  forgetUnused(): void {
    if (this.#isUsed) {
      this.#isUsed = false;
      return;
    }
    this.#blocks.clear();
    this.#tooLong.clear();
    this.#bytes = 0;
  }

  #read(number: number): TextBlock | null {
    const [after, lastId] = [number * blockIds, (number + 1) * blockIds];
    if (Number(this.#selectLastId.get()?.last_id) < lastId) return null;
    const joined = this.#joinedTexts(number);
    if (joined === null) return null;
    const { firstId, texts, length } = joined;
    let names: string[] | undefined;
    const readNames = () => this.#selectNames.all(after, lastId).map(({ name }) => String(name));
    return {
      firstId,
      texts,
      bytes: length + texts.count * bytesAPlace,
      names: () => {
        names ??= readNames();
        return names;
      },
    };
  }

  #joinedTexts(number: number): { firstId: number; texts: JoinedTexts; length: number } | null {
    const [pieces, ids]: [string[], { first: number; next: number }] = [[], { first: 0, next: 0 }];
    let length = 0;
    for (let after = number * blockIds; after < (number + 1) * blockIds; after += pieceIds) {
      const row = this.#selectTexts.get(after, after + pieceIds);
      if (typeof row?.texts !== 'string') continue;
      const first = Number(row.first);
      if (pieces.length === 0) ids.first = first;
      else if (first !== ids.next) return null;
      ids.next = first + Number(row.count);
      if (ids.next !== Number(row.last) + 1) return null;
      pieces.push(row.texts);
      length += row.texts.length;
      if (length <= mostCharacters) continue;
      this.#tooLong.add(number);
      return null;
    }
    if (pieces.length === 0) return null;
    const texts = new JoinedTexts(pieces.join('\0'));
    return texts.count === ids.next - ids.first ? { firstId: ids.first, texts, length } : null;
  }

  /** The newest are the ones that are asked for again. */
  #keep(number: number, block: TextBlock): void {
    const { bytes } = block;
    while (this.#bytes + bytes > this.#mostBytes) {
      const oldest = Math.min(...this.#blocks.keys());
      if (oldest > number) return;
      this.#bytes -= this.#blocks.get(oldest)?.bytes ?? 0;
      this.#blocks.delete(oldest);
    }
    this.#blocks.set(number, block);
    this.#bytes += bytes;
  }
}

/** For less, the rows themselves are looked at. */
const leastWanted = 0.25;

/** Of a number that says where a text begins. */
const bytesAPlace = 4;
