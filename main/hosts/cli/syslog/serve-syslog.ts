/** `syslog serve`: a listener of this process, its messages on stdout, until the command is to end. */
import { hostname, networkInterfaces } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { BrambleError, errorFromDescription } from '../../../../app/base/index.ts';
import { forwardTarget } from '../../../../app/syslog/index.ts';
import { type SyslogServerStatus, startSyslogServer } from '../../../syslog/syslog-server.ts';
import { type CommandContext, untilEnd } from '../context.ts';
import { type AlertOptions, alertRulesOf, startAlerts } from './alert-options.ts';
import { isForwardLoop } from './forward-loop.ts';
import {
  type KeepOptions,
  type ListenOptions,
  listenersOf,
  readCertificates,
  retentionOf,
  validityRemark,
} from './listen-options.ts';
import { LiveRows } from './live-rows.ts';
import { RowPrinter } from './row-printer.ts';
import { addressOf, lossesOf, sayTroubles } from './server-troubles.ts';
import { storeFileOf } from './store-file.ts';

export interface SyslogServeOptions extends ListenOptions, KeepOptions, AlertOptions {
  store?: string;
  quiet?: true;
  json?: true;
  forward?: string[];
  forwardCa?: string;
}

/** For whoever reads what is printed, at the end. */
const patienceMs = 1000;

/** Resolves when what was received is stored. Rejects with `udp-port-busy`, `udp-port-forbidden` or `log-store`. */
export async function serveSyslog(options: SyslogServeOptions, context: CommandContext): Promise<void> {
  const { output } = context;
  const retention = retentionOf(options);
  const rules = alertRulesOf(options);
  const places = await listenersOf(options);
  const server = await startSyslogServer({
    ...places,
    storeFile: storeFileOf(options, context),
    ...(retention === undefined ? {} : { retention }),
    ...(await forwardsOf(options, context)),
  });
  const forwardsBefore = server.forwards;
  let alerts: Awaited<ReturnType<typeof startAlerts>> | null = null;
  let printed = async (): Promise<void> => {};
  try {
    if (server.listenError !== null) throw server.listenError;
    const status = await server.status();
    const { listening } = status;
    for (const { error } of status.listeners) if (error !== null) throw errorFromDescription(error);
    refuseLoops(options, status);
    const identity = places.listeners.find((each) => each.identity !== undefined)?.identity;
    const remark = identity === undefined ? null : validityRemark(identity.certificate, Date.now());
    for (const sentence of [status.advice, remark]) if (sentence !== null) output.say(sentence);
    sayTroubles(server, output);
    const rows = new LiveRows({
      source: server,
      filter: {},
      printer: new RowPrinter(output, options),
      afterId: status.lastId,
    });
    if (options.quiet === undefined) printed = () => rows.advance(status.lastId);
    const failure = new Promise<never>((_resolve, reject) => {
      // A server that receives nothing any more must not look like one where nothing comes.
      server.onDidFail(reject);
      server.onDidChange(({ lastId }) => {
        if (options.quiet === undefined) rows.advance(lastId).catch(reject);
      });
    });
    alerts = await startAlerts(server, rules, options, context);
    output.say(
      `Listening for syslog on UDP ${addressOf(listening)}${others(status)}, storing in ${status.storeFile}. Ctrl-C ends.`,
    );
    await Promise.race([untilEnd(context), failure]);
  } finally {
    alerts?.dispose();
    // What cannot be shown any more is in the store.
    await server.dispose(() => Promise.race([printed().catch(() => {}), delay(patienceMs)]));
    await alerts?.settled();
  }
  for (const sentence of lossesOf(server, forwardsBefore)) output.say(sentence);
}

async function forwardsOf({ forward = [], forwardCa }: SyslogServeOptions, { environment }: CommandContext) {
  const forwards = forward.map((text) => forwardTarget(text, environment.BRAMBLE_INFLUX_TOKEN ?? null));
  return { forwards, ...(forwardCa === undefined ? {} : { forwardAuthorities: await readCertificates(forwardCa) }) };
}

function refuseLoops({ forward = [] }: SyslogServeOptions, { listening, listeners }: SyslogServerStatus): void {
  const places = [...(listening === null ? [] : [{ protocol: 'udp', ...listening }]), ...listeners];
  const own = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.map(({ address }) => address));
  const loop = forward.find((text) => isForwardLoop(forwardTarget(text), places, { own, hostname: hostname() }));
  if (loop === undefined) return;
  throw new BrambleError('usage', `${loop} is this server itself: what it forwards would come back for ever.`);
}

function others({ listeners }: SyslogServerStatus): string {
  return listeners.map((each) => ` and ${each.protocol.toUpperCase()} ${addressOf(each)}`).join('');
}
