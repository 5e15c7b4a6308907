/** When Ctrl-C is sent, and sent again. */
import { control, type Interrupting, timing } from './state.ts';

export const ctrlC = Uint8Array.of(control.interrupt);

export function startInterrupting(nowMs: number, timeoutMs: number): Interrupting {
  return { sent: 1, nextMs: nowMs + repeatAfter(1), deadlineMs: nowMs + timeoutMs };
}

/** What falls due at `nowMs`: nothing, another Ctrl-C, or the end of patience (`interrupt` null). */
export function continueInterrupting(
  interrupt: Interrupting,
  nowMs: number,
): { interrupt: Interrupting | null; writes: Uint8Array[] } {
  if (nowMs >= interrupt.deadlineMs) return { interrupt: null, writes: [] };
  if (nowMs < interrupt.nextMs) return { interrupt, writes: [] };
  const sent = interrupt.sent + 1;
  return { interrupt: { ...interrupt, sent, nextMs: nowMs + repeatAfter(sent) }, writes: [ctrlC] };
}

export function interruptDueMs(interrupt: Interrupting | null): number | null {
  return interrupt === null ? null : Math.min(interrupt.nextMs, interrupt.deadlineMs);
}

function repeatAfter(sent: number): number {
  return timing.interruptRepeatMs[sent - 1] ?? timing.interruptRepeatMs.at(-1) ?? 250;
}
