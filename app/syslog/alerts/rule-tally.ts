/** Counts the lines of one alert rule. Pure: it is given the lines that the rule's query lets pass, in their order. */
import type { SyslogRow } from '../message.ts';
import type { Alert, AlertRule } from './alert-rule.ts';

export class RuleTally {
  readonly rule: AlertRule;
  /** Receptions of the newest lines in ms since the Unix epoch, `threshold` at most, in order. */
  #times: number[] = [];
  #toldAtMs = Number.NEGATIVE_INFINITY;

  constructor(rule: AlertRule) {
    this.rule = rule;
  }

  /** What lines set off: null, or an alert for the line that made it full. */
  take(rows: readonly SyslogRow[]): Alert | null {
    let alert: Alert | null = null;
    for (const row of rows) alert = this.#takeRow(row) ?? alert;
    return alert;
  }

  #takeRow(row: SyslogRow): Alert | null {
    const { threshold, periodSeconds } = this.rule;
    const now = row.receivedAtMs;
    const periodMs = periodSeconds * 1000;
    this.#times.push(now);
    if (this.#times.length > threshold) this.#times.shift();
    const isMet = this.#times.length === threshold && now - (this.#times[0] ?? now) <= periodMs;
    // A clock that was set back must not silence a rule for hours.
    const wasTold = Math.abs(now - this.#toldAtMs) < periodMs;
    if (!isMet || wasTold) return null;
    this.#toldAtMs = now;
    return { rule: this.rule, row };
  }
}
