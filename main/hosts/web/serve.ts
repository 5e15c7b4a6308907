/** The web host as a program: opens a workbench, serves it to the browser, prints the link, ends cleanly. */
import { openAdapters } from '../adapters.ts';
import { rendererFolder, runsFromSources } from '../installation.ts';
import { type SyslogPlace, syslogAddress } from '../syslog-address.ts';
import { openWorkbench } from '../workbench.ts';
import { hasDisplay, openBrowser } from './open-browser.ts';
import { startWebServer } from './web-server.ts';

export interface ServeOptions {
  /** Exactly this port (0: any free one); when left out, the usual one, or a free one when that is taken. */
  port?: number;
  /** Opens the browser where there is a display. Default true. */
  open?: boolean;
  /** The project's folder; the first project when left out. */
  folder?: string;
  /** Where to listen for logs; BRAMBLE_SYSLOG or 0.0.0.0:5514 when left out. */
  syslog?: SyslogPlace;
  /** Ends the serving. */
  signal: AbortSignal;
}

/** Serves until the signal aborts, then resolves when ports and locks are released. Rejects with a BrambleError. */
export async function serve(options: ServeOptions): Promise<void> {
  const { signal, folder } = options;
  // A listener that ends us must be there before anything is open.
  const ended = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  if (runsFromSources) {
    const { buildIfStale } = await import('../../build/build-if-stale.ts');
    // Ctrl-C in a terminal ends the builder too, which is no failure then.
    await buildIfStale(['renderer']).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
  if (signal.aborted) return;
  const workbench = await openWorkbench({
    adapters: openAdapters(process.env),
    ...(folder === undefined ? {} : { folder }),
    syslog: options.syslog ?? syslogAddress(process.env),
    report: tell,
  });
  try {
    const onClient = workbench.serve;
    const server = await startWebServer({
      rendererFolder,
      onClient,
      ...(options.port === undefined ? {} : { port: options.port }),
    });
    try {
      announce(server.newLink, options.open ?? true);
      await ended;
    } finally {
      await server.close();
    }
  } finally {
    await workbench.dispose();
  }
}

function announce(newLink: () => string, open: boolean): void {
  const link = newLink();
  const another = process.stdin.isTTY ? '; press Enter for another one' : '';
  tell(`Bramble serves this computer. The link opens one browser, once${another}. Ctrl-C ends Bramble.`);
  console.log(link);
  if (open && hasDisplay()) openBrowser(link);
  printLinkOnEnter(newLink);
}

/** In a terminal, Enter prints a new link: the first one works once. */
function printLinkOnEnter(newLink: () => string): void {
  if (!process.stdin.isTTY) return;
  process.stdin.on('data', (typed: Buffer) => {
    if (typed.includes(0x0a) || typed.includes(0x0d)) console.log(newLink());
  });
  process.stdin.unref();
}

/** What is for people goes to standard error, so that standard output is the link alone. */
function tell(sentence: string): void {
  console.error(sentence);
}
