/** What a board knows of itself, as system calls (`machine.*`) for `machine.py`. */
import type { BoardIdentity } from '../../../app/simulator/index.ts';
import type { SystemCallProvider } from './system-calls.ts';

/** `machine.reset_cause()` on rp2: power, or the watchdog, which `machine.reset()` uses too. */
const resetCause = { powerOn: 1, watchdog: 3 } as const;

export function machineCalls(identity: BoardIdentity): SystemCallProvider {
  let cause: number = resetCause.powerOn;
  return {
    calls: {
      'machine.unique_id': () => Buffer.from(identity.uniqueId).toString('hex'),
      'machine.reset_cause': () => cause,
    },
    reset(kind = 'soft') {
      if (kind !== 'soft') cause = kind === 'hard' ? resetCause.watchdog : resetCause.powerOn;
    },
    dispose() {},
  };
}
