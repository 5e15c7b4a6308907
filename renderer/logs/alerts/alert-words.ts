/** An alert as a person reads it, in one sentence. */
import { type Alert, type AlertRule, hostOf, periodInWords, ruleInWords } from '../../../app/syslog/index.ts';
import { visibleName, visibleText } from '../text/visible-text.ts';

/** Of a line's text. */
const mostCharacters = 200;

export function alertInWords({ rule, row }: Alert): string {
  const text = row.text.length > mostCharacters ? `${row.text.slice(0, mostCharacters)}…` : row.text;
  const first = ruleInWords(rule);
  return `${first.charAt(0).toUpperCase()}${first.slice(1)} of “${visibleText(rule.name)}”. ${visibleName(hostOf(row))}: ${visibleText(text)}`;
}

/** When a rule tells, as the list of rules has it: `3 lines within 5 minutes`. */
export function whenInWords(rule: Pick<AlertRule, 'threshold' | 'periodSeconds'>): string {
  const rest = rule.threshold === 1 ? `at most once in ${periodInWords(rule.periodSeconds)}: ` : '';
  return `${rest}${ruleInWords(rule)}`;
}
