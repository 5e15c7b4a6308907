/** An alert as a person reads it, in one sentence. */
import { type Alert, hostOf, ruleInWords } from '../../../app/syslog/index.ts';
import { visibleText } from '../text/visible-text.ts';

/** Of a line's text. */
const mostCharacters = 200;

export function alertInWords({ rule, row }: Alert): string {
  const text = row.text.length > mostCharacters ? `${row.text.slice(0, mostCharacters)}…` : row.text;
  const first = ruleInWords(rule);
  return `${first.charAt(0).toUpperCase()}${first.slice(1)} of “${visibleText(rule.name)}”. ${visibleText(hostOf(row))}: ${visibleText(text)}`;
}
