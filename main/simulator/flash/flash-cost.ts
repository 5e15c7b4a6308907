/**
 * What writing to the flash costs an RP2040, measured with MicroPython's own firmware: its thread stands still meanwhile, interrupts and
 * all, as the chip does.
 */
import type { ControlBlock } from '../control-block.ts';

/** 4 KB: one erase of 45 ms, sixteen programs of 0.4 ms. */
const msPerByte = (45 + 16 * 0.4) / 4096;
/** littlefs keeps smaller files in their folder's metadata. */
const largestInline = 512;
/** A new file of 300 bytes costs 28 ms: its entry, and its close. */
const costMs = { create: 25, close: 3, rename: 3, remove: 8 } as const;

export class FlashCost {
  readonly #control: ControlBlock;
  readonly #cell = new Int32Array(new SharedArrayBuffer(4));
  /** What is owed: a wait is a millisecond at the least, and often longer than it was to be. */
  #owedMs = 0;

  constructor(control: ControlBlock) {
    this.#control = control;
  }

  note(operation: keyof typeof costMs): void {
    this.#pay(costMs[operation]);
  }

  /** `byteCount` more bytes were written to a file that had `sizeBytes` before. */
  noteWrite(byteCount: number, sizeBytes: number): void {
    if (sizeBytes + byteCount <= largestInline) return;
    this.#pay((sizeBytes <= largestInline ? sizeBytes + byteCount : byteCount) * msPerByte);
  }

  #pay(ms: number): void {
    if (!this.#control.flashIsSlow) return;
    this.#owedMs += ms;
    if (this.#owedMs < 1) return;
    const startedAt = performance.now();
    Atomics.wait(this.#cell, 0, 0, this.#owedMs);
    this.#owedMs -= performance.now() - startedAt;
  }
}
