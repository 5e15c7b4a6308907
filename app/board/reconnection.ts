/**
 * Waits for a board whose line ended: tries to open a line again until it is there, somebody gives up, or the time is over. It knows
 * neither sessions nor the raw REPL.
 */
import { BrambleError, type Clock } from '../base/index.ts';
import { cancelled } from './failures.ts';
import type { Transport } from './transport.ts';

/** Makes a transport, not yet opened, to the same board wherever it is now: by its serial number, not its path. */
export type FindAgain = () => Promise<Transport>;

/** rp2 leaves USB and comes back within two seconds; a host under load takes longer to name the port anew. */
export const returnWithinMs = 15_000;
const retryMs = 200;

/** What a port says that is only just there: udev sets its permissions a moment later, and other programs look at it. */
const passing: readonly string[] = ['no-board', 'connection-lost', 'port-busy', 'port-forbidden'];

export interface ReturnOptions {
  findAgain: FindAgain;
  clock: Clock;
  signal: AbortSignal;
  withinMs?: number;
  /** Takes the transport and opens it; what it rejects with counts as not there yet when that may pass. */
  open: (transport: Transport) => Promise<void>;
}

/** Resolves when `open` did. Rejects with the last reason when the time is over, and with `cancelled`. */
export async function awaitReturn({
  findAgain,
  clock,
  signal,
  open,
  withinMs = returnWithinMs,
}: ReturnOptions): Promise<void> {
  const deadlineMs = clock.now() + withinMs;
  for (;;) {
    if (signal.aborted) throw cancelled();
    try {
      const transport = await findAgain();
      if (signal.aborted) {
        transport.dispose();
        throw cancelled();
      }
      await open(transport);
      return;
    } catch (error) {
      if (!mayPass(error) || clock.now() >= deadlineMs) throw error;
      await pause(clock, signal);
    }
  }
}

function mayPass(error: unknown): boolean {
  return error instanceof BrambleError && passing.includes(error.code);
}

function pause(clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.schedule(resolve, retryMs);
    signal.addEventListener(
      'abort',
      () => {
        timer.dispose();
        resolve();
      },
      { once: true },
    );
  });
}
