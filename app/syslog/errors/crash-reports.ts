/**
 * What ended a board's last run it tells again after its next start, when the crash itself may be in the log already. Here such a report
 * is no error beside the crash that it tells of, the newest one of its board before: one that was sent or printed. Where that never came, the
 * report stands for it. It knows errors and the names of boards, and no stores.
 */
import { boardOfSerial } from '../via.ts';
import type { LoggedError } from './error-tally.ts';
import { isOneCrash, mayBeCrash } from './one-crash.ts';

export class CrashReports {
  readonly #boardOf: (error: LoggedError) => string;
  readonly #done: (error: LoggedError) => void;
  /** Those whose crash may come yet: one a board, for the crash of an older one is older than that. */
  readonly #waiting = new Map<string, LoggedError>();

  /** `done` gets each report that is an error. */
  constructor(boardOf: (error: LoggedError) => string, done: (error: LoggedError) => void) {
    this.#boardOf = boardOf;
    this.#done = done;
  }

  /** Takes the newest first. Whether it was a report: any other error is for its giver to go on with. */
  take(error: LoggedError): boolean {
    if (!error.isReport && this.#waiting.size === 0) return false;
    const board = this.#boardOf(error);
    const report = this.#waiting.get(board);
    if (error.isReport) {
      this.#waiting.set(board, error);
      if (report !== undefined) this.#done(report);
      return true;
    }
    if (report === undefined || !mayBeCrash(error.text)) return false;
    const isItsCrash = isOneCrash(error, report);
    // What was typed at the prompt may have raised something since; what was sent is what a report would be of.
    if (!isItsCrash && boardOfSerial(error.address) !== null) return false;
    this.#waiting.delete(board);
    const isShown = report.isAskedFor && !error.isAskedFor;
    if (!isItsCrash || isShown) this.#done(report);
    return false;
  }

  /** There is none that is older. */
  end(): void {
    for (const report of this.#waiting.values()) this.#done(report);
    this.#waiting.clear();
  }
}
