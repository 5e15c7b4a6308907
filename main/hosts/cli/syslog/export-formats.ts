/** What `syslog export` can write. */
import type { FilterOptions } from './filter-options.ts';

export const exportFormats = ['text', 'jsonl', 'csv', 'rfc5424'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportOptions extends Omit<FilterOptions, 'json'> {
  format: ExportFormat;
  /** As the format `jsonl`. */
  json?: true;
  store?: string;
}
