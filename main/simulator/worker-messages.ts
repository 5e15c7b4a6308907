/** What a board's thread and its owner say to each other by messages; bytes and waiting go through the control block. */
import type { InterruptCells } from './interpreter/interrupt-cells.ts';
import type { SoftInterruptCells } from './interpreter/soft-interrupt.ts';

export interface WorkerStart {
  image: WebAssembly.Module;
  control: SharedArrayBuffer;
  pins: SharedArrayBuffer;
  flashFolder: string;
  /** `FlashFaults` of the board. */
  flashFaults: SharedArrayBuffer;
  /** Seconds to add to UTC for what the board's clock shows at first. */
  clockOffsetSeconds: number;
  /** A prepared board as `encodeState` wrote it; without it the board is prepared from the image. */
  prepared: Uint8Array | undefined;
  /** Where the process keeps compiled code, if it does. */
  compiledCodeFolder: string | undefined;
}

/** The way into a running interpreter from another thread. */
export interface Inside {
  memory: WebAssembly.Memory;
  interrupt: InterruptCells;
  softInterrupt: SoftInterruptCells;
  /** The address of the byte that is 1 while the interpreter wants to collect garbage. */
  collectionWantedAt: number;
}

export type WorkerMessage =
  /** The interpreter is loaded, and boot.py is about to run. */
  | ({ kind: 'ready'; restored: boolean } & Inside)
  /** What the next board can begin with. */
  | { kind: 'prepared'; state: Uint8Array }
  /** There is output in the ring. */
  | { kind: 'output' }
  /** There is room in the input ring again. */
  | { kind: 'room' }
  /** A system call to answer. */
  | { kind: 'call'; name: string; args: (number | string)[] }
  /** A pin changed. */
  | { kind: 'pins' }
  /** Ctrl-C came while a callback ran: the program is to be interrupted when it is over. */
  | { kind: 'interrupt' }
  /** The board changed what its flash holds. */
  | { kind: 'flash' }
  /** The program asks for `machine.reset()`; the thread waits to be ended. */
  | { kind: 'reset' }
  /** The program asks for `machine.bootloader()`; the thread waits to be ended. */
  | { kind: 'bootloader' }
  /** The power went while the board wrote to its flash, as somebody ordered; the thread waits to be ended. */
  | { kind: 'power-lost' }
  /** The interpreter broke; the thread ends. */
  | { kind: 'crashed'; message: string };

/** The system call by which the thread says that a soft reset begins. */
export const softResetCall = 'board.soft_reset';
