/** Reads the numbers of options; commander tells the person which option a refused one belongs to. */
import { InvalidArgumentError } from 'commander';

/** A port to listen on; 0 means any free one. */
export function listeningPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a number from 0 (any free one) to 65535.');
}

/** A duration above zero; fractions are welcome. Gives milliseconds. */
export function secondsAsMs(text: string): number {
  const seconds = Number(text);
  // setTimeout holds 32 bits of milliseconds, a little under 25 days.
  if (/^\d+(\.\d+)?$/.test(text) && seconds > 0 && seconds <= 2_000_000) return Math.max(1, Math.round(seconds * 1000));
  throw new InvalidArgumentError('A time is a number of seconds above 0, such as 2.5.');
}

/** What is kept of something: none of it is no wish, and a typing error would delete all. */
export function countAboveZero(text: string): number {
  const number = count(text);
  if (number > 0) return number;
  throw new InvalidArgumentError('Keep 1 at least. To keep much, give a large number.');
}

export function count(text: string): number {
  const number = Number(text);
  if (/^\d{1,9}$/.test(text)) return number;
  throw new InvalidArgumentError('A count is a whole number, such as 20.');
}
