/** A value as JSON for a program that reads, which a terminal may show all the same. */
import { terminalSteering } from './terminal-steering.ts';

/** One line, in which nothing that steers a terminal stands as it is. JSON itself escapes only the controls below 0x20. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(
    terminalSteering,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
