/**
 * What the user types while a program runs on the board goes to the program, as it would on a serial terminal. A terminal is
 * set raw, since the board echoes by itself; a pipe is sent line by line with the carriage return that `input()` waits for.
 */
import { type Disposable, toDisposable } from '../../../app/base/index.ts';

export interface ProgramInputOptions {
  stdin: NodeJS.ReadStream;
  /** Sends to the board; resolves when it took the bytes. */
  send: (bytes: Uint8Array) => Promise<void>;
  /** Ctrl-C, pressed in a terminal that is raw. */
  onInterrupt: () => void;
}

const interruptByte = 0x03;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Forwards until the Disposable ends, and then leaves stdin as it was found. */
export function forwardInput({ stdin, send, onInterrupt }: ProgramInputOptions): Disposable {
  const terminal = stdin.isTTY;
  let ended = false;
  const onData = (chunk: Buffer) => {
    if (terminal && chunk.includes(interruptByte)) onInterrupt();
    const bytes = terminal ? chunk.filter((byte) => byte !== interruptByte) : asTypedToProgram(chunk);
    if (bytes.length === 0) return;
    // A pipe waits for the board. A terminal does not: Ctrl-C must be seen when the board reads nothing.
    if (!terminal) stdin.pause();
    send(bytes).then(
      () => {
        if (!ended) stdin.resume();
      },
      // A line that breaks is told by the program's own failure; here it only ends the typing.
      () => {},
    );
  };
  if (terminal) stdin.setRawMode(true);
  stdin.on('data', onData);
  return toDisposable(() => {
    ended = true;
    stdin.off('data', onData);
    stdin.pause();
    if (terminal) stdin.setRawMode(false);
  });
}

/** Text of a pipe as if it were typed: the Enter key sends a carriage return, and `input()` and the REPL wait for that. */
export function asTyped(text: Uint8Array): Uint8Array {
  return text
    .filter((byte, at) => byte !== lineFeed || text[at - 1] !== carriageReturn)
    .map((byte) => (byte === lineFeed ? carriageReturn : byte));
}

/**
 * As typed to a program. The control characters that steer the REPL (Ctrl-A to Ctrl-E) are left out: nobody pressed them, and
 * they would act on the board when the program does not read them.
 */
export function asTypedToProgram(text: Uint8Array): Uint8Array {
  return asTyped(text).filter((byte) => byte < 0x01 || byte > 0x05);
}
