/**
 * The cells of a running interpreter's memory that its VM tests at every backward jump. Writing them from any thread raises
 * KeyboardInterrupt, as the interrupt handler of a board's USB does. Found by looking; no address is built in.
 */
import type { Interpreter } from './interpreter.ts';
import { changedWords, staticData } from './memory-search.ts';

/** Addresses and values, plain data that travels between threads. */
export interface InterruptCells {
  /** The word that holds the exception to raise, or 0. */
  pendingException: number;
  /** The address of the KeyboardInterrupt object. */
  keyboardInterrupt: number;
  /** The 16-bit word with the scheduler's state, its value when idle and when something is pending. */
  schedulerState: { address: number; idle: number; pending: number };
  /** Words of the KeyboardInterrupt object that a new one starts with at 0: its traceback. */
  cleared: number[];
}

/** Finds the cells by raising the interrupt and comparing memory; leaves it as it was. Runs Python. */
export function findInterruptCells(interpreter: Interpreter): InterruptCells {
  const first = changesOf(interpreter, () => interpreter.scheduleKeyboardInterrupt());
  const pending = first.find(({ before, after }) => before === 0 && after > 0);
  const scheduler = first.find((change) => change !== pending);
  if (pending === undefined || scheduler === undefined) {
    throw new Error(`MicroPython's interrupt cells were not found: ${JSON.stringify(first)}`);
  }
  const upper = (scheduler.before & 0xffff) === (scheduler.after & 0xffff);
  const half = (word: number) => (upper ? word >> 16 : (word << 16) >> 16);

  // Let it raise once, so that the object has a traceback, and see what raising it again takes away.
  interpreter.run('try:\n  while True: pass\nexcept KeyboardInterrupt: pass');
  const second = changesOf(interpreter, () => interpreter.scheduleKeyboardInterrupt());
  const cells: InterruptCells = {
    pendingException: pending.address,
    keyboardInterrupt: pending.after,
    schedulerState: {
      address: scheduler.address + (upper ? 2 : 0),
      idle: half(scheduler.before),
      pending: half(scheduler.after),
    },
    cleared: second.filter(({ before, after }) => before !== 0 && after === 0).map(({ address }) => address),
  };
  for (const { address, before } of second) interpreter.words()[address >> 2] = before;
  return cells;
}

function changesOf(interpreter: Interpreter, act: () => void): ReturnType<typeof changedWords> {
  const before = staticData(interpreter.bytes());
  act();
  return changedWords(before, staticData(interpreter.bytes()));
}

/** Raises KeyboardInterrupt in the interpreter whose memory this is, from any thread. */
export function raiseKeyboardInterrupt(memory: ArrayBufferLike, cells: InterruptCells): void {
  const words = new Int32Array(memory);
  for (const address of cells.cleared) Atomics.store(words, address >> 2, 0);
  Atomics.store(words, cells.pendingException >> 2, cells.keyboardInterrupt);
  const { address, idle, pending } = cells.schedulerState;
  // Only from idle: a locked scheduler (a callback runs) must stay locked, and looks at the exception when it unlocks.
  Atomics.compareExchange(new Int16Array(memory), address >> 1, idle, pending);
}

/** Whether an interrupt waits to be raised. */
export function interruptPending(words: Int32Array, cells: InterruptCells): boolean {
  return Atomics.load(words, cells.pendingException >> 2) !== 0;
}

/** Takes a waiting interrupt back; says whether there was one. */
export function takeInterrupt(words: Int32Array, cells: InterruptCells): boolean {
  return Atomics.exchange(words, cells.pendingException >> 2, 0) !== 0;
}
