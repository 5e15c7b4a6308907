/**
 * The master end of a pseudo-terminal as a line that programs pick up and put down: tells when somebody opened the slave, what
 * he sends, and when he closed it. Knows nothing of boards.
 *
 * A hung-up master (nobody has the slave open) reads EIO on Linux and end-of-file on macOS, at once and for ever, so it must not
 * stand in the event loop's poll set: a look ten times a second finds the next client. Holding the slave open ourselves
 * would hide the hang-up, and what the board prints then would stand in the kernel until the next client reads it as news.
 */
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { BrambleError, type Disposable } from '../../../app/base/index.ts';
import type { Libc } from './libc.ts';

const lookEveryMs = 100;
/** A full kernel buffer is tried again after this, doubling up to the longest: a client that stopped reading costs little. */
const firstRetryMs = 1;
const longestRetryMs = 32;
const chunkBytes = 4096;

export interface TerminalEvents {
  onPickedUp(): void;
  /** No more bytes come until the promise resolved. */
  onBytes(bytes: Uint8Array): Promise<void>;
  onPutDown(): void;
}

export class TerminalMaster implements Disposable {
  /** The slave's path, for other programs to open. */
  readonly path: string;
  readonly #libc: Libc;
  readonly #fd: number;
  readonly #events: TerminalEvents;
  #looking: NodeJS.Timeout | undefined;
  #stream: ReadStream | undefined;
  #disposed = false;

  constructor(libc: Libc, events: TerminalEvents) {
    this.#libc = libc;
    this.#events = events;
    this.#fd = openSync('/dev/ptmx', constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
    const path = libc.grantpt(this.#fd) === 0 && libc.unlockpt(this.#fd) === 0 ? libc.ptsname(this.#fd) : null;
    if (path === null) {
      closeSync(this.#fd);
      throw new BrambleError(
        'not-supported',
        'The system refused a pseudo-terminal. Offer the board on a TCP port instead: bramble sim --tcp 0.',
      );
    }
    this.path = path;
    this.#makeFresh();
    this.#lookAgain(0);
  }

  /** Sends to the program that has the slave open; resolves when the kernel took it, or when nobody is there any more. */
  async send(bytes: Uint8Array): Promise<void> {
    const stream = this.#stream;
    let retryMs = firstRetryMs;
    for (let sent = 0; sent < bytes.length && stream !== undefined && this.#stream === stream; ) {
      const count = this.#write(bytes.subarray(sent, sent + chunkBytes));
      sent += count;
      if (count > 0) {
        retryMs = firstRetryMs;
        continue;
      }
      await new Promise((resolve) => setTimeout(resolve, retryMs));
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    }
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    clearTimeout(this.#looking);
    this.#stream?.destroy();
    this.#stream = undefined;
    closeSync(this.#fd);
  }

  /**
   * Raw before anybody opens it, so that no byte is echoed; what the last client did not read is not for the next one; and
   * opened once, for Linux reports no hang-up before.
   */
  #makeFresh(): void {
    try {
      const slave = openSync(this.path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
      this.#libc.makeRaw(slave);
      this.#libc.discardInput(slave);
      closeSync(slave);
    } catch {
      // The last client left it for itself alone (TIOCEXCL), which Linux undoes with the pseudo-terminal only.
    }
  }

  #write(bytes: Uint8Array): number {
    try {
      return writeSync(this.#fd, bytes);
    } catch (error) {
      if (isCode(error, 'EAGAIN')) return 0;
      // The hang-up is told by the reading side; nobody misses the bytes.
      return bytes.length;
    }
  }

  /** Looks whether somebody opened the slave; what he has sent by then is read on the way. */
  #look(): void {
    const found = this.#probe();
    if (found === undefined || !this.#pickUp(found)) this.#lookAgain(lookEveryMs);
  }

  #lookAgain(afterMs: number): void {
    if (!this.#disposed) this.#looking = setTimeout(() => this.#look(), afterMs);
  }

  /** What a client has sent, nothing yet included; undefined when there is no client. */
  #probe(): Uint8Array | undefined {
    const bytes = new Uint8Array(chunkBytes);
    const count = this.#libc.readNow(this.#fd, bytes);
    return count === undefined ? undefined : bytes.subarray(0, Math.max(0, count));
  }

  /** False when the process has no file descriptor left; another look may find one. */
  #pickUp(first: Uint8Array): boolean {
    const copy = this.#libc.duplicate(this.#fd);
    if (copy < 0) return false;
    // Its end closes the copy; the master itself lives on.
    const stream = new ReadStream(copy);
    this.#stream = stream;
    const pass = (bytes: Uint8Array) => {
      stream.pause();
      void this.#events.onBytes(bytes).finally(() => stream.resume());
    };
    stream.on('data', pass);
    stream.on('error', () => this.#putDown(stream));
    stream.on('end', () => this.#putDown(stream));
    this.#events.onPickedUp();
    if (first.length > 0) pass(first);
    return true;
  }

  #putDown(stream: ReadStream): void {
    if (this.#stream !== stream) return;
    this.#stream = undefined;
    stream.destroy();
    this.#makeFresh();
    this.#events.onPutDown();
    this.#lookAgain(0);
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
