/**
 * Interrupts of the kind that `micropython.schedule` makes, raised from any thread: the scheduler's ring is filled with one dispatcher
 * for good, and whoever wants it called sets the ring's length. Python's own `schedule` goes through the dispatcher too.
 */
import type { InterruptCells } from './interrupt-cells.ts';
import { bytesWithHistory } from './memory-search.ts';

/** The address of the scheduler's length, a byte. Plain data that travels between threads. */
export interface SoftInterruptCells {
  length: number;
  state: InterruptCells['schedulerState'];
}

/** `copies` of static data: with 0, 1 and 2 callbacks scheduled. The length stands within some bytes of the state. */
export function findSoftInterruptCells(
  copies: readonly Uint8Array[],
  state: InterruptCells['schedulerState'],
): SoftInterruptCells {
  const near = bytesWithHistory(copies, [0, 1, 2]).filter((at) => Math.abs(at - state.address) <= 8);
  const [length] = near;
  if (length === undefined || near.length > 1) throw new Error(`MicroPython's scheduler was not found: ${near}`);
  return { length, state };
}

/** Has the dispatcher called at the next backward jump; does nothing when that is to happen already. */
export function raiseSoftInterrupt(memory: ArrayBufferLike, { length, state }: SoftInterruptCells): void {
  Atomics.compareExchange(new Uint8Array(memory), length, 0, 1);
  // A locked scheduler (a callback runs) looks at the length when it unlocks.
  Atomics.compareExchange(new Int16Array(memory), state.address >> 1, state.idle, state.pending);
}

/** Whether the dispatcher is to be called at the next backward jump; not while a callback runs, which keeps others out. */
export function softInterruptPending(memory: ArrayBufferLike, { length, state }: SoftInterruptCells): boolean {
  return (
    Atomics.load(new Uint8Array(memory), length) !== 0 &&
    Atomics.load(new Int16Array(memory), state.address >> 1) === state.pending
  );
}

/** Whether the dispatcher, or something that it called, runs. */
export function schedulerLocked(memory: ArrayBufferLike, { state }: SoftInterruptCells): boolean {
  const now = Atomics.load(new Int16Array(memory), state.address >> 1);
  return now !== state.idle && now !== state.pending;
}

/**
 * Whether something raised still waits. The VM unlocks its scheduler in steps, between which it does not see what is raised: what
 * waits while the scheduler is idle was missed, and is pointed at again. Says in `missed` whether it was.
 */
export function lookAgain(
  memory: ArrayBufferLike,
  { length, state }: SoftInterruptCells,
  pendingException: number,
): { waiting: boolean; missed: boolean } {
  const scheduled = Atomics.load(new Uint8Array(memory), length) !== 0;
  const waiting = scheduled || Atomics.load(new Int32Array(memory), pendingException >> 2) !== 0;
  if (!waiting) return { waiting, missed: false };
  const { address, idle, pending } = state;
  return { waiting, missed: Atomics.compareExchange(new Int16Array(memory), address >> 1, idle, pending) === idle };
}

/** Forgets what was scheduled but leaves it in the ring. */
export function disarm(memory: ArrayBufferLike, { length, state }: SoftInterruptCells): void {
  Atomics.store(new Uint8Array(memory), length, 0);
  Atomics.store(new Int16Array(memory), state.address >> 1, state.idle);
}
