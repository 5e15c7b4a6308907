/**
 * MicroPython's WASM image with its linear memory shared, so that other threads can reach into a running interpreter, and with a meter
 * in its allocator, so that a board's heap is as small as a Pico W's. Compiled once a process and handed to every board's
 * thread. Knows nothing of what the interpreter does.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { assembleImage, parseImage, sectionId } from './image-sections.ts';
import { meterHeap } from './metered-heap.ts';
import { acceptNativeDecorators } from './native-decorators.ts';

const image = '@micropython/micropython-webassembly-pyscript/micropython.wasm';

/** Bit 1 of a memory's limits (WebAssembly threads proposal): the memory is shared. */
const SHARED = 2;

let compiled: Promise<WebAssembly.Module> | undefined;

/** The compiled image. Rejects when the package is missing or is no WASM. */
export function interpreterImage(): Promise<WebAssembly.Module> {
  compiled ??= readFile(interpreterImagePath()).then((bytes) => WebAssembly.compile(boardImage(bytes)));
  return compiled;
}

/** Where the image's file is: the package's loader insists on reading it. */
export function interpreterImagePath(): string {
  return createRequire(import.meta.url).resolve(image);
}

/** The image with its memory shared and its heap metered. */
export function boardImage(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const image = parseImage(bytes);
  for (const section of image.sections) {
    if (section.id !== sectionId.memory) continue;
    const content = Uint8Array.from(section.content);
    // After how many memories there are, which is one.
    content[1] = (content[1] ?? 0) | SHARED;
    section.content = content;
  }
  meterHeap(image);
  acceptNativeDecorators(image);
  return assembleImage(image);
}
