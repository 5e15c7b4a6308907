/**
 * Collects garbage in the middle of a run. The image by itself collects only when no Python runs, because it cannot see what its C
 * functions hold on WebAssembly's stack; an endless program would fill memory. Here a collection goes ahead when every
 * function on the stack is one that was learnt to hold nothing: bytecode, and `print`. Anything else (a sort's key function, a
 * constructor) and it waits for a better moment.
 */
import type { Interpreter } from './interpreter.ts';
import { bytesWithHistory, countingWords, staticData } from './memory-search.ts';

/** Deeper stacks are not judged. */
const deepestStack = 300;
/** After a refusal the next look waits: looking costs some 50 microseconds. */
const retryMs = 20;

/** Where the cells are, and which functions hold nothing: what `Collector` finds out, as plain data. */
export interface CollectorKnowledge {
  depthAt: number;
  wantedAt: number;
  functions: number[];
}

export class Collector {
  /** While it is true, every call of `collectIfWanted` comes from a place where a collection is safe. */
  learning = false;
  /** Does work for which memory must not be wanting. */
  withReserve: (work: () => void) => void = (work) => work();
  readonly #interpreter: Interpreter;
  readonly #depths: Uint8Array[] = [];
  readonly #marks: Uint8Array[] = [];
  readonly #known = new Set<number>();
  #depthAt = 0;
  #wantedAt = 0;
  #retryAt = 0;

  /** One that has yet to learn, or that knows what another learnt of the same image and modules. */
  constructor(interpreter: Interpreter, knowledge?: CollectorKnowledge) {
    this.#interpreter = interpreter;
    if (knowledge === undefined) return;
    this.#depthAt = knowledge.depthAt;
    this.#wantedAt = knowledge.wantedAt;
    for (const index of knowledge.functions) this.#known.add(index);
  }

  get knowledge(): CollectorKnowledge {
    return { depthAt: this.#depthAt, wantedAt: this.#wantedAt, functions: [...this.#known] };
  }

  /** The address of the byte that is 1 when the image wants to collect. */
  get wantedAt(): number {
    return this.#wantedAt;
  }

  /** Called by Python while it is nested ever deeper in JavaScript, which it does by `nest`. */
  nest(): void {
    this.#depths.push(staticData(this.#interpreter.bytes()));
    if (this.#depths.length < 4) this.#interpreter.run('import _host\n_host.nest()');
  }

  /** Called by Python twice before, then twice after it asked for a collection. */
  mark(): void {
    this.#marks.push(staticData(this.#interpreter.bytes()));
  }

  /** Called once Python went through all of the above: finds the cells. */
  finishLearning(): void {
    const [depth, ...others] = countingWords(this.#depths);
    if (depth === undefined || others.length > 0) throw new Error(`The depth of calls was not found: ${others}`);
    this.#depthAt = depth;
    const wanted = bytesWithHistory(
      [...this.#marks, staticData(this.#interpreter.bytes())],
      [...this.#marks.map((_, index) => (index % 4 < 2 ? 0 : 1)), 0],
    );
    const [only] = wanted;
    if (only === undefined || wanted.length > 1) throw new Error(`The wish to collect was not found: ${wanted}`);
    this.#wantedAt = only;
    this.#depths.length = 0;
    this.#marks.length = 0;
  }

  /** Collects if the image wants to and may; called wherever Python calls out. */
  collectIfWanted(): void {
    if (this.learning) {
      for (const index of stackIndices() ?? []) this.#known.add(index);
      return;
    }
    if (this.#wantedAt === 0 || this.#interpreter.bytes()[this.#wantedAt] === 0) return;
    if (performance.now() < this.#retryAt) return;
    this.collect();
  }

  /** Collects if it may; says whether it did. */
  collect(): boolean {
    const stack = stackIndices();
    if (stack === undefined || !stack.every((index) => this.#known.has(index))) {
      this.#retryAt = performance.now() + retryMs;
      return false;
    }
    // The image collects when its outermost call returns: the nested one is made to look like that.
    const depthIndex = this.#depthAt >> 2;
    const depth = this.#interpreter.words()[depthIndex] ?? 0;
    this.#interpreter.words()[depthIndex] = 0;
    try {
      this.withReserve(() => this.#interpreter.run('__import__("_board").image_collect()'));
    } finally {
      this.#interpreter.words()[depthIndex] = depth;
    }
    return true;
  }
}

/** The WASM functions on the stack, by index; undefined when there are too many. */
function stackIndices(): number[] | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = deepestStack;
  const stack = new Error().stack ?? '';
  Error.stackTraceLimit = limit;
  if (stack.split('\n').length >= deepestStack) return undefined;
  return [...stack.matchAll(/wasm-function\[(\d+)\]/g)].map(([, index]) => Number(index));
}
