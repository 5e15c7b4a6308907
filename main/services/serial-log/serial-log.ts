/**
 * What boards print, kept in the log beside what they send there, under the same name. It knows boards by their addresses and a log to
 * put messages into, and neither lines to boards nor stores.
 */
import { type Clock, type Disposable, type Event, toDisposable } from '../../../app/base/index.ts';
import type { SerialLogChoice } from '../../../app/contract/index.ts';
import { SerialLines, type SerialText, serialAddress, serialMessage } from '../../../app/syslog/index.ts';
import { usualBoardName } from './board-name.ts';
import { WaitingLines } from './waiting-lines.ts';

/** A line that has no end yet is kept as it is when the board rests so long: a question, a dot of a progress. */
const restMs = 1000;
/** A board that begins to log is known under its name so soon. */
const askAgainMs = 2000;
/** A board that was just started prints before its Wi-Fi lets it send: the log knows it only then, after up to so long. */
const knownWithinMs = 30_000;

/** What the log takes: a message as the network would have brought it. */
export interface OtherMessage {
  bytes: Uint8Array;
  address: string;
  receivedAtMs: number;
}

export interface SerialLogSettings {
  keeps: SerialLogChoice;
  /** Board address to the name in the log. */
  boards: Record<string, string>;
}

export interface SerialLogOptions {
  clock: Clock;
  settings: SerialLogSettings;
  save: (settings: SerialLogSettings) => Promise<void>;
  take: (messages: readonly OtherMessage[]) => void;
  onDidChangeLog: Event<unknown>;
  /** The name of the board in the log; null when it never sent anything there. */
  loggedName: (address: string) => Promise<string | null>;
}

interface Line extends SerialText {
  program: string;
  receivedAtMs: number;
  /** Whether it is kept though its board sends nothing to the log: as the user had it when it was printed. */
  always: boolean;
}

interface Board {
  lines: SerialLines;
  program: string;
  rest: Disposable;
  name: { askedAtMs: number; askedChange: number; asking: boolean; isAnswered: boolean };
  waiting: WaitingLines<Line>;
  /** Asks for its name again. */
  again: Disposable;
}

const nothing = toDisposable(() => {});

export class SerialLog implements Disposable {
  readonly #options: SerialLogOptions;
  readonly #boards = new Map<string, Board>();
  readonly #subscription: Disposable;
  #settings: SerialLogSettings;
  #saving: Promise<void> = Promise.resolve();
  #changes = 1;

  constructor(options: SerialLogOptions) {
    this.#options = options;
    this.#settings = options.settings;
    this.#subscription = options.onDidChangeLog(() => {
      this.#changes++;
      for (const [address, board] of this.#boards) {
        if (!board.waiting.isEmpty) this.#askNameSometimes(address, board);
      }
    });
  }

  get keeps(): SerialLogChoice {
    return this.#settings.keeps;
  }

  async keep(keeps: SerialLogChoice): Promise<void> {
    const saved = this.#change({ ...this.#settings, keeps });
    for (const [address, board] of this.#boards) this.#settle(address, board);
    await saved;
  }

  /** The board's name in the log, as far as it is known here. */
  nameOf(address: string): string | null {
    return this.#settings.boards[address] ?? null;
  }

  /** The board logs under this name: it was set up so. */
  async name(address: string, name: string): Promise<void> {
    if (this.#settings.boards[address] === name) return;
    const saved = this.#change({ ...this.#settings, boards: { ...this.#settings.boards, [address]: name } });
    const board = this.#boards.get(address);
    if (board !== undefined) this.#settle(address, board);
    await saved;
  }

  /** The board printed this while `program` ran. */
  printed(address: string, bytes: Uint8Array, program: string): void {
    if (this.#settings.keeps === 'none') return;
    const board = this.#board(address);
    board.program = program;
    this.#store(address, board, board.lines.take(bytes));
    board.rest.dispose();
    if (board.lines.isWaiting) board.rest = this.#options.clock.schedule(() => this.#rest(address, board), restMs);
  }

  /** Somebody types this; it is not kept when the board sends it back. */
  typed(address: string, bytes: Uint8Array): void {
    if (this.#settings.keeps !== 'none') this.#board(address).lines.type(bytes);
  }

  /** Keeps what is there, and nothing more; resolves when the settings are saved. */
  async dispose(): Promise<void> {
    this.#subscription.dispose();
    for (const [address, board] of this.#boards) {
      this.#rest(address, board);
      board.name.isAnswered = true;
      this.#settle(address, board);
      board.waiting.take(() => true);
      board.again.dispose();
    }
    this.#boards.clear();
    // One that could not be saved was told to who changed it.
    await this.#saving.catch(() => {});
  }

  #board(address: string): Board {
    const known = this.#boards.get(address);
    if (known !== undefined) return known;
    const board: Board = {
      lines: new SerialLines(),
      program: '',
      rest: nothing,
      name: { askedAtMs: Number.NEGATIVE_INFINITY, askedChange: 0, asking: false, isAnswered: false },
      waiting: new WaitingLines(),
      again: nothing,
    };
    this.#boards.set(address, board);
    return board;
  }

  #rest(address: string, board: Board): void {
    board.rest.dispose();
    this.#store(address, board, board.lines.rest());
  }

  #store(address: string, board: Board, texts: readonly SerialText[]): void {
    if (texts.length === 0) return;
    const receivedAtMs = this.#options.clock.now();
    const always = this.#settings.keeps === 'all';
    board.waiting.push(texts.map((text) => ({ ...text, receivedAtMs, program: board.program, always })));
    const isUnknown = this.#settings.boards[address] === undefined && board.name.isAnswered && !always;
    // The board sends nothing to the log, or not yet: its lines wait and grow old.
    if (isUnknown) board.waiting.dropWhile((line) => !this.#isYoung(line));
    else this.#settle(address, board);
    this.#askNameSometimes(address, board);
  }

  /**
   * Puts into the log what waits, as far as it is known where it belongs. A board that the log knows need not wait, and stands in order with
   * what it sends. What a board printed that is not known within its time is dropped.
   */
  #settle(address: string, { waiting, name }: Board): void {
    const known = this.#settings.boards[address];
    if (known === undefined && !name.isAnswered) return;
    const isWanted = (line: Line) => line.always || (known !== undefined && this.#isYoung(line));
    this.#put(address, known ?? usualBoardName(address), waiting.take(isWanted));
    // The rest is dropped, unless its board may become known yet.
    waiting.take((line) => known !== undefined || this.#settings.keeps !== 'logging' || !this.#isYoung(line));
  }

  #isYoung({ receivedAtMs }: Line): boolean {
    return this.#options.clock.now() - receivedAtMs <= knownWithinMs;
  }

  #put(address: string, host: string, lines: readonly Line[]): void {
    if (lines.length === 0) return;
    this.#options.take(
      lines.map(({ receivedAtMs, program, ...text }) => ({
        bytes: serialMessage({ host, program }, text),
        address: serialAddress(address),
        receivedAtMs,
      })),
    );
  }

  /** Lines wait, and the log may know their board by now. */
  #askForWaiting(address: string, board: Board): void {
    this.#settle(address, board);
    if (!board.waiting.isEmpty) this.#askNameSometimes(address, board);
  }

  /** Only a log with something new may know the board by another name. */
  #askNameSometimes(address: string, board: Board): void {
    const { name } = board;
    const { clock } = this.#options;
    if (name.asking || name.askedChange === this.#changes) return;
    const inMs = name.askedAtMs + askAgainMs - clock.now();
    board.again.dispose();
    if (inMs > 0) {
      if (!board.waiting.isEmpty) board.again = clock.schedule(() => this.#askForWaiting(address, board), inMs);
      return;
    }
    board.name = { ...name, askedAtMs: clock.now(), askedChange: this.#changes, asking: true };
    void this.#ask(address, board);
  }

  async #ask(address: string, board: Board): Promise<void> {
    // A log that cannot be read has no names, and its status says why.
    const found = await this.#options.loggedName(address).catch(() => null);
    board.name.asking = false;
    board.name.isAnswered = true;
    // A file that cannot be written is read at the next start only: until then the name is known.
    if (found !== null && this.#boards.get(address) === board) await this.name(address, found).catch(() => {});
    this.#askForWaiting(address, board);
  }

  #change(settings: SerialLogSettings): Promise<void> {
    this.#settings = settings;
    const saved = this.#saving.catch(() => {}).then(() => this.#options.save(settings));
    this.#saving = saved;
    return saved;
  }
}
