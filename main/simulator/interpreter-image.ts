/**
 * MicroPython's WASM image with its linear memory shared, so that other threads can reach into a running interpreter.
 * Compiled once a process and handed to every board's thread. Knows nothing of what the interpreter does.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const image = '@micropython/micropython-webassembly-pyscript/micropython.wasm';

const MEMORY_SECTION = 5;
/** Bit 1 of a memory's limits (WebAssembly threads proposal): the memory is shared. */
const SHARED = 2;

let compiled: Promise<WebAssembly.Module> | undefined;

/** The compiled image. Rejects when the package is missing or is no WASM. */
export function interpreterImage(): Promise<WebAssembly.Module> {
  compiled ??= readFile(interpreterImagePath()).then((bytes) => WebAssembly.compile(shareMemory(bytes)));
  return compiled;
}

/** Where the image's file is: the package's loader insists on reading it. */
export function interpreterImagePath(): string {
  return createRequire(import.meta.url).resolve(image);
}

/** Sets the shared bit in the memory section of a WASM module, in a copy. */
export function shareMemory(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(module);
  let at = 8; // past the magic number and the version
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  };
  while (at < bytes.length) {
    const section = bytes[at++];
    const size = number();
    const start = at;
    if (section === MEMORY_SECTION) {
      number(); // how many memories: one
      bytes[at] = (bytes[at] ?? 0) | SHARED;
    }
    at = start + size;
  }
  return bytes;
}
