/** What went wrong on this computer, as the number that a board's OSError has. */

/** Linux's numbers, which MicroPython has on every board. */
const numbers: Readonly<Record<string, number>> = {
  EPERM: 1,
  ENOENT: 2,
  EIO: 5,
  EBADF: 9,
  EACCES: 13,
  EBUSY: 16,
  EEXIST: 17,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  EMFILE: 24,
  ENOSPC: 28,
  EROFS: 30,
  ENAMETOOLONG: 36,
  ENOTEMPTY: 39,
};

export class BoardErrno extends Error {
  readonly errno: number;

  constructor(errno: number) {
    super(`OSError ${errno}`);
    this.errno = errno;
  }

  /** EIO for what a board knows no number for; a link that goes round leads nowhere. */
  static of(error: unknown): number {
    if (error instanceof BoardErrno) return error.errno;
    const { code = '' } = error as NodeJS.ErrnoException;
    return numbers[code === 'ELOOP' ? 'ENOENT' : code] ?? 5;
  }
}
