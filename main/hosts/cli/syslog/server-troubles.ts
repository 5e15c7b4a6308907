/** What `syslog serve` says of what goes wrong: while it runs, and at its end. */
import type { SenderLoss } from '../../../syslog/receive/sender-losses.ts';
import type { SyslogServerHandle } from '../../../syslog/syslog-server.ts';
import type { ForwardState } from '../../../syslog/worker-messages.ts';
import type { CommandContext } from '../context.ts';

/** What goes wrong while it runs, and that it works again. */
export function sayTroubles(
  server: Pick<SyslogServerHandle, 'onDidChangeForwards' | 'onDidChangeStoreTrouble' | 'onDidRefuseClient'>,
  output: CommandContext['output'],
): void {
  server.onDidChangeStoreTrouble((trouble) =>
    output.say(
      trouble === null
        ? 'The store takes rows again.'
        : `${trouble.message} Until the store takes rows again, they wait in memory.`,
    ),
  );
  server.onDidRefuseClient(({ listener, address, reason }) =>
    output.say(`TLS ${addressOf(listener)} did not let ${address ?? 'a sender'} in: ${reason}.`),
  );
  const failing = new Set<string>();
  const refusing = new Set<string>();
  server.onDidChangeForwards((states) => {
    for (const { target, problem, refusal } of states) {
      if (refusal !== null && !refusing.has(target)) {
        refusing.add(target);
        output.say(`${target} refuses messages, which are given up and counted (${refusal}).`);
      }
      if (problem === null) {
        if (failing.delete(target)) output.say(`Forwarding to ${target} works again.`);
      } else if (!failing.has(target)) {
        failing.add(target);
        output.say(`Forwarding to ${target} fails (${problem}); it is tried again.`);
      }
    }
  });
}

/** What was lost and where, in sentences; of what a target never got, that since `before`. */
export function lossesOf(
  server: Pick<SyslogServerHandle, 'counts' | 'systemDrops' | 'losses' | 'forwards'>,
  before: readonly ForwardState[],
): string[] {
  const { counts, systemDrops, losses, forwards } = server;
  const lost = (count: number, how: string) => `${count} ${count === 1 ? 'message' : 'messages'} ${how}`;
  const { dropped: roomless, unwritten } = counts;
  return [
    ...systemDrops.flatMap(({ dropped, ...place }) =>
      dropped === null || dropped === 0
        ? []
        : [lost(dropped, `came too fast at UDP ${addressOf(place)}: the system dropped them.`)],
    ),
    ...(roomless === 0
      ? []
      : [lost(roomless, `found no room (faster than the store took them, or longer than 64 KB)${loudest(losses)}.`)]),
    ...(unwritten === 0 ? [] : [lost(unwritten, 'waited for the store to the end, which took no rows.')]),
    ...forwards.flatMap(({ target, lost: given, refusal }, place) => {
      const count = given - (before[place]?.lost ?? 0);
      const why = refusal === null ? 'too many waited for it' : refusal;
      return count === 0 ? [] : [lost(count, `never came to ${target} (${why}).`)];
    }),
  ];
}

/** Who sent most of what was lost. */
function loudest([first]: readonly SenderLoss[]): string {
  return first === undefined
    ? ''
    : `, ${first.count} of them from ${first.address ?? 'senders too many to be told apart'}`;
}

export function addressOf(listening: { host: string; port: number } | null): string {
  if (listening === null) return 'nothing';
  const { host, port } = listening;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
