/**
 * `npm start`: Bramble in its own window when Electron's binary can be had and a screen is there, else in the browser. Builds
 * what is older than its sources.
 */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { BrambleError } from '../../app/base/index.ts';
import { buildIfStale } from '../build/build-if-stale.ts';
import { findElectron } from './electron/find-electron.ts';
import { installationFolder } from './installation.ts';
import { hasDisplay } from './web/open-browser.ts';
import { serve } from './web/serve.ts';

const usage = `npm start -- [--browser] [--no-open] [--port N] [--syslog-host HOST] [--syslog-port N] [FOLDER]`;
/** Electron that ends sooner than this with an error could not open its window. */
const openingMs = 10_000;

interface StartOptions {
  folder: string | undefined;
  browser: boolean;
  open: boolean;
  port: number | undefined;
}

const ending = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, end);

try {
  await start(readOptions());
} catch (error) {
  if (!(error instanceof BrambleError)) throw error;
  console.error(`bramble: ${error.message}`);
  process.exitCode = error.exitCode;
}

/** The first signal ends cleanly, a second one at once. */
function end(): void {
  if (ending.signal.aborted) process.exit(130);
  ending.abort();
}

function readOptions(): StartOptions {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        browser: { type: 'boolean', default: false },
        'no-open': { type: 'boolean', default: false },
        port: { type: 'string' },
        'syslog-host': { type: 'string' },
        'syslog-port': { type: 'string' },
      },
    });
    const { 'syslog-host': syslogHost, 'syslog-port': syslogPort } = values;
    if (syslogHost !== undefined || syslogPort !== undefined) {
      const host = syslogHost?.includes(':') === true ? `[${syslogHost}]` : (syslogHost ?? '');
      process.env.BRAMBLE_SYSLOG = `${host}:${syslogPort ?? 5514}`;
    }
    return {
      folder: positionals[0],
      browser: values.browser,
      open: !values['no-open'],
      port: values.port === undefined ? undefined : readPort(values.port),
    };
  } catch (error) {
    if (error instanceof BrambleError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new BrambleError('usage', `${message} Use: ${usage}`);
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new BrambleError('usage', `"${text}" is no port. Use a number from 0 to 65535.`);
}

async function start({ folder, browser, open, port }: StartOptions): Promise<void> {
  const obstacle = browser ? 'that was asked for' : await runInWindow(folder);
  if (obstacle === null || ending.signal.aborted) return;
  console.error(`Bramble runs in the browser: ${obstacle}.`);
  await serve({
    open,
    signal: ending.signal,
    ...(port === undefined ? {} : { port }),
    ...(folder === undefined ? {} : { folder }),
  });
}

/** Runs the window until it is closed. Gives in a few words why it could not, or null. */
async function runInWindow(folder: string | undefined): Promise<string | null> {
  if (!hasDisplay()) return 'there is no screen here for a window';
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    return 'a window with its sandbox on cannot be opened by root';
  }
  const report = (line: string) => console.error(line);
  const found = await findElectron({ report, signal: ending.signal });
  if ('missing' in found) return `the window needs Electron, and ${found.missing}`;
  await buildIfStale(['renderer', 'node', 'electron']);
  return openWindow(found.path, folder);
}

function openWindow(electron: string, folder: string | undefined): Promise<string | null> {
  const startedAtMs = Date.now();
  const parameters = [installationFolder, ...(folder === undefined ? [] : [folder])];
  const child = spawn(electron, parameters, { stdio: 'inherit' });
  ending.signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`Electron did not start (${error.message})`));
    child.once('exit', (code, signal) => {
      const failed = code !== 0 && !ending.signal.aborted && Date.now() - startedAtMs < openingMs;
      resolve(failed ? `Electron could not open its window (it ended with ${signal ?? `exit code ${code}`})` : null);
    });
  });
}
