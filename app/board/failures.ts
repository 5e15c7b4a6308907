/** What went wrong between Bramble and a board, in sentences for people. */
import { BrambleError } from '../base/index.ts';
import { quoteBytes } from './bytes.ts';
import { awaitedReboot, type ReplEvent } from './raw-repl/state.ts';
import { type Diagnosis, diagnose } from './rescue/diagnosis.ts';
import type { Evidence } from './rescue/evidence.ts';
import type { TransportClosed } from './transport.ts';

export const replugRemedy = 'Unplug the board, plug it in again and connect.';

/** A failure of the protocol: a timeout says what was awaited and what had arrived instead. */
export function protocolFailure(address: string, failed: Extract<ReplEvent, { kind: 'failed' }>): BrambleError {
  const { reason, awaited, arrived } = failed;
  if (awaited === awaitedReboot) {
    return new AttentionError({
      kind: 'soft-reset-hangs',
      code: 'not-responding',
      reason: `The board at ${address} does not restart its interpreter: most likely a thread on core 1 (the module _thread) goes on. ${quoteBytes(arrived)} had arrived.`,
      remedy: `${replugRemedy} A program that leaves a thread running is run without a restart: --no-reset.`,
    });
  }
  if (reason === 'timeout') {
    return new BrambleError(
      'not-responding',
      `The board at ${address} did not answer in time: Bramble awaited ${awaited}, and ${quoteBytes(arrived)} had arrived instead. ${replugRemedy}`,
    );
  }
  return new BrambleError(
    'protocol',
    `The board at ${address} sent what the raw REPL does not send: Bramble awaited ${awaited}, and ${quoteBytes(arrived)} arrived. Try again; if it happens again, reset the board.`,
  );
}

/** No rung of the ladder led to the prompt. */
export function gaveUp(address: string, evidence: Evidence): AttentionError {
  return new AttentionError(diagnose(address, evidence));
}

/** A diagnosis as an error: what happened and why, and what to do, apart. */
export class AttentionError extends BrambleError {
  readonly diagnosis: Diagnosis;

  constructor(diagnosis: Diagnosis, options?: { cause?: unknown }) {
    super(diagnosis.code, `${diagnosis.reason} ${diagnosis.remedy}`, options);
    this.diagnosis = diagnosis;
  }
}

/** `port-busy` where another program has the board, else `connection-lost`. */
export function connectionLost(closed: TransportClosed): BrambleError {
  const code = closed.reason === 'busy' ? 'port-busy' : 'connection-lost';
  return new BrambleError(code, `${closed.message} ${lostRemedy(closed)}`);
}

const lostRemedies: Readonly<Record<TransportClosed['reason'], string>> = {
  lost: 'Check the cable or the network, and connect again.',
  reset: 'Connect again when it has started.',
  busy: 'Disconnect that program, and connect again.',
};

export function lostRemedy({ reason }: TransportClosed): string {
  return lostRemedies[reason];
}

export function notConnected(address: string): BrambleError {
  return new BrambleError('connection-lost', `The board at ${address} is not connected. Connect to it first.`);
}

export function cancelled(): BrambleError {
  return new BrambleError('cancelled', 'Cancelled. The board is at its prompt.');
}

/** `what` is the program or the operation that goes on. */
export function doesNotStop(what: string, timeoutMs: number): BrambleError {
  return new BrambleError(
    'not-responding',
    `"${what}" did not stop within ${timeoutMs / 1000} s of Ctrl-C: it catches or masks the interrupt. Unplug the board and plug it in again, or reset it.`,
  );
}

export function tookTooLong(what: string, timeoutMs: number): BrambleError {
  return new BrambleError(
    'not-responding',
    `"${what}" was not done within ${timeoutMs / 1000} s, so Bramble stopped it. Allow it more time, or look into what it waits for.`,
  );
}
