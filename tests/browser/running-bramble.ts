/** `npm start` as a child process with a home of its own, and a real Chromium that opens its link. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium } from 'playwright-core';
import { installationFolder } from '../../main/hosts/installation.ts';

export interface RunningBramble {
  link: string;
  /** What it said on standard error so far. */
  said: () => string;
  /** Ends it as Ctrl-C does, and gives the exit code. */
  end(): Promise<number | null>;
}

/** Starts Bramble for the browser, with a project of its own or the folder given; resolves when it printed its link. */
export async function startBramble(home: string, folder?: string): Promise<RunningBramble> {
  const child = spawn(
    process.execPath,
    [
      join(installationFolder, 'main/hosts/start.ts'),
      ...['--browser', '--no-open', '--port', '0'],
      ...(folder === undefined ? [] : [folder]),
    ],
    {
      env: { ...process.env, BRAMBLE_HOME: home, BRAMBLE_SYSLOG: '127.0.0.1:0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const first = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  if (first.done === true) throw new Error(`Bramble ended before it printed a link: ${said}`);
  return { link: first.value, said: () => said, end: () => endOf(child) };
}

async function endOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit');
    child.kill('SIGINT');
    await exit;
  }
  return child.exitCode;
}

/** Debian's Chromium, without the services that reach for the network. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
