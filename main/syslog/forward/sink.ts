/** Where a forwarder puts rows: the seam between what to send and how. */
import type { SyslogRow } from '../../../app/syslog/index.ts';

/** What became of rows that were sent. */
export interface SinkAnswer {
  /** How many of them the other side will never take. */
  refused: number;
  /** Why it refused, as it last said; null when it refused nothing. */
  reason: string | null;
}

export const allTaken: SinkAnswer = { refused: 0, reason: null };

export interface Sink {
  /** Rows that one call takes at most. */
  readonly batchRows: number;
  /** Sends rows in order. Rejects when they should be tried again. */
  send(rows: readonly SyslogRow[], signal: AbortSignal): Promise<SinkAnswer>;
  dispose(): void;
}
