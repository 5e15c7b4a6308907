/** The options that choose log rows, shared by `syslog tail` and `search`. */
import { type Command, InvalidArgumentError } from 'commander';
import {
  parseQuery,
  type Severity,
  type SyslogFilter,
  severityNames,
  severityOf,
} from '../../../../app/syslog/index.ts';

export interface FilterOptions {
  text?: string;
  severity?: Severity;
  host?: string;
  json?: true;
}

/** With `--json`, which gives what `json` says. */
export function addFilterOptions(command: Command, json = 'a JSON object a line'): Command {
  return addChoiceOptions(command).option('--json', json);
}

export function addChoiceOptions(command: Command): Command {
  return command
    .option('--severity <level>', 'this severity or a more urgent one, such as "warning" or 4', severity)
    .option('--host <host>', 'only this host, by the name or the address that is shown');
}

/**
 * `words` are a query as the shell gave it, in one argument or several. Throws `bad-query`, before anything is printed or waited for: a
 * search of no rows would not look at it.
 */
export function filterOf({ text, severity, host }: FilterOptions, words: readonly string[]): SyslogFilter {
  const query = words.join(' ');
  parseQuery(query, { nowMs: 0, zoneOffsetMinutes: 0 });
  return {
    ...(words.length === 0 ? {} : { query }),
    ...(text === undefined ? {} : { text }),
    ...(severity === undefined ? {} : { severityAtMost: severity }),
    ...(host === undefined ? {} : { host }),
  };
}

export function severity(text: string): Severity {
  const found = severityOf(text);
  if (found !== null) return found;
  throw new InvalidArgumentError(`A severity is one of ${severityNames.join(', ')}, or 0 to 7.`);
}
