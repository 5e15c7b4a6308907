/** How far each target has got, in the store: written once a second at most, for the store has other things to write. */
import type { DatabaseSync } from 'node:sqlite';
import type { Clock, Disposable } from '../../../app/base/index.ts';
import { isSqliteError, openForWriting } from '../store/log-database.ts';
import type { ForwardPosition } from './forwarder.ts';

const keepEveryMs = 1000;

export class ForwardPositions {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #unkept = new Map<string, ForwardPosition>();
  #timer: Disposable | null = null;

  /** Throws `log-store`. */
  constructor(storeFile: string, clock: Clock) {
    this.#database = openForWriting(storeFile);
    this.#clock = clock;
  }

  /** A new target begins with what comes from now on. */
  read(target: string): ForwardPosition {
    const known = this.#database.prepare('SELECT last_id, lost FROM forwards WHERE target = ?').get(target);
    if (known !== undefined) return { lastId: Number(known.last_id), lost: Number(known.lost) };
    const totals = this.#database.prepare('SELECT last_id FROM totals').get();
    const position = { lastId: Number(totals?.last_id), lost: 0 };
    this.keep(target, position);
    return position;
  }

  keep(target: string, position: ForwardPosition): void {
    this.#unkept.set(target, position);
    this.#timer ??= this.#clock.schedule(() => {
      this.#timer = null;
      this.#write();
    }, keepEveryMs);
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#write();
    this.#database.close();
  }

  #write(): void {
    try {
      const update = this.#database.prepare('INSERT OR REPLACE INTO forwards VALUES (?, ?, ?)');
      for (const [target, { lastId, lost }] of this.#unkept) update.run(target, lastId, lost);
      this.#unkept.clear();
    } catch (error) {
      // Another program holds the store, or the disk is full: the next time will do. At worst some rows are sent twice.
      if (!isSqliteError(error)) throw error;
    }
  }
}
