/**
 * What Python on a simulated board asks of the outside. Python calls `_host.call(name, ...)`: the worker thread sends the
 * request to its owner thread, blocks in `Atomics.wait`, and gets the answer. Handlers answer at once; what takes time
 * (a connect, a datagram to come, a name to resolve) is started, answers -EAGAIN (-11) while it lasts, and wakes the
 * worker when it is over: the Python face loops over `_host.wait(ms)` and asks again, so that Ctrl-C and soft interrupts
 * arrive in between.
 */
import type { Disposable } from '../../../app/base/index.ts';

/**
 * One system call on the owner's side. A buffer travels as two numbers, its address in linear memory and its length, and is
 * read and written in place in `memory` (shared; fetch views anew on every call, for it grows). A number below zero is an
 * error number with a minus sign, in the numbering that a board shows (ENOENT 2, EAGAIN 11, ETIMEDOUT 110).
 */
export type SystemCall = (args: readonly (number | string)[], memory: Uint8Array) => number | string;

/** `soft`: Ctrl-D. `hard`: `machine.reset()` or the watchdog. `power`: the supply was away. */
export type ResetKind = 'soft' | 'hard' | 'power';

/** A part of the outside: sockets, the file system, the WLAN. One a board. */
export interface SystemCallProvider extends Disposable {
  /** By name, `socket.recv`. */
  readonly calls: Readonly<Record<string, SystemCall>>;
  /**
   * The board restarted: everything open is closed. Settings are as at power-on, but a `soft` reset (the default)
   * leaves what a real board's soft reset leaves, such as the Wi-Fi connection.
   */
  reset(kind?: ResetKind): void;
}

/** What a provider is given. */
export interface SystemCallHost {
  /** Ends the worker's current or next `_host.wait`. */
  wake(): void;
}
