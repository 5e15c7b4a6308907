import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ManualClock } from '../../../../app/base/index.ts';
import { type Alert, readAlertRule, type SyslogRow } from '../../../../app/syslog/index.ts';
import { AlertCommand } from './alert-command.ts';

const rule = readAlertRule('x');
const alert = (text: string): Alert => ({ rule, row: { text, hostname: 'k', address: '::1' } as SyslogRow });

function arrange(command: string) {
  const folder = mkdtempSync(join(tmpdir(), 'bramble-alert-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const clock = new ManualClock();
  const told: string[] = [];
  const environment = { ...process.env, FOLDER: folder };
  const alerts = new AlertCommand({ command, environment, clock, report: (sentence) => told.push(sentence) });
  return { alerts, clock, told, text: () => readFileSync(join(folder, 'out'), 'utf8') };
}

it.skipIf(process.platform === 'win32')('runs a command for one alert after the other', async () => {
  const { alerts, told, text } = arrange(
    'echo "begin $BRAMBLE_ALERT_TEXT" >> "$FOLDER/out"; echo end >> "$FOLDER/out"',
  );
  alerts.run(alert('a'));
  alerts.run(alert('b'));
  await alerts.settled();
  expect([text(), told]).toEqual(['begin a\nend\nbegin b\nend\n', []]);
});

it.skipIf(process.platform === 'win32')('ends a command that takes too long, and what it started', async () => {
  const { alerts, clock, told } = arrange('sleep 600 & wait; sleep 600');
  alerts.run(alert('a'));
  const settled = alerts.settled();
  clock.advance(60_000);
  await settled;
  expect(told).toEqual(['The command for the alert “x” took longer than 60 s and was ended.']);
});

it('says which alerts were too many while a command runs', async () => {
  const { alerts, told } = arrange('exit 0');
  for (let count = 0; count < 150; count++) alerts.run(alert('a'));
  expect(told.length).toBe(49);
  expect(told[0]).toMatch(/too slow: it is not run for “x”/);
  await alerts.settled();
}, 60_000);
