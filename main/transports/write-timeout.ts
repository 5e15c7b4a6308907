/** A write that a board must take in time: a USB board that does not read makes its writer wait for ever. */
import { BrambleError } from '../../app/base/index.ts';

/** Longer than the longest time that a Pico W's flash keeps it from reading: a block erase of 64 KB takes up to 2 s. */
export const writeTimeoutMs = 10_000;

/**
 * Settles with what `begin` reports, or rejects with `not-responding` after the time. `begin` calls back once, with an error or
 * with null; what it calls after the time is ignored.
 */
export function writeInTime(
  address: string,
  timeoutMs: number,
  begin: (done: (error: BrambleError | null) => void) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = () =>
      reject(
        new BrambleError(
          'not-responding',
          `The board at ${address} took nothing of what was sent for ${timeoutMs / 1000} s. Unplug it and plug it in again.`,
        ),
      );
    const timer = setTimeout(late, timeoutMs);
    begin((error) => {
      clearTimeout(timer);
      if (error === null) resolve();
      else reject(error);
    });
  });
}
