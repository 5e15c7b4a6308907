/** Alerts: a rule is a query, a threshold and a period; it is met when so many lines of the query came within the period. */
import { BrambleError } from '../../base/index.ts';
import type { SyslogRow } from '../message.ts';
import { parseQuery } from '../query/parse-query.ts';

export interface AlertRule {
  /** Names the rule for people; unique among the rules. */
  name: string;
  /** In the query language of the log view; empty for every line. */
  query: string;
  /** This many lines within the period: 1 to `mostThreshold`. */
  threshold: number;
  /** 1 to `longestPeriodSeconds`. */
  periodSeconds: number;
  /** Whether it is watched. */
  isOn: boolean;
}

/** A rule was met. It tells once, and again only after a period in which it did not. */
export interface Alert {
  rule: AlertRule;
  /** The line that made the threshold full. */
  row: SyslogRow;
}

export const mostThreshold = 1000;
export const longestPeriodSeconds = 7 * 86_400;
export const mostRules = 50;
export const longestAlertName = 100;

/** Whether a query parses does not depend on the time. */
const anyTime = { nowMs: 0, zoneOffsetMinutes: 0 };

/** Throws `bad-query` for a query that does not parse, and `usage` for a number out of its bounds. */
export function checkAlertRule({ query, threshold, periodSeconds }: AlertRule): void {
  parseQuery(query, anyTime);
  if (!Number.isInteger(threshold) || threshold < 1 || threshold > mostThreshold) {
    throw new BrambleError('usage', `An alert counts 1 to ${mostThreshold} lines, not ${threshold}.`);
  }
  if (!Number.isInteger(periodSeconds) || periodSeconds < 1 || periodSeconds > longestPeriodSeconds) {
    throw new BrambleError('usage', 'An alert looks at a period of 1 second to 7 days.');
  }
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * Reads `QUERY` or `COUNT in PERIOD: QUERY`, such as `3 in 5m: severity>=error host:pico-*`; without a count, each line counts, and
 * the rule tells at most once a minute. The query is its name. Throws as `checkAlertRule`.
 */
export function readAlertRule(text: string): AlertRule {
  const [, count = '1', length = '1', unit = 'm', query = text] =
    /^\s*(\d{1,9})\s+in\s+(\d{1,9})\s*([smhd])\s*:(.*)$/s.exec(text) ?? [];
  const rule: AlertRule = {
    name: query.trim().slice(0, longestAlertName) || 'every line',
    query: query.trim(),
    threshold: Number(count),
    periodSeconds: Number(length) * (unitSeconds[unit] ?? 60),
    isOn: true,
  };
  checkAlertRule(rule);
  return rule;
}

/** `5 minutes`, `90 seconds`: in the largest unit that is whole. */
export function periodInWords(seconds: number): string {
  const [one, size] = (
    [
      ['day', 86_400],
      ['hour', 3600],
      ['minute', 60],
      ['second', 1],
    ] as const
  ).find(([, unit]) => seconds % unit === 0) ?? ['second', 1];
  const count = seconds / size;
  return count === 1 ? `a${one === 'hour' ? 'n' : ''} ${one}` : `${count} ${one}s`;
}

/** What a rule waits for: `3 lines within 5 minutes`. */
export function ruleInWords({ threshold, periodSeconds }: Pick<AlertRule, 'threshold' | 'periodSeconds'>): string {
  return threshold === 1 ? 'a line' : `${threshold} lines within ${periodInWords(periodSeconds)}`;
}
