import { describe, expect, it } from 'vitest';
import type { SyslogRow } from '../message.ts';
import { type AlertRule, periodInWords, readAlertRule, ruleInWords } from './alert-rule.ts';
import { RuleTally } from './rule-tally.ts';

const rule = (part: Partial<AlertRule> = {}): AlertRule => ({
  name: 'failures',
  query: 'severity>=error',
  threshold: 3,
  periodSeconds: 60,
  isOn: true,
  ...part,
});

const row = (atS: number): SyslogRow => ({ id: atS, receivedAtMs: atS * 1000 }) as SyslogRow;

/** The seconds at which the rule told, a line at a time. */
function told(rule: AlertRule, seconds: readonly number[]): number[] {
  const tally = new RuleTally(rule);
  return seconds.flatMap((at) => tally.take([row(at)])?.row.id ?? []);
}

describe('a rule', () => {
  it('tells when so many lines come within its period', () => {
    expect(told(rule(), [1, 40, 61, 200])).toEqual([61]);
    expect(told(rule(), [1, 40, 62])).toEqual([]);
  });

  it('tells again only after a period without', () => {
    expect(told(rule({ threshold: 1 }), [1, 2, 60, 61, 62, 130])).toEqual([1, 61, 130]);
  });

  it('tells once of a flood that comes together', () => {
    const tally = new RuleTally(rule());
    expect(tally.take([1, 2, 3, 4, 5, 6].map(row))).toMatchObject({ rule: { name: 'failures' }, row: { id: 3 } });
    expect(tally.take([7, 8, 9].map(row))).toBeNull();
  });

  it('is not silenced by a clock that was set back', () => {
    expect(told(rule({ threshold: 1 }), [10_000, 100])).toEqual([10_000, 100]);
  });
});

describe('the text of a rule', () => {
  it('is a query, with a count and a period before it or without', () => {
    expect(readAlertRule('severity>=error')).toEqual(
      rule({ name: 'severity>=error', threshold: 1, periodSeconds: 60 }),
    );
    expect(readAlertRule('3 in 5m: host:pico-* "ssl"')).toMatchObject({
      name: 'host:pico-* "ssl"',
      query: 'host:pico-* "ssl"',
      threshold: 3,
      periodSeconds: 300,
    });
    expect(readAlertRule('100 in 10s:')).toMatchObject({ name: 'every line', query: '', periodSeconds: 10 });
    // No period: words of a query.
    expect(readAlertRule('3 in 5: x')).toMatchObject({ threshold: 1, query: '3 in 5: x' });
  });

  it.each([
    ['severity>=', 'bad-query'],
    ['3 in 5m: (', 'bad-query'],
    ['0 in 5m: x', 'usage'],
    ['1001 in 5m: x', 'usage'],
    ['3 in 0s: x', 'usage'],
    ['3 in 8d: x', 'usage'],
  ])('%j is refused', (text, code) => {
    expect(() => readAlertRule(text)).toThrow(expect.objectContaining({ code }));
  });
});

it('rules and periods are told in words', () => {
  expect([60, 300, 90, 3600, 1, 86_400].map(periodInWords)).toEqual([
    'a minute',
    '5 minutes',
    '90 seconds',
    'an hour',
    'a second',
    'a day',
  ]);
  expect([ruleInWords(rule()), ruleInWords(rule({ threshold: 1 }))]).toEqual(['3 lines within a minute', 'a line']);
});
