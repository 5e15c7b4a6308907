/**
 * Puts a meter into MicroPython's image: its `gc_alloc`, `gc_realloc` and `gc_free` count what they give and take in a cell of linear
 * memory, and ask the host before they give more than the cell holds. The image by itself takes megabytes before it looks whether
 * they are garbage. No number of a function is built in: each is found by what it does.
 */
import { type ImageModule, paddedNumber, signed, unsigned } from './image-sections.ts';

/**
 * Words at the far end of the C stack, where nothing else is. They are of the memory that a snapshot keeps: a soft reset puts
 * them back.
 */
export const heapCell = {
  /** Bytes that may be given before the host is asked. */
  free: 16,
  /** The block that `gc_realloc` is to make longer, while it does; maybe nothing but a C function holds it. */
  held: 20,
  /** Bytes that are wanted, when the host is asked. */
  wanted: 24,
  /** Live bytes that a board has room for, its own Python included; 0 while nothing is to be refused. */
  limit: 28,
} as const;

/** A Pico W's heap as `gc` tells of it, and what a program finds free of it when it begins. */
export const boardHeapBytes = 200_000;
export const programHeapBytes = 188_608;

/** "Closing" this file asks the host; no file has this number. The answer is 0, or not 0 when the bytes are not to be had. */
export const heapQuestionFd = 0x4d_45_4d;
const questionImport = 'fd_close';

/** What `gc_get_max_new_split` of MicroPython's webassembly port gives; the way to the allocator begins there. */
const largestNewHeap = 128 * 1024 * 1024;

const I32 = 0x7f;
const op = {
  if: [0x04, 0x40],
  else: [0x05],
  end: [0x0b],
  return: [0x0f],
  call: 0x10,
  get: 0x20,
  set: 0x21,
  load: 0x28,
  store: 0x36,
  constant: 0x41,
  isZero: [0x45],
  equal: [0x46],
  greaterUnsigned: [0x4b],
  add: [0x6a],
  subtract: [0x6b],
  and: [0x71],
  or: [0x72],
} as const;

const number = (value: number) => [op.constant, ...signed(value)];
const get = (local: number) => [op.get, ...unsigned(local)];
const set = (local: number) => [op.set, ...unsigned(local)];
const call = (index: number) => [op.call, ...unsigned(index)];
const load = (cell: number) => [...number(0), op.load, 2, ...unsigned(cell)];
const store = (cell: number, value: number[]) => [...number(0), ...value, op.store, 2, ...unsigned(cell)];
const when = (condition: number[], then: number[], otherwise: number[] = []) => [
  ...condition,
  ...op.if,
  ...then,
  ...(otherwise.length > 0 ? [...op.else, ...otherwise] : []),
  ...op.end,
];
/** Whole blocks of 16 bytes. */
const inBlocks = (local: number) => [...get(local), ...number(15), ...op.add, ...number(-16), ...op.and];
const credit = (bytes: number[]) => store(heapCell.free, [...load(heapCell.free), ...bytes, ...op.add]);
const debit = (bytes: number[]) => store(heapCell.free, [...load(heapCell.free), ...bytes, ...op.subtract]);

const body = (extraLocals: number, ...code: number[][]) =>
  Uint8Array.from([...(extraLocals > 0 ? [1, extraLocals, I32] : [0]), ...code.flat(), ...op.end]);

/** Changes the module. Throws when it is not laid out as MicroPython's. */
export function meterHeap(image: ImageModule): void {
  const { alloc, free, size, realloc } = findAllocator(image);
  const question = image.importedFunctions.indexOf(questionImport);
  if (question < 0) throw new Error(`The image does not import ${questionImport}.`);
  /** Returns 0 from the function when the bytes in the local are not to be had. A block that was to be longer is held no more. */
  const askFor = (local: number) =>
    when(
      [...get(local), ...load(heapCell.free), ...op.greaterUnsigned],
      [
        ...store(heapCell.wanted, get(local)),
        ...when(
          [...number(heapQuestionFd), ...call(question)],
          [...store(heapCell.held, number(0)), ...number(0), ...op.return],
        ),
      ],
    );

  // gc_alloc(0: bytes, 1: flags); 2: what it gives, 3: bytes in blocks.
  const plainAlloc = moveFunction(image, alloc);
  replaceBody(
    image,
    alloc,
    body(
      2,
      [...inBlocks(0), ...set(3)],
      askFor(3),
      [...get(0), ...get(1), ...call(plainAlloc), ...set(2)],
      when(get(2), debit(get(3))),
      get(2),
    ),
  );

  // gc_free(0: block)
  const plainFree = moveFunction(image, free);
  replaceBody(image, free, body(0, credit([...get(0), ...call(size)]), [...get(0), ...call(plainFree)]));

  // gc_realloc(0: block, 1: bytes, 2: whether it may move); 3: what it gives, 4: bytes so far, 5: bytes in blocks, 6: more bytes.
  const plainRealloc = moveFunction(image, realloc);
  replaceBody(
    image,
    realloc,
    body(
      4,
      [...get(0), ...call(size), ...set(4), ...inBlocks(1), ...set(5)],
      store(heapCell.held, get(0)),
      when(
        [...get(5), ...get(4), ...op.greaterUnsigned],
        [...get(5), ...get(4), ...op.subtract, ...set(6), ...askFor(6)],
      ),
      [...get(0), ...get(1), ...get(2), ...call(plainRealloc), ...set(3)],
      store(heapCell.held, number(0)),
      when(
        [...get(3), ...get(0), ...op.equal],
        // In place: what it is longer by. A failed one of no block at all changes nothing either.
        when(get(0), debit([...get(5), ...get(4), ...op.subtract])),
        // Moved, which was gc_alloc's to count, or freed: the old block is free.
        when([...get(3), ...get(1), ...op.isZero, ...op.or], credit(get(4))),
      ),
      get(3),
    ),
  );
}

interface Allocator {
  alloc: number;
  free: number;
  size: number;
  realloc: number;
}

/** The functions of MicroPython's `py/gc.c`, which stand in the image in the order of that file. */
function findAllocator(image: ImageModule): Allocator {
  const first = image.importedFunctions.length;
  const constant = Buffer.from([0, op.constant, ...signed(largestNewHeap), ...op.end]);
  const limits = image.functions.flatMap(({ body }, index) => (constant.equals(body) ? [index + first] : []));
  const limit = only(limits, 'gc_get_max_new_split');
  const grow = only(callersOf(image, limit, 1, 1), 'gc_try_add_heap');
  const alloc = only(callersOf(image, grow, 2, 1), 'gc_alloc');
  const realloc = only(callersOf(image, alloc, 3, 1), 'gc_realloc');
  const [free, size] = [realloc - 2, realloc - 1];
  if (!hasShape(image, free, 1, 0) || !hasShape(image, size, 1, 1)) {
    throw new Error("The image's allocator is laid out in a way that is not known.");
  }
  return { alloc, free, size, realloc };
}

function only(found: number[], name: string): number {
  const [index] = found;
  if (index === undefined || found.length > 1) throw new Error(`${name} was not found in the image: ${found}`);
  return index;
}

/** The functions with so many parameters and results in whose code the call stands. */
function callersOf(image: ImageModule, callee: number, parameters: number, results: number): number[] {
  const code = Buffer.from([op.call, ...paddedNumber(callee)]);
  const first = image.importedFunctions.length;
  return image.functions.flatMap(({ body }, index) =>
    hasShape(image, index + first, parameters, results) && Buffer.from(body).includes(code) ? [index + first] : [],
  );
}

function hasShape(image: ImageModule, index: number, parameters: number, results: number): boolean {
  const type = image.types[image.functions[index - image.importedFunctions.length]?.type ?? -1];
  return type?.parameters.length === parameters && type.results.length === results;
}

/** Copies the function to the end, where it keeps its code; gives the copy's number. */
function moveFunction(image: ImageModule, index: number): number {
  const moved = image.functions[index - image.importedFunctions.length];
  if (moved === undefined) throw new Error(`The image has no function ${index}.`);
  image.functions.push({ ...moved });
  return image.importedFunctions.length + image.functions.length - 1;
}

function replaceBody(image: ImageModule, index: number, code: Uint8Array): void {
  const replaced = image.functions[index - image.importedFunctions.length];
  if (replaced !== undefined) replaced.body = code;
}
