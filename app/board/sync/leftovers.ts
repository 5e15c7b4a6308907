/**
 * What earlier connections left unfinished on a session's board: whether it was looked for, and what became of it. Connecting looks,
 * and the first operation with files where it could not. It knows neither sessions nor files.
 */
import { type Disposable, Emitter } from '../../base/index.ts';
import { encode } from '../bytes.ts';
import type { RawBoard } from '../raw-board.ts';
import { execSnippet } from '../snippet-answers.ts';
import { leftoversSource } from '../snippets.ts';
import { isLeftovers, type SettledChange, settleFound } from './settle.ts';

const what = 'Ending an interrupted change';

export class Leftovers implements Disposable {
  readonly #didSettle = new Emitter<SettledChange>();
  /** Something that an earlier connection had left has an end now. The shell shows its message as well. */
  readonly onDidSettle = this.#didSettle.event;
  #looked = false;

  /** The board was away: anything may have happened to it. */
  forget(): void {
    this.#looked = false;
  }

  /** Looks, which costs one round trip, unless that was done since the board was connected. */
  async settle(raw: RawBoard): Promise<void> {
    if (this.#looked) return;
    const { values } = await execSnippet(raw, leftoversSource, what);
    await this.settleAnswered(raw, values);
  }

  /**
   * Settles what `leftoversSource` found, which is one of the records; true when it found something. Rejects with `board-flash-full` when
   * a change cannot be completed; the next one who comes tries again.
   */
  async settleAnswered(raw: RawBoard, values: readonly unknown[]): Promise<boolean> {
    const left = values.find(isLeftovers)?.left ?? [];
    const settled = await settleFound(raw, left);
    this.#looked = true;
    if (settled !== null) {
      raw.background(encode(`${settled.message}\r\n`));
      this.#didSettle.fire(settled);
    }
    return left.length > 1;
  }

  dispose(): void {
    this.#didSettle.dispose();
  }
}
