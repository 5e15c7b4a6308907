/// <reference path="./micropython-package.d.ts" />
/**
 * One MicroPython interpreter in the thread that calls this: loads the package with a compiled image and with imports of our
 * own (files, console, clock), and takes and restores snapshots of it. Knows nothing of boards.
 */
import { loadMicroPython, type MicroPython } from '@micropython/micropython-webassembly-pyscript/micropython.mjs';
import { interpreterImagePath } from './interpreter-image.ts';
import { Snapshot } from './interpreter-snapshot.ts';

/** Functions that the image imports, by name: the WASI and Emscripten calls that a board answers itself. */
export type InterpreterImports = Readonly<Record<string, (...args: never[]) => number | bigint>>;

type Instantiate = (
  image: WebAssembly.Module,
  imports: Record<string, Record<string, never>>,
) => Promise<WebAssembly.Instance>;

/** What a Pico W has for programs, about 190 KB, and what Bramble's own Python takes. The image grows it as needed. */
const heapBytes = 240 * 1024;
/** Words of room for Python's frames: some 75 calls deep, twice as many as on a Pico W, for what is C there is Python here. */
const frameWords = 8 * 1024;

export class Interpreter {
  readonly memory: WebAssembly.Memory;
  readonly #python: MicroPython;
  readonly #exports: Record<string, unknown>;
  #bytes: Uint8Array = new Uint8Array();
  #words: Int32Array = new Int32Array();

  private constructor(python: MicroPython, exports: Record<string, unknown>) {
    this.#python = python;
    this.#exports = exports;
    this.memory = exports.memory as WebAssembly.Memory;
  }

  /**
   * Loads an interpreter. `makeImports` gets a function that gives the memory, which exists only once the imports do. The
   * package keeps its state in globals, so a thread has one interpreter at a time.
   */
  static async load(
    image: WebAssembly.Module,
    makeImports: (bytes: () => Uint8Array) => InterpreterImports,
  ): Promise<Interpreter> {
    // Proxies of Python objects that outlive a snapshot would be finalised in an interpreter that never made them.
    Object.assign(globalThis, { FinalizationRegistry: NeverFinalizing });
    const instantiate: Instantiate = WebAssembly.instantiate;
    let exports: Record<string, unknown> = {};
    let interpreter: Interpreter | undefined;
    const bytes = () =>
      interpreter?.bytes() ?? new Uint8Array((exports.memory as WebAssembly.Memory).buffer as ArrayBufferLike);
    Object.assign(WebAssembly, {
      instantiate: async (_file: unknown, imports: Record<string, Record<string, unknown>>) => {
        const instance = await instantiate(image, replaceImports(imports, makeImports(bytes)));
        exports = instance.exports;
        return { instance, module: image };
      },
    });
    try {
      const python = await loadMicroPython({
        heapsize: heapBytes,
        pystack: frameWords,
        linebuffer: false,
        url: interpreterImagePath(),
      });
      interpreter = new Interpreter(python, exports);
      return interpreter;
    } finally {
      Object.assign(WebAssembly, { instantiate });
    }
  }

  /** Linear memory as bytes. The view is good until Python next runs: memory grows. */
  bytes(): Uint8Array {
    if (this.#bytes.buffer !== this.memory.buffer) this.#bytes = new Uint8Array(this.memory.buffer);
    return this.#bytes;
  }

  /** Linear memory as words, good as long as `bytes()`. */
  words(): Int32Array {
    if (this.#words.buffer !== this.memory.buffer) this.#words = new Int32Array(this.memory.buffer);
    return this.#words;
  }

  /** Runs source in `__main__`. Throws an Error with the traceback. */
  run(source: string): void {
    this.#python.runPython(source);
  }

  /** Makes `module` importable under `name`. */
  register(name: string, module: object): void {
    this.#python.registerJsModule(name, module);
  }

  startRepl(): void {
    this.#python.replInit();
  }

  /** Feeds the REPL a byte; true when the board is to restart. */
  feedRepl(byte: number): boolean {
    return this.#python.replProcessChar(byte) >= 256;
  }

  /** What the image exports: raises KeyboardInterrupt at Python's next backward jump. */
  scheduleKeyboardInterrupt(): void {
    (this.#exports.mp_sched_keyboard_interrupt as () => void)();
  }

  /** Words of room for Python's frames. */
  readonly frameWords = frameWords;

  /** Takes memory outside Python's heap, for good; gives its address. */
  allocate(size: number): number {
    return (this.#exports.malloc as (size: number) => number)(size);
  }

  /** Writes `replacement`, of the same length, wherever `bytes` stand in memory. */
  replaceAll(bytes: Uint8Array, replacement: Uint8Array): void {
    const memory = Buffer.from(this.memory.buffer);
    for (let at = memory.indexOf(bytes); at >= 0; at = memory.indexOf(bytes, at + 1)) memory.set(replacement, at);
  }

  snapshot(): Snapshot {
    return new Snapshot(() => this.bytes());
  }
}

function replaceImports(
  imports: Record<string, Record<string, unknown>>,
  ours: InterpreterImports,
): Record<string, Record<string, never>> {
  return Object.fromEntries(
    Object.entries(imports).map(([space, functions]) => [
      space,
      Object.fromEntries(Object.entries(functions).map(([name, theirs]) => [name, (ours[name] ?? theirs) as never])),
    ]),
  );
}

class NeverFinalizing {
  register(): void {}
  unregister(): void {}
}
