/**
 * Reads files from a board in one stream, each compared with the board's own SHA-256. What does not arrive whole is read once more
 * by plain Base64, which bears output of the background in between.
 */
import { concat } from '../bytes.ts';
import { boardFileError } from '../file-errors.ts';
import { pythonStrings } from '../python-literal.ts';
import type { RawBoard } from '../raw-board.ts';
import { type Progress, readFile } from '../read-file.ts';
import { sha256Hex } from '../sha256.ts';
import { downloadAgent } from './download-agent.ts';
import { type DownloadEvent, DownloadReader } from './download-stream.ts';

export interface DownloadOptions {
  /** Bytes of all files. */
  onProgress?: Progress | undefined;
  /** Takes each file, in order. */
  onFile: (path: string, bytes: Uint8Array) => void | Promise<void>;
}

/** Rejects at the first file that cannot be read; those before it were handed over. */
export async function download(raw: RawBoard, paths: readonly string[], options: DownloadOptions): Promise<void> {
  const files = new ArrivingFiles(paths, options, (done, total) => {
    raw.progress(done, total);
    options.onProgress?.(done, total);
  });
  const reader = new DownloadReader((event) => {
    if (event.kind === 'noise') raw.background(event.bytes);
    else files.take(event);
  });
  const source = `${downloadAgent}try:_bramble(${pythonStrings(paths)})\nfinally:del _bramble\n`;
  const { traceback } = await raw.execute(source, {
    onOutput: (bytes) => {
      reader.push(bytes);
      return files.handOver();
    },
  });
  reader.end();
  await files.handOver();
  if (files.error !== null) throw files.error;
  // Whole files stop at the first that is not: the way that asks for little memory has a try at the rest.
  if (traceback !== null || files.finished < paths.length) await readPlainly(raw, paths.slice(files.finished), options);
}

async function readPlainly(raw: RawBoard, paths: readonly string[], options: DownloadOptions): Promise<void> {
  for (const path of paths) await options.onFile(path, await readFile(raw, path, options.onProgress));
}

/** The files of one stream. From the first that did not arrive as it was sent, none counts. */
class ArrivingFiles {
  readonly #paths: readonly string[];
  readonly #options: DownloadOptions;
  readonly #tell: Progress;
  readonly #arrived: { path: string; bytes: Uint8Array }[] = [];
  #parts: Uint8Array[] = [];
  /** How many sizes came, and their sum. */
  #sized = 0;
  #totalBytes = 0;
  #doneBytes = 0;
  #damaged = false;
  /** How many arrived whole. */
  finished = 0;
  error: Error | null = null;

  constructor(paths: readonly string[], options: DownloadOptions, tell: Progress) {
    this.#paths = paths;
    this.#options = options;
    this.#tell = tell;
  }

  take(event: Exclude<DownloadEvent, { kind: 'noise' }>): void {
    const path = this.#paths[this.finished];
    if (path === undefined || this.#damaged) return;
    if (event.kind === 'size') {
      this.#sized += 1;
      this.#totalBytes += event.sizeBytes;
    } else if (event.kind === 'bytes') {
      this.#parts.push(event.bytes);
      this.#doneBytes += event.bytes.length;
      this.#tell(this.#doneBytes, this.#totalBytes);
    } else if (event.kind === 'failed') {
      const missing = this.#sized < this.#paths.length ? this.#paths[this.#sized] : path;
      this.error ??= boardFileError(event.errno, missing ?? path);
    } else {
      this.#end(path, event.hash);
    }
  }

  /** Gives what arrived to whoever asked for it; a promise makes the board wait. */
  handOver(): void | Promise<void> {
    const waits = this.#arrived.splice(0).flatMap(({ path, bytes }) => this.#options.onFile(path, bytes) ?? []);
    if (waits.length > 0) return Promise.all(waits).then(() => undefined);
  }

  #end(path: string, hash: string): void {
    const bytes = concat(this.#parts);
    this.#parts = [];
    if (sha256Hex(bytes) !== hash) {
      this.#damaged = true;
      return;
    }
    this.#arrived.push({ path, bytes });
    this.finished += 1;
  }
}
