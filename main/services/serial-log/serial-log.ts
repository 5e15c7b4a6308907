/**
 * What boards print, kept in the log beside what they send there, under the same name. It knows boards by their addresses and a log to
 * put messages into, and neither lines to boards nor stores.
 */
import { type Clock, type Disposable, type Event, toDisposable } from '../../../app/base/index.ts';
import type { SerialLogChoice } from '../../../app/contract/index.ts';
import { SerialLines, type SerialText, serialAddress, serialMessage } from '../../../app/syslog/index.ts';
import { usualBoardName } from './board-name.ts';

/** A line that has no end yet is kept as it is when the board rests so long: a question, a dot of a progress. */
const restMs = 1000;
/** A board that begins to log is known under its name so soon. */
const askAgainMs = 2000;

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
  name: { askedAtMs: number; askedChange: number; asking: boolean };
  /** Lines that wait until it is known where they belong. */
  waiting: Line[] | null;
}

/** The lines of a board whose name is being looked up; it takes milliseconds. */
const mostWaiting = 10_000;

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
    });
  }

  get keeps(): SerialLogChoice {
    return this.#settings.keeps;
  }

  async keep(keeps: SerialLogChoice): Promise<void> {
    await this.#change({ ...this.#settings, keeps });
  }

  /** The board logs under this name: it was set up so. */
  async name(address: string, name: string): Promise<void> {
    if (this.#settings.boards[address] === name) return;
    await this.#change({ ...this.#settings, boards: { ...this.#settings.boards, [address]: name } });
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

  dispose(): void {
    this.#subscription.dispose();
    for (const [address, board] of this.#boards) this.#rest(address, board);
    this.#boards.clear();
  }

  #board(address: string): Board {
    const known = this.#boards.get(address);
    if (known !== undefined) return known;
    const board: Board = {
      lines: new SerialLines(),
      program: '',
      rest: toDisposable(() => {}),
      name: { askedAtMs: Number.NEGATIVE_INFINITY, askedChange: 0, asking: false },
      // A known one need not wait, and stands in order with what it sends.
      waiting: this.#settings.boards[address] === undefined ? [] : null,
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
    const lines = texts.map((text) => ({ ...text, receivedAtMs, program: board.program, always }));
    this.#askNameSometimes(address, board);
    if (board.waiting === null) this.#put(address, lines);
    else board.waiting = [...board.waiting, ...lines].slice(-mostWaiting);
  }

  #put(address: string, lines: readonly Line[]): void {
    const known = this.#settings.boards[address];
    const kept = known === undefined ? lines.filter(({ always }) => always) : lines;
    if (kept.length === 0) return;
    const host = known ?? usualBoardName(address);
    this.#options.take(
      kept.map(({ receivedAtMs, program, ...text }) => ({
        bytes: serialMessage({ host, program }, text),
        address: serialAddress(address),
        receivedAtMs,
      })),
    );
  }

  /** Only a log with something new may know the board by another name. */
  #askNameSometimes(address: string, board: Board): void {
    const { name } = board;
    const nowMs = this.#options.clock.now();
    if (name.asking || name.askedChange === this.#changes || nowMs < name.askedAtMs + askAgainMs) return;
    board.name = { askedAtMs: nowMs, askedChange: this.#changes, asking: true };
    void this.#ask(address, board);
  }

  async #ask(address: string, board: Board): Promise<void> {
    // A log that cannot be read has no names, and its status says why.
    const found = await this.#options.loggedName(address).catch(() => null);
    board.name.asking = false;
    // A file that cannot be written is read at the next start only: until then the name is known.
    if (found !== null) await this.name(address, found).catch(() => {});
    const { waiting } = board;
    board.waiting = null;
    this.#put(address, waiting ?? []);
  }

  #change(settings: SerialLogSettings): Promise<void> {
    this.#settings = settings;
    const saved = this.#saving.catch(() => {}).then(() => this.#options.save(settings));
    this.#saving = saved;
    return saved;
  }
}
