/** Error numbers as a board shows them (MicroPython's `py/mperrno.h`), not the computer's. */
export const errno = {
  ENOENT: 2,
  EINTR: 4,
  EIO: 5,
  EBADF: 9,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EEXIST: 17,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  ENOSPC: 28,
  ENAMETOOLONG: 36,
  ENOTEMPTY: 39,
  ETIMEDOUT: 110,
} as const;

/** What WASI calls EINTR: the C library inside the image tests for this number before MicroPython sees it. */
export const wasiInterrupted = 27;

/** Translates an error of the computer's file system. */
export function boardErrno(error: unknown): number {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return Object.hasOwn(errno, code) ? errno[code as keyof typeof errno] : errno.EIO;
}
