/** What `syslog export` is told. */
import type { ExportFormat } from '../../../../app/syslog/index.ts';
import type { FilterOptions } from './filter-options.ts';

export interface ExportOptions extends Omit<FilterOptions, 'json'> {
  format: ExportFormat;
  /** As the format `jsonl`. */
  json?: true;
  store?: string;
}
