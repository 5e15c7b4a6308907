/** The alert rules that the user made in the IDE: one JSON file in the data folder. */
import { join } from 'node:path';
import type { AlertRule } from '../../app/syslog/index.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** What of the file has a rule's form: it may have been spoilt by hand, and the rest of Bramble works without. */
export async function readAlertRules(dataFolder: string): Promise<AlertRule[]> {
  const rules = await readJsonFile(fileIn(dataFolder));
  return Array.isArray(rules) ? rules.filter(isAlertRule) : [];
}

export async function writeAlertRules(dataFolder: string, rules: readonly AlertRule[]): Promise<void> {
  await writeJsonFile(fileIn(dataFolder), rules);
}

function isAlertRule(value: unknown): value is AlertRule {
  if (typeof value !== 'object' || value === null) return false;
  const { name, query, threshold, periodSeconds, isOn } = value as Record<string, unknown>;
  const numbers = Number.isInteger(threshold) && Number.isInteger(periodSeconds);
  return typeof name === 'string' && typeof query === 'string' && numbers && typeof isOn === 'boolean';
}

function fileIn(dataFolder: string): string {
  return join(dataFolder, 'log-alerts.json');
}
