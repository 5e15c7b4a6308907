/**
 * A query's tree as an SQL condition over the store's schema. What SQL says exactly, SQL decides; texts are decided by the
 * tests of app/syslog, called through the function `passes_test`, with LIKE before them where it cannot lose a row.
 */
import { isAscii, type Presence, type QueryNode, type TextNode, textTest, viaOf } from '../../../app/syslog/index.ts';
import { formatCodes } from '../store/log-database.ts';

export interface Condition {
  /** Never NULL, so that NOT turns it round. */
  sql: string;
  parameters: (string | number)[];
}

/** The tests that a query's SQL calls, by the number that it binds. */
export type TextTests = ((text: string) => boolean)[];

/** The longest pattern for LIKE: SQLite's own limit is 50,000 bytes. */
const longestPattern = 10_000;

/** Adds to `tests` what `passes_test(number, text)` must answer while the condition is in use. */
export function queryCondition(node: QueryNode, tests: TextTests): Condition {
  switch (node.kind) {
    case 'all':
      return joined(node.of, ' AND ', tests);
    case 'any':
      return joined(node.of, ' OR ', tests);
    case 'not': {
      const { sql, parameters } = queryCondition(node.of, tests);
      return { sql: `NOT (${sql})`, parameters };
    }
    case 'severity':
      // The + keeps SQLite from merging an index's lists, which would be sorted by id only after all is read.
      return { sql: `+m.severity IN (${node.severities.map(() => '?').join(',')})`, parameters: [...node.severities] };
    case 'facility':
      return { sql: 'm.facility = ?', parameters: [node.facility] };
    case 'format':
      return { sql: 'm.format = ?', parameters: [formatCodes.indexOf(node.format)] };
    case 'has':
      return { sql: presenceSql[node.what], parameters: [] };
    case 'via': {
      const test = tests.push((address) => viaOf(address) === node.via) - 1;
      return addressCondition((name) => ({ sql: `passes_test(?, ${name})`, parameters: [test] }));
    }
    case 'after':
      return { sql: 'm.received_at >= ?', parameters: [node.timeMs] };
    case 'before':
      return { sql: 'm.received_at < ?', parameters: [node.timeMs] };
    default:
      return textCondition(node, tests.push(textTest(node)) - 1);
  }
}

const presenceSql: Readonly<Record<Presence, string>> = {
  raw: 'm.raw IS NOT NULL',
  data: 'm.structured_data IS NOT NULL',
  host: 'm.has_hostname = 1',
  app: 'm.app_name IS NOT NULL',
  proc: 'm.proc_id IS NOT NULL',
  msgid: 'm.msg_id IS NOT NULL',
  time: 'm.timestamp IS NOT NULL',
};

function joined(of: readonly QueryNode[], by: string, tests: TextTests): Condition {
  if (of.length === 0) return { sql: '1', parameters: [] };
  const parts = of.map((node) => queryCondition(node, tests));
  return {
    sql: `(${parts.map(({ sql }) => sql).join(by)})`,
    parameters: parts.flatMap(({ parameters }) => parameters),
  };
}

function textCondition(node: TextNode, test: number): Condition {
  const like = likePattern(node);
  const column = (name: string): Condition =>
    like === null
      ? { sql: `passes_test(?, ${name})`, parameters: [test] }
      : {
          sql: `(coalesce(${name} LIKE ? ESCAPE '\\', 0) AND passes_test(?, ${name}))`,
          parameters: [like, test],
        };
  const host = (): Condition => {
    const { sql, parameters } = column('name');
    return { sql: `+m.host_id IN (SELECT id FROM hosts WHERE ${sql})`, parameters };
  };
  if (node.kind === 'regex') return column('m.text');
  if (node.kind === 'field') {
    if (node.field === 'host') return host();
    return node.field === 'address' ? addressCondition(column) : column(fieldColumns[node.field]);
  }
  const text = column('m.text');
  const app = column('m.app_name');
  const named = host();
  return {
    sql: `(${text.sql} OR ${app.sql} OR (m.has_hostname = 1 AND ${named.sql}))`,
    parameters: [...text.parameters, ...app.parameters, ...named.parameters],
  };
}

const fieldColumns = { app: 'm.app_name', proc: 'm.proc_id', msgid: 'm.msg_id' } as const;

/** Rows of an older Bramble have their address themselves. */
function addressCondition(column: (name: string) => Condition): Condition {
  const own = column('m.address');
  const ofHost = column('address');
  return {
    sql: `iif(m.address = '', m.host_id IN (SELECT id FROM hosts WHERE ${ofHost.sql}), ${own.sql})`,
    parameters: [...ofHost.parameters, ...own.parameters],
  };
}

/** What every text that passes is LIKE; null when LIKE would ask more than the test does. */
function likePattern(node: TextNode): string | null {
  if (node.kind === 'regex') return null;
  const text = node.kind === 'field' ? node.pattern : node.text;
  // LIKE folds as the tests do only where all is ASCII; a bound string ends at a NUL.
  if (!isAscii(text) || text.includes('\0') || text.length > longestPattern) return null;
  const escaped = text.replace(/[\\%_]/g, '\\$&');
  return node.kind === 'field' ? escaped.replaceAll('*', '%') : `%${escaped}%`;
}

/** The severities that the top of the query leaves, and the host patterns that it asks for: what the indexes can answer. */
export function indexedParts(root: QueryNode): { severities: number[]; hostPatterns: TextNode[] } {
  const parts = root.kind === 'all' ? root.of : [root];
  let severities = [0, 1, 2, 3, 4, 5, 6, 7];
  const hostPatterns: TextNode[] = [];
  for (const part of parts) {
    if (part.kind === 'severity') {
      const accepted: readonly number[] = part.severities;
      severities = severities.filter((severity) => accepted.includes(severity));
    }
    if (part.kind === 'field' && part.field === 'host') hostPatterns.push(part);
  }
  return { severities, hostPatterns };
}
