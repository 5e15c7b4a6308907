/**
 * The lines of the log into a file, oldest first, a page at a time, as `bramble syslog export` writes them. It knows no page and no
 * browser: what takes the text is its caller's.
 */
import { BrambleError } from '../../../app/base/index.ts';
import type { SyslogService } from '../../../app/contract/index.ts';
import {
  ExportedLines,
  type ExportFormat,
  type RowSource,
  rowsBetween,
  type SyslogFilter,
  type SyslogRow,
} from '../../../app/syslog/index.ts';
import { type ExportProgress, tooManyInWords } from './export-words.ts';

/** What is exported: the rows that pass a filter, or some that are there already. */
export type ExportedRows = { kind: 'found'; filter: SyslogFilter } | { kind: 'chosen'; rows: readonly SyslogRow[] };

export interface ExportOptions {
  syslog: Pick<SyslogService, 'status' | 'rows'>;
  exported: ExportedRows;
  format: ExportFormat;
  /** More than these are refused; null for no bound. */
  mostRows: number | null;
  write: (text: string) => Promise<void>;
  signal: AbortSignal;
  onProgress: (progress: ExportProgress) => void;
}

/**
 * Writes every row that is in the log when it begins, and none that comes meanwhile; resolves with how many they were. Rejects with
 * `not-supported` for more rows than there may be, with the signal's reason, and with what the host or `write` rejects with.
 */
export async function exportRows(options: ExportOptions): Promise<number> {
  const { exported, format, mostRows, write, signal, onProgress } = options;
  const lines = new ExportedLines(format);
  const progress = { rows: 0, part: 0 };
  const put = async (text: string | null) => {
    signal.throwIfAborted();
    if (text !== null) await write(`${text}\n`);
  };
  const pages =
    exported.kind === 'chosen'
      ? [exported.rows]
      : foundPages(options, exported.filter, (part) => {
          progress.part = part;
          onProgress({ ...progress });
        });
  await put(lines.head);
  for await (const rows of pages) {
    progress.rows += rows.length;
    if (mostRows !== null && progress.rows > mostRows) {
      throw new BrambleError('not-supported', tooManyInWords(null, mostRows, format));
    }
    await put(lines.take(rows));
    onProgress({ ...progress });
  }
  await put(lines.end());
  signal.throwIfAborted();
  return progress.rows;
}

/** `onPart` is told of pages without rows as well: a search may go a long way without finding anything. */
async function* foundPages(
  { syslog, signal }: ExportOptions,
  filter: SyslogFilter,
  onPart: (part: number) => void,
): AsyncGenerator<SyslogRow[]> {
  const { lastId, totalRows } = await syslog.status();
  // Ids have no holes: only the oldest rows are ever deleted.
  const afterId = lastId - totalRows;
  const source: RowSource = {
    async rows(filter, page) {
      signal.throwIfAborted();
      const rows = await syslog.rows(filter, page);
      onPart(((page.beforeId ?? lastId + 1) - 1 - afterId) / totalRows);
      return rows;
    },
  };
  yield* rowsBetween(source, filter, { afterId, lastId });
}
