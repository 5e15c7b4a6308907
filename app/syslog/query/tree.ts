/** A log query as a tree: what the parser makes, and the predicate and the store's SQL read. */
import type { Severity, SyslogFormat } from '../message.ts';
import type { Via } from '../via.ts';

/** The fields of a row that `name:pattern` compares. */
export type PatternField = 'host' | 'app' | 'proc' | 'msgid' | 'address';

/** What `has:` asks for. */
export const presences = ['raw', 'data', 'host', 'app', 'proc', 'msgid', 'time'] as const;
export type Presence = (typeof presences)[number];

export type QueryNode =
  | { kind: 'all'; of: readonly QueryNode[] }
  | { kind: 'any'; of: readonly QueryNode[] }
  | { kind: 'not'; of: QueryNode }
  /** One of these severities. */
  | { kind: 'severity'; severities: readonly Severity[] }
  | { kind: 'facility'; facility: number }
  | { kind: 'format'; format: SyslogFormat }
  | { kind: 'has'; what: Presence }
  /** Came by this way. */
  | { kind: 'via'; via: Via }
  /** Received at this time (ms since the Unix epoch) or later. */
  | { kind: 'after'; timeMs: number }
  /** Received before this time. */
  | { kind: 'before'; timeMs: number }
  /** The whole field is this, whatever the case; `*` stands for any characters. A row without the field does not pass. */
  | { kind: 'field'; field: PatternField; pattern: string }
  /** In text, host or app this stands as a whole word (or several: `wifi.py`), whatever the case. */
  | { kind: 'word'; text: string }
  /** In text, host or app a word begins so. */
  | { kind: 'beginning'; text: string }
  /** In text, host or app these whole words stand in this order. */
  | { kind: 'phrase'; text: string }
  /** Somewhere in text, host or app, in the middle of a word as well. */
  | { kind: 'contains'; text: string }
  /** Somewhere in the text. */
  | { kind: 'regex'; source: string; ignoresCase: boolean };

/** Where "now" is for `after:10m`, and which zone a time without one is in. */
export interface QueryClock {
  nowMs: number;
  /** The offset of local time from UTC, in minutes, positive in the east; in summer another than in winter. */
  zoneOffsetMinutes: number | ((timeMs: number) => number);
}
