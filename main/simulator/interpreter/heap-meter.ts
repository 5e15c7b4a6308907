/**
 * Says when a board's heap is full: how much of the interpreter's memory a program can still reach, and whether more than that is to
 * be had on a Pico W. Only looks; nothing is freed, so that it may be asked in the middle of any C function. What such a function
 * alone holds, in WASM's locals or its stack, is not seen and counts as free: the stack is full of what was.
 */
import type { Interpreter } from './interpreter.ts';
import { heapCell } from './metered-heap.ts';

const wordBytes = 4;
/** MicroPython's `gc.c` for 32 bits: a block is four words, and two bits of a table say what it is. */
const blockBytes = 16;
const kind = { free: 0, head: 1, tail: 2 } as const;
/** Static data ends before this; see `memory-search.ts`. */
const staticEnd = 1 << 18;

/** Of `mp_state_thread_t`: where frames begin, where their room ends, where they end now. */
const framesWords = 3;

/** Bramble's own work for a program that filled its heap. */
const reserveBytes = 64 * 1024;

/** A heap's piece, as `mp_state_mem_area_t` describes it. */
interface Area {
  table: number;
  start: number;
  end: number;
  /** A byte a block: 1 when it was reached. */
  reached: Uint8Array;
}

/** `mp_state_mem_area_t` in words. */
const areaWord = { next: 0, table: 1, tableBytes: 2, afterTable: 3, start: 5, end: 6 } as const;

export class HeapMeter {
  readonly #interpreter: Interpreter;
  readonly #firstArea: number;
  readonly #framesAt: number;
  readonly #reached = new Map<number, Uint8Array>();
  #pending = new Int32Array(1024);

  /** Finds the heap and the frames in the interpreter's memory. */
  constructor(interpreter: Interpreter) {
    this.#interpreter = interpreter;
    const words = interpreter.words();
    this.#firstArea = findArea(words);
    this.#framesAt = findFrames(words, interpreter.frameWords, this.#firstArea);
  }

  /** From here on a program may keep so many bytes more than what is kept now. */
  limit(bytes: number): void {
    this.#set(heapCell.limit, this.live() + bytes);
    this.remeasure();
  }

  /** Sees what is free now. */
  remeasure(): void {
    this.#set(heapCell.free, Math.max(0, this.#get(heapCell.limit) - this.live()));
  }

  /** The image asks for more than the meter's cell holds: whether a board has it, or that and the reserve. */
  allows({ reserve }: { reserve: boolean }): boolean {
    const wanted = this.#get(heapCell.wanted) >>> 0;
    const free = this.#get(heapCell.limit) - this.live();
    const allowed = wanted <= free + (reserve ? reserveBytes : 0);
    // What is given is taken off it.
    this.#set(heapCell.free, Math.max(0, free, allowed ? wanted : 0));
    return allowed;
  }

  /** Does work of Bramble's own that must not fail for want of memory. */
  withReserve<T>(work: () => T): T {
    const add = (bytes: number) => {
      this.#set(heapCell.limit, this.#get(heapCell.limit) + bytes);
      this.#set(heapCell.free, Math.max(0, this.#get(heapCell.free) + bytes));
    };
    if (this.#get(heapCell.limit) === 0) return work();
    add(reserveBytes);
    try {
      return work();
    } finally {
      add(-reserveBytes);
    }
  }

  /** Bytes in blocks that a program can still reach. */
  live(): number {
    const words = this.#interpreter.words();
    const bytes = this.#interpreter.bytes();
    const areas = this.#areas(words);
    let lowest = Number.POSITIVE_INFINITY;
    let highest = 0;
    for (const { start, end } of areas) [lowest, highest] = [Math.min(lowest, start), Math.max(highest, end)];
    let live = 0;
    let waiting = 0;
    const reach = (from: number, to: number) => {
      for (let at = from >> 2; at < to >> 2; at++) {
        const pointer = words[at] ?? 0;
        if (pointer < lowest || pointer >= highest || pointer % blockBytes !== 0) continue;
        const area = areas.find(({ start, end }) => pointer >= start && pointer < end);
        if (area === undefined) continue;
        const block = (pointer - area.start) / blockBytes;
        if (area.reached[block] === 1 || kindOf(bytes, area.table, block) !== kind.head) continue;
        area.reached[block] = 1;
        if (waiting === this.#pending.length) this.#pending = grown(this.#pending);
        this.#pending[waiting++] = pointer;
      }
    };
    reach(heapCell.held, heapCell.held + wordBytes);
    // `mp_state_ctx`: frames and lock, what the collector begins with, and then the heap's pieces.
    reach(this.#framesAt + framesWords * wordBytes, this.#firstArea);
    const [framesStart = 0, , framesTop = 0] = words.subarray(this.#framesAt >> 2, (this.#framesAt >> 2) + framesWords);
    reach(framesStart, framesTop);
    while (waiting > 0) {
      const pointer = this.#pending[--waiting] ?? 0;
      const area = areas.find(({ start, end }) => pointer >= start && pointer < end);
      if (area === undefined) continue;
      const first = (pointer - area.start) / blockBytes;
      let next = first + 1;
      while (kindOf(bytes, area.table, next) === kind.tail) next += 1;
      live += (next - first) * blockBytes;
      reach(pointer, pointer + (next - first) * blockBytes);
    }
    return live;
  }

  #areas(words: Int32Array): Area[] {
    const areas: Area[] = [];
    for (let at = this.#firstArea; at !== 0; at = words[(at >> 2) + areaWord.next] ?? 0) {
      const word = (index: number) => words[(at >> 2) + index] ?? 0;
      const [start, end] = [word(areaWord.start), word(areaWord.end)];
      const blocks = (end - start) / blockBytes;
      const known = this.#reached.get(at);
      const reached = known?.length === blocks ? known.fill(0) : new Uint8Array(blocks);
      this.#reached.set(at, reached);
      areas.push({ table: word(areaWord.table), start, end, reached });
    }
    return areas;
  }

  #get(cell: number): number {
    return this.#interpreter.words()[cell >> 2] ?? 0;
  }

  #set(cell: number, value: number): void {
    this.#interpreter.words()[cell >> 2] = value;
  }
}

function kindOf(bytes: Uint8Array, table: number, block: number): number {
  return ((bytes[table + (block >> 2)] ?? 0) >> ((block & 3) << 1)) & 3;
}

function grown(list: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(list.length * 2);
  longer.set(list);
  return longer;
}

/** The first piece of the heap: a table of two bits a block, and behind its end the next table, and so many blocks. */
function findArea(words: Int32Array): number {
  for (let at = 0; at < staticEnd >> 2; at++) {
    const word = (index: number) => words[at + index] ?? 0;
    const tableBytes = word(areaWord.tableBytes);
    const blocks = (word(areaWord.end) - word(areaWord.start)) / blockBytes;
    if (tableBytes <= 0 || blocks !== tableBytes * 4) continue;
    if (word(areaWord.table) + tableBytes + 1 === word(areaWord.afterTable)) return at * wordBytes;
  }
  throw new Error("The interpreter's heap was not found.");
}

/** Where `mp_state_ctx` says where Python's frames are, some words before it says where the heap is. */
function findFrames(words: Int32Array, frameWords: number, area: number): number {
  for (let at = area >> 2; at > 0; at--) {
    const [start = 0, end = 0, top = 0] = words.subarray(at, at + framesWords);
    const aligned = (start | end | top) % wordBytes === 0;
    if (aligned && start > 0 && end - start === frameWords * wordBytes && top >= start && top <= end)
      return at * wordBytes;
  }
  throw new Error("The interpreter's frames were not found.");
}
