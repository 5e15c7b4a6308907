/** Reads the program that `bramble run` is to run, from a file or from stdin. */
import { Buffer } from 'node:buffer';
import { addAbortSignal } from 'node:stream';
import { BrambleError } from '../../../app/base/index.ts';
import { readComputerFile } from './files/computer-files.ts';

export interface ProgramSource {
  source: string;
  /** What its frames in a traceback are called; null keeps the board's `<stdin>`. */
  name: string | null;
}

/** Throws `file-not-found`, `file-unreadable`, `not-supported`, and when `signal` ends the reading of stdin, its reason. */
export async function readProgram(file: string, stdin: NodeJS.ReadStream, signal: AbortSignal): Promise<ProgramSource> {
  if (file === '-') return { source: decode('The program on stdin', await readAll(stdin, signal)), name: null };
  if (file.endsWith('.mpy')) {
    throw new BrambleError(
      'not-supported',
      `${file} is compiled. Copy it to the board and import it: bramble fs cp ${file} :`,
    );
  }
  return { source: decode(file, await readComputerFile(file)), name: file };
}

/** Python source is UTF-8; a byte order mark at its start, which some editors write, is none of the program's. */
function decode(what: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new BrambleError('file-unreadable', `${what} is not UTF-8 text. Save it as UTF-8 and run it again.`, {
      cause,
    });
  }
}

async function readAll(stdin: NodeJS.ReadStream, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of addAbortSignal(signal, stdin)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
