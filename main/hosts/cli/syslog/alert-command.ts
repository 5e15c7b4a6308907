/**
 * Runs the user's command for each alert, one at a time. Log lines are hostile: they reach the command as environment variables
 * and on its stdin, never as part of its text.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Clock } from '../../../../app/base/index.ts';
import { type Alert, hostOf } from '../../../../app/syslog/index.ts';

export interface AlertCommandOptions {
  /** As the user's shell takes it. */
  command: string;
  environment: NodeJS.ProcessEnv;
  clock: Clock;
  /** Gets a sentence about a command that failed. */
  report: (sentence: string) => void;
  /** How long the command may take; a minute unless given. */
  deadlineMs?: number;
}

/** Alerts that may wait while a command runs; what comes beyond is told and not run. */
const mostWaiting = 100;
/** In UTF-16 units: systems bound what a variable holds. */
const longestVariable = 8192;

export class AlertCommand {
  readonly #options: AlertCommandOptions;
  readonly #waiting: Alert[] = [];
  #running: Promise<void> | null = null;
  #child: ChildProcess | null = null;

  constructor(options: AlertCommandOptions) {
    this.#options = options;
  }

  run(alert: Alert): void {
    if (this.#waiting.length >= mostWaiting) {
      this.#options.report(`The command for alerts is too slow: it is not run for “${alert.rule.name}”.`);
      return;
    }
    this.#waiting.push(alert);
    this.#running ??= this.#runWaiting().finally(() => {
      this.#running = null;
    });
  }

  /** Resolves when the commands for the alerts so far have ended. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #runWaiting(): Promise<void> {
    for (let alert = this.#waiting.shift(); alert !== undefined; alert = this.#waiting.shift()) {
      const problem = await this.#runOne(alert);
      if (problem !== null) this.#options.report(`The command for the alert “${alert.rule.name}” ${problem}.`);
    }
  }

  /** What went wrong, to follow "The command"; null when nothing did. */
  #runOne(alert: Alert): Promise<string | null> {
    const { command, environment, clock, deadlineMs = 60_000 } = this.#options;
    return new Promise((resolve) => {
      const child = spawn(command, {
        shell: true,
        // A group of its own, so that what the shell started ends with it.
        detached: process.platform !== 'win32',
        stdio: ['pipe', 'ignore', 'inherit'],
        env: { ...environment, ...variablesOf(alert) },
      });
      this.#child = child;
      let isLate = false;
      const deadline = clock.schedule(() => {
        isLate = true;
        this.#end();
      }, deadlineMs);
      const ended = (problem: string | null) => {
        deadline.dispose();
        this.#child = null;
        resolve(isLate ? `took longer than ${deadlineMs / 1000} s and was ended` : problem);
      };
      child.on('error', (error) => ended(`cannot be run: ${error.message}`));
      child.on('close', (code, signal) => ended(code === 0 ? null : `ended with ${signal ?? `exit code ${code}`}`));
      // A command that does not read its stdin is none the worse.
      child.stdin.on('error', () => {});
      child.stdin.end(`${JSON.stringify(alert)}\n`);
    });
  }

  #end(): void {
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    try {
      if (process.platform === 'win32') this.#child?.kill();
      else process.kill(-pid, 'SIGTERM');
    } catch {
      // It ended by itself meanwhile.
    }
  }
}

function variablesOf({ rule, row }: Alert): Record<string, string> {
  const plain = (text: string) => text.replace(/\p{Cc}/gu, ' ').slice(0, longestVariable);
  return {
    BRAMBLE_ALERT: plain(rule.name),
    BRAMBLE_ALERT_COUNT: String(rule.threshold),
    BRAMBLE_ALERT_PERIOD: String(rule.periodSeconds),
    BRAMBLE_ALERT_BOARD: plain(hostOf(row)),
    BRAMBLE_ALERT_TEXT: plain(row.text),
  };
}
