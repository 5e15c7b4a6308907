/** Where a forwarder puts rows: the seam between what to send and how. */
import type { SyslogRow } from '../../../app/syslog/index.ts';

export interface Sink {
  /** Rows that one call takes at most. */
  readonly batchRows: number;
  /**
   * Sends rows in order. Rejects when they should be tried again; resolves with how many of them the other side will never
   * take.
   */
  send(rows: readonly SyslogRow[], signal: AbortSignal): Promise<number>;
  dispose(): void;
}
