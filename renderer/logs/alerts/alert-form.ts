/** What is typed to make or change an alert: what stands there first, what is wrong with it, and the rule it means. Pure. */
import {
  type AlertRule,
  longestAlertName,
  longestPeriodSeconds,
  mostThreshold,
  readQuery,
} from '../../../app/syslog/index.ts';

export interface AlertForm {
  query: string;
  count: string;
  period: string;
  unit: AlertUnit;
  /** Empty: the query is the name. */
  name: string;
}

export type AlertUnit = 'seconds' | 'minutes' | 'hours' | 'days';

export const unitSeconds: Readonly<Record<AlertUnit, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

export function formOfQuery(query: string): AlertForm {
  return { query, count: '1', period: '5', unit: 'minutes', name: '' };
}

export function formOfRule({ name, query, threshold, periodSeconds }: AlertRule): AlertForm {
  const [unit, size] = Object.entries(unitSeconds).findLast(([, each]) => periodSeconds % each === 0) ?? ['seconds', 1];
  return { query, count: String(threshold), period: String(periodSeconds / size), unit: unit as AlertUnit, name };
}

/** What is wrong, by field, as sentences; as the host will judge it. `others` are the rules beside this one. */
export function problemsOf(
  form: AlertForm,
  others: readonly AlertRule[],
): Partial<Record<'query' | 'count' | 'period' | 'name', string>> {
  const rule = ruleOf(form, true);
  const reading = readQuery(rule.query, { nowMs: Date.now(), zoneOffsetMinutes: 0 });
  const whole = (text: string) => /^\d{1,9}$/.test(text.trim());
  const isCount = whole(form.count) && rule.threshold >= 1 && rule.threshold <= mostThreshold;
  const isPeriod = whole(form.period) && rule.periodSeconds >= 1 && rule.periodSeconds <= longestPeriodSeconds;
  return {
    ...(reading.kind === 'problem' ? { query: reading.problem.message } : {}),
    ...(isCount ? {} : { count: `A number from 1 to ${mostThreshold}.` }),
    ...(isPeriod ? {} : { period: 'From a second to 7 days.' }),
    ...(others.some(({ name }) => name === rule.name) ? { name: 'Another alert has this name.' } : {}),
  };
}

/** The rule that a form without problems means. */
export function ruleOf({ query, count, period, unit, name }: AlertForm, isOn: boolean): AlertRule {
  return {
    name: (name.trim() || query.trim() || 'every line').slice(0, longestAlertName),
    query: query.trim(),
    threshold: Number(count),
    periodSeconds: Number(period) * unitSeconds[unit],
    isOn,
  };
}
