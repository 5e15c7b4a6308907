/** A log file on its way into the store, a piece at a time. It knows neither the file nor the store. */

/** A piece ends where a line ends, unless that is longer than this. */
export const longestImportedLine = 1024 * 1024;

/** Some lines of a plain log file. The pieces of a file come in order; each says what those before it told. */
export interface LogFilePiece {
  /** The file's, without its folder: it stands in place of the sender's address. */
  name: string;
  /** When the file was written last: what its times without a year or a zone are resolved against. Ms since the Unix epoch. */
  modifiedMs: number;
  /** The file's computer's offset from UTC at that time. */
  zoneOffsetMinutes: number;
  isFirst: boolean;
  /** Of the last line before these that has a time; null for none. */
  lastTimeMs: number | null;
  bytes: Uint8Array;
}

/** What came of a piece. */
export interface ImportedLines {
  /** Stored; empty ones are not. */
  lines: number;
  /** How many of them could not be read: they are stored as they are. */
  unread: number;
  /** For the next piece. */
  lastTimeMs: number | null;
}
