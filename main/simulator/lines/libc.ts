/** The few functions of the C library that make a pseudo-terminal, which Node does not offer. Linux and macOS. */
import { BrambleError } from '../../../app/base/index.ts';

export interface Libc {
  grantpt(fd: number): number;
  unlockpt(fd: number): number;
  ptsname(fd: number): string | null;
  /**
   * Reads what is there without waiting: how many bytes, -1 when nothing is, undefined when the other end is closed. Node's
   * `readSync` throws for the last two, which costs a hundred times the call.
   */
  readNow(fd: number, bytes: Uint8Array): number | undefined;
  /** A copy of the descriptor that child processes do not inherit, or -1. */
  duplicate(fd: number): number;
  /** Sets raw mode: no echo, no line editing, bytes as they are. */
  makeRaw(fd: number): void;
  /** Throws away what waits to be read. */
  discardInput(fd: number): void;
}

/** `struct termios` is 60 bytes on Linux and 72 on macOS; its inside is left to the C library. */
const termiosBytes = 256;
const constants = {
  linux: { F_DUPFD_CLOEXEC: 1030, TCIFLUSH: 0, EAGAIN: 11 },
  darwin: { F_DUPFD_CLOEXEC: 67, TCIFLUSH: 1, EAGAIN: 35 },
} as const;

/** Loads the library. Rejects with `not-supported` where there are no pseudo-terminals. */
export async function loadLibc(system: NodeJS.Platform): Promise<Libc> {
  if (system !== 'linux' && system !== 'darwin') {
    throw new BrambleError(
      'not-supported',
      'This system has no pseudo-terminals. Offer the board on a TCP port instead: bramble sim --tcp 0.',
    );
  }
  const { F_DUPFD_CLOEXEC, TCIFLUSH, EAGAIN } = constants[system];
  // Loaded when it is needed: a native module that a platform lacks must not keep the rest from starting.
  const { default: koffi } = await import('koffi');
  const library = koffi.load(null);
  const tcgetattr: (fd: number, termios: Uint8Array) => number = library.func('int tcgetattr(int, void *)');
  const tcsetattr: (fd: number, when: number, termios: Uint8Array) => number = library.func(
    'int tcsetattr(int, int, void *)',
  );
  const cfmakeraw: (termios: Uint8Array) => void = library.func('void cfmakeraw(void *)');
  const tcflush: (fd: number, queue: number) => number = library.func('int tcflush(int, int)');
  const read: (fd: number, into: Uint8Array, count: number) => number = library.func(
    'intptr_t read(int, void *, size_t)',
  );
  const fcntl: (fd: number, command: number, type: 'int', value: number) => number =
    library.func('int fcntl(int, int, ...)');
  return {
    grantpt: library.func('int grantpt(int)'),
    unlockpt: library.func('int unlockpt(int)'),
    ptsname: library.func('const char *ptsname(int)'),
    readNow(fd, bytes) {
      const count = Number(read(fd, bytes, bytes.length));
      if (count > 0) return count;
      return count < 0 && koffi.errno() === EAGAIN ? -1 : undefined;
    },
    duplicate: (fd) => fcntl(fd, F_DUPFD_CLOEXEC, 'int', 0),
    makeRaw(fd) {
      const termios = new Uint8Array(termiosBytes);
      if (tcgetattr(fd, termios) !== 0) return;
      cfmakeraw(termios);
      tcsetattr(fd, 0, termios);
    },
    discardInput(fd) {
      tcflush(fd, TCIFLUSH);
    },
  };
}
