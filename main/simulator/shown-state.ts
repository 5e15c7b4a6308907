/**
 * When a view of a simulated board is to look again, and how much room it then sees in flash and heap: counting is dear, and a
 * program changes things faster than anybody looks.
 */
import { type Clock, type Disposable, Emitter, type Event } from '../../app/base/index.ts';
import { blockBytes, folderBlocks, picoWBlocks } from './flash/flash-space.ts';
import { boardHeapBytes, programHeapBytes } from './interpreter/metered-heap.ts';

/** A person sees no faster change; a program may make 100,000 a second. */
const changeIntervalMs = 33;
/** Counting a folder's blocks touches every file; a view of the board asks many times a second. */
const flashCountIntervalMs = 1000;
/** A change of the heap that is worth a new picture of the board. */
const toldHeapBytes = boardHeapBytes / 10;

export class ShownState implements Disposable {
  readonly #clock: Clock;
  readonly #flashFolder: string;
  readonly #changed = new Emitter<void>();
  #timer: Disposable | undefined;
  #isPending = false;
  #isOver = false;
  #heapTold = programHeapBytes;
  #flashCount = { atMs: Number.NEGATIVE_INFINITY, blocks: 0 };

  readonly onDidChange: Event<void> = this.#changed.event;

  constructor({ clock, flashFolder }: { clock: Clock; flashFolder: string }) {
    this.#clock = clock;
    this.#flashFolder = flashFolder;
  }

  noteChange(): void {
    if (this.#isPending || this.#isOver) return;
    this.#isPending = true;
    this.#timer = this.#clock.schedule(() => {
      this.#isPending = false;
      this.#changed.fire();
    }, changeIntervalMs);
  }

  /** The board changed what its flash holds. */
  noteFlashChange(): void {
    this.#flashCount.atMs = Number.NEGATIVE_INFINITY;
    this.noteChange();
  }

  /** What of the heap is free now. */
  noteHeap(freeBytes: number): void {
    if (Math.abs(freeBytes - this.#heapTold) <= toldHeapBytes) return;
    this.#heapTold = freeBytes;
    this.noteChange();
  }

  flash(): { totalBytes: number; freeBytes: number } {
    const now = this.#clock.now();
    if (now - this.#flashCount.atMs > flashCountIntervalMs) {
      this.#flashCount = { atMs: now, blocks: folderBlocks(this.#flashFolder) };
    }
    return {
      totalBytes: picoWBlocks * blockBytes,
      freeBytes: Math.max(0, picoWBlocks - this.#flashCount.blocks) * blockBytes,
    };
  }

  dispose(): void {
    this.#isOver = true;
    this.#timer?.dispose();
    this.#changed.dispose();
  }
}
