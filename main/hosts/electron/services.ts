/** The services in Electron's utility process: a workbench, and a client for each port that the main process sends. */
import { openAdapters } from '../adapters.ts';
import { syslogAddress } from '../syslog-address.ts';
import { openWorkbench, type Workbench } from '../workbench.ts';
import { MessagePortChannel, type ServicesPort } from './message-port-channel.ts';

/** What Electron puts on `process` in a utility process. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown; ports: ServicesPort[] }) => void): unknown;
}

const { parentPort } = process as typeof process & { parentPort: ParentPort };

/** Ports and the end can be asked for before the workbench is open. */
const opening: Promise<Workbench> = open();

parentPort.on('message', ({ data, ports }) => {
  if (data === 'end') void end();
  else if (ports[0] !== undefined) void connect(ports[0]);
});

async function open(): Promise<Workbench> {
  const folder = process.argv.slice(2).find((argument) => !argument.startsWith('-'));
  return openWorkbench({
    adapters: openAdapters(process.env),
    ...(folder === undefined ? {} : { folder }),
    syslog: syslogAddress(process.env),
    report: (sentence) => console.error(sentence),
  });
}

async function connect(port: ServicesPort): Promise<void> {
  const workbench = await opening;
  workbench.serve(new MessagePortChannel(port));
}

async function end(): Promise<void> {
  await opening.then((workbench) => workbench.dispose()).catch(() => {});
  process.exit(0);
}
