/** Host names to addresses through the computer's resolver, for callers that ask again until the answer is there. */
import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import { errno, type SocketContext } from './board-socket.ts';

/** A program that asks for ever new names without fetching the answers holds no more than these. */
const largestPending = 32;

export class NameLookup {
  readonly #context: SocketContext;
  #answers = new Map<string, string | number>();

  constructor(context: SocketContext) {
    this.#context = context;
  }

  /** The address as a literal; -EAGAIN while the resolver is asked, -2 when nobody knows the name (or the board is offline). */
  resolve(name: string): string | number {
    if (isIP(name) !== 0) return name;
    if (name === '') return '0.0.0.0';
    if (!this.#context.isOnline()) return -errno.noName;
    const answer = this.#answers.get(name);
    if (answer !== undefined) {
      if (answer !== -errno.EAGAIN) this.#answers.delete(name);
      return answer;
    }
    if (this.#answers.size >= largestPending) this.#answers.clear();
    const answers = this.#answers;
    answers.set(name, -errno.EAGAIN);
    // IPv4 first, as MicroPython prefers it.
    lookup(name, { order: 'ipv4first' }, (error, address) => {
      if (answers.has(name)) answers.set(name, error === null ? address : -errno.noName);
      this.#context.wake();
    });
    return -errno.EAGAIN;
  }

  clear(): void {
    this.#answers = new Map();
  }
}
