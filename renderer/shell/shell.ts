/** The boards' terminals: one each, made when its board first prints or is shown, kept as long as the page. */
import { type Disposable, DisposableStore } from '../../app/base/index.ts';
import type { Host } from '../client/host.ts';
import { BoardTerminal } from './board-terminal.ts';
import type { LinkOf } from './source-links.ts';

export class Shell implements Disposable {
  #host: Host;
  #report: (error: unknown) => void;
  #terminals = new Map<string, BoardTerminal>();
  #owned = new DisposableStore();
  #linkOf: LinkOf = () => null;

  constructor(host: Host, report: (error: unknown) => void) {
    this.#host = host;
    this.#report = report;
    this.#owned.add(
      host.onEvent('board.output', ({ address, position, bytes }) => this.terminal(address).show(position, bytes)),
    );
    this.#owned.add(
      host.onDidConnect(() => {
        for (const [address, terminal] of this.#terminals) this.#catchUp(address, terminal);
      }),
    );
  }

  terminal(address: string): BoardTerminal {
    const known = this.#terminals.get(address);
    if (known !== undefined) return known;
    const terminal = this.#owned.add(
      new BoardTerminal({
        type: (bytes) => this.#host.services.boards.type(address, bytes),
        report: this.#report,
        linkOf: (file, line) => this.#linkOf(file, line),
      }),
    );
    this.#terminals.set(address, terminal);
    this.#catchUp(address, terminal);
    return terminal;
  }

  /** What opens the places that boards' output names. */
  followLinks(linkOf: LinkOf): void {
    this.#linkOf = linkOf;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #catchUp(address: string, terminal: BoardTerminal): void {
    terminal.catchUp(() => this.#host.services.boards.recentOutput(address));
  }
}
