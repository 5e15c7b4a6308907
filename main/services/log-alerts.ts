/** The part of the contract's SyslogService that watches the log for the user's alert rules, and keeps the rules. */
import { BrambleError, type Disposable } from '../../app/base/index.ts';
import type { HostEventHub, SyslogService } from '../../app/contract/index.ts';
import { type Alert, type AlertRule, type AlertSource, AlertWatch, checkAlertRule } from '../../app/syslog/index.ts';
import { readAlertRules, writeAlertRules } from '../platform/alert-rules.ts';

export type LogAlerts = Pick<SyslogService, 'alertRules' | 'lastAlerts' | 'setAlertRules'>;

export interface LogAlertsOptions {
  source: AlertSource;
  events: HostEventHub;
  /** Where the rules are kept. */
  dataFolder: string;
  /** Gets a sentence about a rule that cannot be watched. */
  report: (sentence: string) => void;
}

/** Watches what was kept from the start on. Never rejects: a rule that is spoilt is told and left out. */
export async function startLogAlerts(options: LogAlertsOptions): Promise<LogAlerts & Disposable> {
  const { source, events, dataFolder, report } = options;
  const watch = new AlertWatch(source, report);
  const last = new Map<string, Alert>();
  watch.onDidAlert((alert) => {
    last.set(alert.rule.name, alert);
    void events.push('syslog.alert', alert);
  });
  let rules = soundOnes(await readAlertRules(dataFolder), report);
  await watch.watch(rules);
  return {
    alertRules: async () => rules,
    lastAlerts: async () => rules.flatMap(({ name }) => last.get(name) ?? []),
    async setAlertRules(next) {
      const names = new Set(next.map(({ name }) => name));
      if (names.size < next.length) throw new BrambleError('usage', 'Two alerts cannot have the same name.');
      await watch.watch(next);
      rules = next;
      for (const name of last.keys()) if (!names.has(name)) last.delete(name);
      await writeAlertRules(dataFolder, rules);
    },
    dispose: () => watch.dispose(),
  };
}

function soundOnes(rules: AlertRule[], report: (sentence: string) => void): AlertRule[] {
  return rules.filter((rule) => {
    try {
      checkAlertRule(rule);
      return true;
    } catch (error) {
      report(`The alert “${rule.name}” is left out. ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  });
}
