/** The boards that errors are of, by the ids of their hosts: a board that prints here has two. It knows hosts, and no rows. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { viaOf } from '../../../app/syslog/index.ts';
import { readBoards } from '../store/board-watch.ts';

/** The addresses that `serialAddress` writes, as the index of hosts finds them. */
const isSerial = "address >= 'serial/' AND address < 'serial0'";

export class ErrorBoards {
  readonly #selectName: StatementSync;
  readonly #names = new Map<number, string>();
  readonly #printing: ReadonlyMap<number, string>;

  constructor(database: DatabaseSync) {
    this.#selectName = database.prepare('SELECT name FROM hosts WHERE id = ?');
    this.#printing = printingBoards(database);
  }

  /** The board's name in the log; null for one that never printed here. */
  printing(hostId: number): string | null {
    return this.#printing.get(hostId) ?? null;
  }

  /** The board's name in the log, or its address. */
  name(hostId: number): string {
    const known = this.#printing.get(hostId) ?? this.#names.get(hostId);
    if (known !== undefined) return known;
    const name = String(this.#selectName.get(hostId)?.name);
    this.#names.set(hostId, name);
    return name;
  }
}

/** Without what was imported: the hosts of files have no board that prints. */
function printingBoards(database: DatabaseSync): Map<number, string> {
  const names = database.prepare(`SELECT DISTINCT name FROM hosts WHERE ${isSerial}`).all();
  const found = new Map<number, string>();
  if (names.length === 0) return found;
  const boards = new Map(names.map(({ name }) => [String(name), String(name)]));
  for (const [address, board] of ownAddresses(database)) if (boards.has(board)) boards.set(address, board);
  const hosts = database.prepare('SELECT id, name, address FROM hosts WHERE name IN (SELECT value FROM json_each(?))');
  for (const { id, name, address } of hosts.all(JSON.stringify([...boards.keys()]))) {
    const board = boards.get(String(name));
    if (board !== undefined && viaOf(String(address)) !== 'file') found.set(Number(id), board);
  }
  return found;
}

/** The addresses that rows without their board's name are filed under, and the board, where only one has it. */
function ownAddresses(database: DatabaseSync): Map<string, string> {
  const named = readBoards(database).filter(({ board, address }) => board !== address);
  const found = new Map<string, string>();
  for (const { board, host } of named) {
    const isShared = named.some((other) => other.board !== board && (other.address === host || other.host === host));
    if (host !== undefined && !isShared) found.set(host, board);
  }
  return found;
}
