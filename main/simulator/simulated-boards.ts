/** The simulated boards of this process, by name: started when first asked for, and on until the process ends or disposes them. */
import path from 'node:path';
import { BrambleError, type Disposable, DisposableStore } from '../../app/base/index.ts';
import { parseBoardAddress } from '../../app/board/index.ts';
import type { BoardLine } from '../../app/simulator/index.ts';
import { systemClock } from '../platform/system-clock.ts';
import { keepBench } from './bench-file.ts';
import { lockFlash } from './flash/flash-lock.ts';
import { PreparationCache } from './preparation-cache.ts';
import { SimulatedBoard } from './simulated-board.ts';

export interface SimulatedBoardsOptions {
  /** Boards keep their flash in `boards/NAME/flash` of it, and what makes them start quickly in `cache/simulated-board`. */
  dataFolder: string;
  /** Keeps what is joined to a board beside its flash, in `boards/NAME/bench.json`; told why that failed. */
  keepBench?: (error: unknown) => void;
}

export class SimulatedBoards implements Disposable {
  readonly #dataFolder: string;
  readonly #reportBench: SimulatedBoardsOptions['keepBench'];
  readonly #boards = new Map<string, Promise<SimulatedBoard>>();
  readonly #locks = new Map<string, Disposable>();
  readonly #kept = new DisposableStore();
  readonly #preparations: PreparationCache;
  #disposed = false;

  constructor({ dataFolder, keepBench }: SimulatedBoardsOptions) {
    this.#dataFolder = dataFolder;
    this.#reportBench = keepBench;
    this.#preparations = new PreparationCache({ folder: path.join(dataFolder, 'cache', 'simulated-board') });
  }

  /** Names of the boards that are on. */
  get names(): string[] {
    return [...this.#boards.keys()];
  }

  /** The board of that name, switched on if it is off; rejects as `start`. */
  board(name: string): Promise<SimulatedBoard> {
    return this.start(name);
  }

  /**
   * Switches a board on, if it is off; `flashFolder` puts its flash elsewhere. Rejects with `port-busy` when another process runs a
   * board on the same flash, `bad-address` for an impossible name, `simulator-crashed` when the interpreter does not start.
   */
  start(name: string, options: { flashFolder?: string } = {}): Promise<SimulatedBoard> {
    const running = this.#boards.get(name);
    if (running !== undefined) return running;
    const started = this.#start(name, options.flashFolder ?? path.join(this.#dataFolder, 'boards', name, 'flash'));
    this.#boards.set(name, started);
    // A board that did not start may start at the next attempt.
    started.catch(() => this.#boards.delete(name));
    return started;
  }

  /** Plugs a line into the board of that name, as `board`. */
  async openLine(name: string): Promise<BoardLine> {
    return (await this.board(name)).openLine();
  }

  /** Switches every board off, and releases its flash once it writes there no more; resolves when no file is touched any longer. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#kept.dispose();
    const started = [...this.#boards];
    this.#boards.clear();
    await Promise.all(started.map(([name, board]) => this.#end(name, board)));
    await this.#preparations.settled();
  }

  async #end(name: string, started: Promise<SimulatedBoard>): Promise<void> {
    // One that did not start has released its lock itself.
    const board = await started.catch(() => undefined);
    await board?.dispose();
    this.#locks.get(name)?.dispose();
    this.#locks.delete(name);
  }

  #keepBench({ bench, flashFolder }: SimulatedBoard): void {
    const report = this.#reportBench;
    if (report === undefined) return;
    const file = path.join(path.dirname(flashFolder), 'bench.json');
    this.#kept.add(keepBench({ bench, file, clock: systemClock, report }));
  }

  async #start(name: string, flashFolder: string): Promise<SimulatedBoard> {
    parseBoardAddress(`sim:${name}`);
    if (this.#disposed) throw switchedOff();
    const lock = lockFlash({ flashFolder, name });
    this.#locks.set(name, lock);
    try {
      const board = await SimulatedBoard.start({ name, flashFolder, preparations: this.#preparations });
      if (!this.#disposed) {
        this.#keepBench(board);
        return board;
      }
      await board.dispose();
      throw switchedOff();
    } catch (error) {
      lock.dispose();
      this.#locks.delete(name);
      throw error;
    }
  }
}

const switchedOff = () => new BrambleError('no-board', 'The simulated boards are switched off.');
