/** A query as a predicate over rows in memory. The store's SQL answers the same; a test holds the two together. */
import { hostOf } from '../filter.ts';
import type { SyslogRow } from '../message.ts';
import { viaOf } from '../via.ts';
import { type TextNode, textTest } from './text-tests.ts';
import type { PatternField, Presence, QueryNode } from './tree.ts';

export type RowPredicate = (row: SyslogRow) => boolean;

/** Compiled once, for many rows. */
export function queryPredicate(node: QueryNode): RowPredicate {
  switch (node.kind) {
    case 'all': {
      const parts = node.of.map(queryPredicate);
      return (row) => parts.every((passes) => passes(row));
    }
    case 'any': {
      const parts = node.of.map(queryPredicate);
      return (row) => parts.some((passes) => passes(row));
    }
    case 'not': {
      const passes = queryPredicate(node.of);
      return (row) => !passes(row);
    }
    case 'severity':
      return (row) => node.severities.includes(row.severity);
    case 'facility':
      return (row) => row.facility === node.facility;
    case 'format':
      return (row) => row.format === node.format;
    case 'has':
      return (row) => hasPart[node.what](row);
    case 'via':
      return (row) => viaOf(row.address) === node.via;
    case 'after':
      return (row) => row.receivedAtMs >= node.timeMs;
    case 'before':
      return (row) => row.receivedAtMs < node.timeMs;
    default:
      return textPredicate(node);
  }
}

function textPredicate(node: TextNode): RowPredicate {
  const test = textTest(node);
  const passes = (value: string | null) => value !== null && test(value);
  if (node.kind === 'field') return (row) => passes(fieldOf[node.field](row));
  if (node.kind === 'regex') return (row) => test(row.text);
  return (row) => test(row.text) || passes(row.appName) || passes(row.hostname);
}

const fieldOf: Readonly<Record<PatternField, (row: SyslogRow) => string | null>> = {
  host: hostOf,
  app: (row) => row.appName,
  proc: (row) => row.procId,
  msgid: (row) => row.msgId,
  address: (row) => row.address,
};

const hasPart: Readonly<Record<Presence, RowPredicate>> = {
  raw: (row) => row.raw !== null,
  data: (row) => row.structuredData.length > 0,
  host: (row) => row.hostname !== null,
  app: (row) => row.appName !== null,
  proc: (row) => row.procId !== null,
  msgid: (row) => row.msgId !== null,
  time: (row) => row.timestampMs !== null,
};
