/** The alerts of `syslog serve`: its options as rules, what is said of each alert, and the command that is run. */
import { BrambleError, type Disposable, visible } from '../../../../app/base/index.ts';
import {
  type Alert,
  type AlertRule,
  type AlertSource,
  AlertWatch,
  hostOf,
  readAlertRule,
  ruleInWords,
} from '../../../../app/syslog/index.ts';
import { systemClock } from '../../../platform/system-clock.ts';
import type { CommandContext } from '../context.ts';
import { AlertCommand } from './alert-command.ts';

export interface AlertOptions {
  alert?: string[];
  onAlert?: string;
}

/** Rejects with `bad-query` or `usage`. */
export function alertRulesOf({ alert = [], onAlert }: AlertOptions): AlertRule[] {
  if (alert.length === 0 && onAlert !== undefined) {
    throw new BrambleError('usage', '--on-alert needs to know when: give --alert as well.');
  }
  return alert.map(readAlertRule);
}

/** Watches until the returned is disposed of; commands for alerts of before end as they do. */
export async function startAlerts(
  source: AlertSource,
  rules: readonly AlertRule[],
  { onAlert }: AlertOptions,
  { output, environment }: CommandContext,
): Promise<Disposable & { settled(): Promise<void> }> {
  const report = (sentence: string) => output.say(sentence);
  const watch = new AlertWatch(source, report);
  const command =
    onAlert === undefined ? null : new AlertCommand({ command: onAlert, environment, clock: systemClock, report });
  watch.onDidAlert((alert) => {
    output.say(alertInWords(alert));
    command?.run(alert);
  });
  await watch.watch(rules);
  return {
    settled: async () => command?.settled(),
    dispose: () => watch.dispose(),
  };
}

function alertInWords({ rule, row }: Alert): string {
  return `Alert: ${ruleInWords(rule)} of ${visible(rule.name)}, the last of ${visible(hostOf(row))}: ${visible(row.text)}`;
}
