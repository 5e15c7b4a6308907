/**
 * Bramble for the browser with a home of its own, and a real Chromium that shows it. It knows no test runner: benchmarks use it too.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from 'playwright-core';
import { bringUpToDate } from '../../main/build/up-to-date.ts';
import { installationFolder } from '../../main/hosts/installation.ts';

/** How long a slow machine may take for what a person would wait for. */
export const patience = { timeout: 60_000 };

export interface OpenOptions {
  /** Puts into the home what Bramble is to find there. */
  prepare?: (home: string) => void | Promise<void>;
  /** The folder in the home that Bramble opens; without it the project that Bramble makes for itself. */
  project?: string;
  /** What the user allowed the page, such as `clipboard-read`. */
  permissions?: string[];
}

export interface OpenBramble {
  /** The data folder, of this Bramble alone. */
  home: string;
  /** Bramble's page as it was opened: 1280 x 720, light. Nothing is awaited in it yet. */
  page: Page;
  /** Errors that pages threw or wrote to their console; not those of a host that went away. */
  complaints: readonly string[];
  /** Ends Bramble as Ctrl-C does and starts it with the same home and folder; the new page takes the place of the old, here too. */
  restart(): Promise<Page>;
  /** Closes the browser, ends Bramble as Ctrl-C does, removes the home; throws if Bramble did not end well. */
  close(): Promise<void>;
}

/** Brings the build up to date, prepares a home, starts Bramble and opens its page. What fails on the way leaves nothing open. */
export async function openInChromium(executablePath: string, options: OpenOptions = {}): Promise<OpenBramble> {
  await bringUpToDate(['renderer', 'node']);
  const closing = new AsyncDisposableStack();
  try {
    const home = await mkdtemp(join(tmpdir(), 'bramble-browser-'));
    closing.defer(() => rm(home, { recursive: true, force: true }));
    await options.prepare?.(home);
    const folder = options.project === undefined ? undefined : join(home, options.project);
    let bramble = await startBramble(home, folder);
    closing.defer(() => bramble.end());
    const browser = await launchChromium(executablePath);
    closing.defer(() => browser.close());
    const complaints: string[] = [];
    const openPage = () => openPageIn(browser, options.permissions ?? [], bramble.link, complaints);
    const restart = async () => {
      const before = opened.page.context();
      await bramble.end();
      bramble = await startBramble(home, folder);
      opened.page = await openPage();
      await before.close();
      return opened.page;
    };
    const opened: OpenBramble = {
      home,
      page: await openPage(),
      complaints,
      restart,
      close: () => closing.disposeAsync(),
    };
    return opened;
  } catch (error) {
    await closing.disposeAsync();
    throw error;
  }
}

/** For people who look at the tests' pictures. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env.BRAMBLE_PICTURES;
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Gives the window another size, and waits for the dock, which lays its panels out anew a frame later: menus that are open are closed by it. */
export async function resizeWindow(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size);
  await page.waitForFunction(() => {
    const dock = document.querySelector('.dock');
    const laidOut = dock?.firstElementChild?.getBoundingClientRect();
    if (dock === null || laidOut === undefined) return false;
    return Math.abs(laidOut.width - dock.clientWidth) < 1 && Math.abs(laidOut.height - dock.clientHeight) < 1;
  });
}

async function openPageIn(browser: Browser, permissions: string[], link: string, complaints: string[]): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    colorScheme: 'light',
    permissions,
  });
  context.setDefaultTimeout(patience.timeout);
  const complain = (text: string) => {
    if (!/WebSocket connection|ERR_CONNECTION_REFUSED/.test(text)) complaints.push(text);
  };
  context.on('console', (message) => {
    if (message.type() === 'error') complain(message.text());
  });
  context.on('weberror', (event) => complain(event.error().message));
  const page = await context.newPage();
  await page.goto(link);
  return page;
}

interface RunningBramble {
  link: string;
  /** Ends it as Ctrl-C does; throws if it did not end well. */
  end(): Promise<void>;
}

/** Resolves when Bramble printed its link. */
async function startBramble(home: string, folder: string | undefined): Promise<RunningBramble> {
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
  const end = async () => {
    const code = await endOf(child);
    if (code !== 0) throw new Error(`Bramble ended with ${code ?? child.signalCode}: ${said}`);
  };
  return { link: first.value, end };
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
function launchChromium(executablePath: string): Promise<Browser> {
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
