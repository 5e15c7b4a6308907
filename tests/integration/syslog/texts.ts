/** The texts of rows, and messages with a number each. */
import type { SyslogRow } from '../../../app/syslog/index.ts';

export const texts = (rows: readonly SyslogRow[]) => rows.map(({ text }) => text);
export const numbered = (count: number) => Array.from({ length: count }, (_, index) => `<14>message ${index + 1}`);
