/**
 * A crash whose traceback a board sends, and prints on its serial line besides, is in the log twice. Here the two are one error: they are
 * of one board, tell of one crash, and are received soon after each other. Each goes with one other at most, so that what crashed twice is
 * two errors. It knows errors and the names of boards, and no stores.
 */
import { boardOfSerial } from '../via.ts';
import type { LoggedError } from './error-tally.ts';
import { isOneCrash, mayBeCrash } from './one-crash.ts';

/** A program ends at once after it has told why, unless it has to tidy up. */
const printedLateMs = 5000;
/** What is sent waits for the Wi-Fi, which a board joins within this time. */
const sentLateMs = 30_000;
/** A board that raises in a loop must not fill the memory. */
const mostKept = 200;

export interface SentAndPrintedOptions {
  /** The board's name; null for one that never printed here. */
  boardOf: (error: LoggedError) => string | null;
  /** Gets each error, but for those that were printed beside one that was sent. */
  onError: (error: LoggedError) => void;
  /** Gets these, with the one that was sent, which `onError` had before. */
  onPrintedToo: (sent: LoggedError, printed: LoggedError) => void;
}

/** Of a board, the newest first. */
interface Kept {
  /** Told already; what was printed may go with them yet. */
  sent: LoggedError[];
  /** They wait for the ones that were sent. */
  printed: LoggedError[];
}

export class SentAndPrinted {
  readonly #options: SentAndPrintedOptions;
  readonly #boards = new Map<string, Kept>();

  constructor(options: SentAndPrintedOptions) {
    this.#options = options;
  }

  /** Takes the newest first. */
  take(error: LoggedError): void {
    const name = this.#options.boardOf(error);
    if (name === null || !mayBeCrash(error.text)) this.#options.onError(error);
    else if (boardOfSerial(error.address) === null) this.#takeSent(this.#board(name), error);
    else this.#takePrinted(this.#board(name), error);
  }

  /** There is none that is older. */
  end(): void {
    for (const { printed } of this.#boards.values()) for (const error of printed) this.#options.onError(error);
    this.#boards.clear();
  }

  #takeSent({ sent, printed }: Kept, error: LoggedError): void {
    this.#options.onError(error);
    while (isReceivedAfter(printed[0], error.receivedAtMs + printedLateMs)) this.#giveUp(printed);
    // The newest of them is given up first: so as many as possible find their other one.
    const at = printed.findIndex((each) => goTogether(error, each));
    const [other] = at === -1 ? [] : printed.splice(at, 1);
    if (other !== undefined) this.#options.onPrintedToo(error, other);
    else if (sent.push(error) > mostKept) sent.splice(0, mostKept / 2);
  }

  #takePrinted({ sent, printed }: Kept, error: LoggedError): void {
    const isOver = (each: LoggedError) => isReceivedAfter(each, error.receivedAtMs + sentLateMs);
    sent.splice(0, sent.findLastIndex(isOver) + 1);
    const at = sent.findIndex((each) => goTogether(each, error));
    const [other] = at === -1 ? [] : sent.splice(at, 1);
    if (other !== undefined) this.#options.onPrintedToo(other, error);
    else if (printed.push(error) > mostKept) this.#giveUp(printed);
  }

  #giveUp(printed: LoggedError[]): void {
    const first = printed.shift();
    if (first !== undefined) this.#options.onError(first);
  }

  #board(name: string): Kept {
    const known = this.#boards.get(name);
    if (known !== undefined) return known;
    const board = { sent: [], printed: [] };
    this.#boards.set(name, board);
    return board;
  }
}

function isReceivedAfter(error: LoggedError | undefined, atMs: number): boolean {
  return error !== undefined && error.receivedAtMs > atMs;
}

function goTogether(sent: LoggedError, printed: LoggedError): boolean {
  const lateMs = sent.receivedAtMs - printed.receivedAtMs;
  return lateMs <= sentLateMs && lateMs >= -printedLateMs && isOneCrash(sent, printed);
}
