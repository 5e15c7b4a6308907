/** Tells the log of starts that were ordered from here, so that it does not take them for reboots. It knows names, and no messages. */
import type { Clock } from '../../app/base/index.ts';
import type { OrderedStart } from '../../app/syslog/index.ts';
import type { LogSource } from './syslog-service.ts';

export interface OrderedStartsOptions {
  clock: Clock;
  log: Pick<LogSource, 'expectStart'>;
  /** The name of the board at this address in the log, where it is known already. */
  knownName: (address: string) => string | null;
  /** The same, asked of the log; null when the board never sent anything there. */
  loggedName: (address: string) => Promise<string | null>;
}

/** Gives what is to be called when a start of the board at `address` is ordered, before the board gets the order. */
export function tellOrderedStarts(options: OrderedStartsOptions): (address: string, by: OrderedStart['by']) => void {
  const { clock, log, knownName, loggedName } = options;
  return (address, by) => {
    const start = { by, atMs: clock.now() };
    const known = knownName(address);
    if (known !== null) return log.expectStart(known, start);
    const tell = (name: string | null) => {
      if (name !== null) log.expectStart(name, start);
    };
    // A log that cannot be read has no names, and its status says why.
    loggedName(address).then(tell, () => {});
  };
}
