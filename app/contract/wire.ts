/**
 * What travels over a Channel: birpc's requests and replies, and inside them Bramble's own envelopes. A reply is always an
 * outcome, never birpc's raw error, because an Error does not survive msgpack.
 */
import type { ErrorDescription } from '../base/index.ts';
import type { HostEvents } from './services.ts';

/** The reply to a call of a service's method. */
export type CallOutcome = { ok: true; value: unknown } | { ok: false; error: ErrorDescription };

/** What the host calls on the client; the empty reply is the acknowledgement. */
export interface ClientFunctions {
  event: (name: keyof HostEvents, payload: HostEvents[keyof HostEvents]) => Promise<void>;
}

const maxNameLength = 64;
const maxArguments = 8;

/**
 * Whether `message` has the form of birpc's requests and replies. birpc itself trusts its input: a message without a
 * `t` or with arguments that are no list would throw inside it, where nobody catches.
 */
export function isRpcMessage(message: unknown): boolean {
  if (typeof message !== 'object' || message === null) return false;
  const { t, i, m, a } = message as Record<string, unknown>;
  if (i !== undefined && i !== null && !isShortText(i)) return false;
  if (t === 'q') return isShortText(m) && Array.isArray(a) && a.length <= maxArguments;
  return t === 's' && isShortText(i);
}

function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= maxNameLength;
}

export function isCallOutcome(value: unknown): value is CallOutcome {
  return typeof value === 'object' && value !== null && 'ok' in value && typeof value.ok === 'boolean';
}
