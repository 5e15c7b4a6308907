/**
 * A file while a program has it open, as littlefs keeps it: what was written is seen through this opening alone, and is the file's
 * content only once it is closed or synced. Bytes in the board's memory; touches no disk.
 */
import { fileBlocks, largestInline } from './flash-space.ts';

export interface OpenMode {
  read: boolean;
  write: boolean;
  create: boolean;
  exclusive: boolean;
  truncate: boolean;
  append: boolean;
}

/** Room of a file's own that its opening takes beside what is on the flash. */
interface Space {
  blocks: number;
  bytes: number;
}

const unchanged = Number.POSITIVE_INFINITY;

export class OpenFile {
  readonly mode: OpenMode;
  /** Where it is written to when it is closed; null once it was removed, renamed or replaced. */
  hostPath: string | null;
  position = 0;
  /** The last write did not fit: littlefs then leaves the file on the flash as it was. */
  hasFailed = false;
  #bytes: Uint8Array;
  #sizeBytes: number;
  #keptBytes: number;
  /** The first byte that is other than on the flash. */
  #changedFrom = unchanged;

  /** `kept` is what the flash holds of it. */
  constructor(hostPath: string, mode: OpenMode, kept: Uint8Array) {
    this.hostPath = hostPath;
    this.mode = mode;
    this.#keptBytes = kept.length;
    this.#bytes = mode.truncate ? new Uint8Array() : kept;
    this.#sizeBytes = this.#bytes.length;
    if (mode.truncate && kept.length > 0) this.#changedFrom = 0;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  get isChanged(): boolean {
    return this.#changedFrom !== unchanged;
  }

  get content(): Uint8Array {
    return this.#bytes.subarray(0, this.#sizeBytes);
  }

  /** The content is on the flash now; gives what the file there takes more than before. */
  noteKept(): Space {
    const growth = {
      blocks: fileBlocks(this.#sizeBytes) - fileBlocks(this.#keptBytes),
      bytes: this.#sizeBytes - this.#keptBytes,
    };
    this.#keptBytes = this.#sizeBytes;
    this.#changedFrom = unchanged;
    return growth;
  }

  /** Where the next write begins. */
  get writePosition(): number {
    return this.mode.append ? this.#sizeBytes : this.position;
  }

  read(target: Uint8Array): number {
    const part = this.content.subarray(this.position, this.position + target.length);
    target.set(part);
    this.position += part.length;
    return part.length;
  }

  write(bytes: Uint8Array): void {
    const from = this.writePosition;
    const end = from + bytes.length;
    if (end > this.#bytes.length) this.#grow(Math.max(end, 2 * this.#bytes.length, 256));
    if (from > this.#sizeBytes) this.#bytes.fill(0, this.#sizeBytes, from);
    this.#bytes.set(bytes, from);
    this.#changedFrom = Math.min(this.#changedFrom, from, this.#sizeBytes);
    this.#sizeBytes = Math.max(this.#sizeBytes, end);
    this.position = end;
  }

  /** What it takes beside the file on the flash. */
  get space(): Space {
    return this.#spaceOf(this.#sizeBytes, this.#changedFrom);
  }

  /** What it would take with so many bytes more at `writePosition`. */
  spaceAfter(byteCount: number): Space {
    const from = this.writePosition;
    const end = Math.max(this.#sizeBytes, from + byteCount);
    return this.#spaceOf(end, Math.min(this.#changedFrom, from, this.#sizeBytes));
  }

  /** Blocks before the first change are shared with the file on the flash; the one that it stands in is copied. */
  #spaceOf(sizeBytes: number, changedFrom: number): Space {
    if (changedFrom === unchanged) return { blocks: 0, bytes: 0 };
    const same = Math.min(changedFrom, this.#keptBytes);
    const shared = same > largestInline ? fileBlocks(same) - 1 : 0;
    return { blocks: Math.max(0, fileBlocks(sizeBytes) - shared), bytes: Math.max(0, sizeBytes - same) };
  }

  #grow(capacity: number): void {
    const bytes = new Uint8Array(capacity);
    bytes.set(this.content);
    this.#bytes = bytes;
  }
}
