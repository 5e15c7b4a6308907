/** When Ctrl-C is sent, and sent again. */
import { control, type Interrupting, timing } from './state.ts';

export const ctrlC = Uint8Array.of(control.interrupt);

/** After so many, Ctrl-C comes in bursts, as the ladder of app/board/rescue sends them: the program catches it and goes on. */
const singleCtrlCs = 8;
const burst = new Uint8Array(32).fill(control.interrupt);
const burstEveryMs = 20;

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
  const bursts = sent > singleCtrlCs;
  const nextMs = nowMs + (bursts ? burstEveryMs : repeatAfter(sent));
  return { interrupt: { ...interrupt, sent, nextMs }, writes: [bursts ? burst : ctrlC] };
}

export function interruptDueMs(interrupt: Interrupting | null): number | null {
  return interrupt === null ? null : Math.min(interrupt.nextMs, interrupt.deadlineMs);
}

function repeatAfter(sent: number): number {
  return timing.interruptRepeatMs[sent - 1] ?? timing.interruptRepeatMs.at(-1) ?? 250;
}
