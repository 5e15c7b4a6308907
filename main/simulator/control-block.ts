/**
 * The memory that a board's thread and its owner's share, besides the interpreter's own: what is being done, a ring of bytes
 * each way, and the answer to a system call. Knows the layout, and nothing of what the bytes mean.
 */
import { ByteRing } from './lines/byte-ring.ts';

/** Words of the control area. */
const word = {
  /** Grows with every event; the board's thread waits on it. */
  wake: 0,
  /** Index into `activities`. */
  activity: 1,
  /** The byte that interrupts the program, or -1. */
  interruptCharacter: 2,
  /** How many lines are attached; with none, output is dropped. */
  lines: 3,
  /** 1 while a message says that there is output to fetch. */
  outputSignalled: 4,
  /** 1 while the owner waits for room in the input ring. */
  roomWanted: 5,
  /** 0 while the owner works on a system call, 1 when its answer is there. */
  answered: 6,
  /** -1: the answer is the number in `answerValue`; else a text of so many bytes. */
  answerTextBytes: 7,
  answerValue: 8,
  inputRing: 9,
  outputRing: 11,
  /** 1 while a message says that the flash changed. */
  flashSignalled: 13,
  /** 1 while writing to the flash costs what it costs an RP2040. */
  flashIsSlow: 14,
  count: 15,
} as const;

/** An RP2040's USB ring and FIFO together hold 768 bytes; a power of two near it. */
const inputBytes = 1024;
/** Big enough that a printing program rarely waits for its line, small enough that Ctrl-C is not followed by a flood. */
const outputBytes = 16_384;
const answerBytes = 65_536;

const inputAt = word.count * 4;
const outputAt = inputAt + inputBytes;
const answerAt = outputAt + outputBytes;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const activities = ['prompt', 'running', 'reading', 'waiting'] as const;
const running = activities.indexOf('running');
const waiting = activities.indexOf('waiting');
/** At the prompt; or Python runs; or it runs and waits for input, or for time to pass or something to happen. */
export type Activity = (typeof activities)[number];

type Flag = 'outputSignalled' | 'roomWanted' | 'flashSignalled';

export class ControlBlock {
  readonly buffer: SharedArrayBuffer;
  readonly input: ByteRing;
  readonly output: ByteRing;
  readonly #words: Int32Array;

  /** A fresh block, or a view of one that the other thread made. */
  constructor(buffer = new SharedArrayBuffer(answerAt + answerBytes)) {
    this.buffer = buffer;
    this.#words = new Int32Array(buffer, 0, word.count);
    this.input = new ByteRing(this.#words.subarray(word.inputRing), new Uint8Array(buffer, inputAt, inputBytes));
    this.output = new ByteRing(this.#words.subarray(word.outputRing), new Uint8Array(buffer, outputAt, outputBytes));
  }

  /** The event counter, to be compared by `waitForEvent`. */
  get events(): number {
    return Atomics.load(this.#words, word.wake);
  }

  /** Tells the board's thread that something happened. */
  wake(): void {
    Atomics.add(this.#words, word.wake, 1);
    Atomics.notify(this.#words, word.wake);
  }

  /** Blocks until the event counter is no longer `seen`, or `timeoutMs` passed. */
  waitForEvent(seen: number, timeoutMs?: number): void {
    Atomics.wait(this.#words, word.wake, seen, timeoutMs);
  }

  /** `waitForEvent` of a program that runs, shown as `waiting` meanwhile. False when the time was over before. */
  sleep(seen: number, timeoutMs: number): boolean {
    const words = this.#words;
    const before = Atomics.load(words, word.activity);
    if (before === running) Atomics.store(words, word.activity, waiting);
    const outcome = Atomics.wait(words, word.wake, seen, timeoutMs);
    Atomics.store(words, word.activity, before);
    return outcome !== 'timed-out';
  }

  get activity(): Activity {
    return activities[Atomics.load(this.#words, word.activity)] ?? 'prompt';
  }

  set activity(activity: Activity) {
    Atomics.store(this.#words, word.activity, activities.indexOf(activity));
  }

  get interruptCharacter(): number {
    return Atomics.load(this.#words, word.interruptCharacter);
  }

  set interruptCharacter(character: number) {
    Atomics.store(this.#words, word.interruptCharacter, character);
  }

  get lines(): number {
    return Atomics.load(this.#words, word.lines);
  }

  set lines(count: number) {
    Atomics.store(this.#words, word.lines, count);
  }

  get flashIsSlow(): boolean {
    return Atomics.load(this.#words, word.flashIsSlow) === 1;
  }

  set flashIsSlow(isSlow: boolean) {
    Atomics.store(this.#words, word.flashIsSlow, Number(isSlow));
  }

  /** Sets the flag and says whether it was clear: the one who finds it clear sends the message. */
  raiseFlag(flag: Flag): boolean {
    return Atomics.exchange(this.#words, word[flag], 1) === 0;
  }

  /** Clears the flag and says whether it was set. */
  lowerFlag(flag: Flag): boolean {
    return Atomics.exchange(this.#words, word[flag], 0) === 1;
  }

  /** The board's side: called before a system call is sent. */
  expectAnswer(): void {
    Atomics.store(this.#words, word.answered, 0);
  }

  /** The board's side: blocks until the owner answered. */
  awaitAnswer(): number | string {
    while (Atomics.load(this.#words, word.answered) === 0) Atomics.wait(this.#words, word.answered, 0);
    const textBytes = Atomics.load(this.#words, word.answerTextBytes);
    if (textBytes < 0) return Atomics.load(this.#words, word.answerValue);
    // Copied, because a TextDecoder need not accept shared memory.
    return decoder.decode(new Uint8Array(this.buffer, answerAt, textBytes).slice());
  }

  /** The owner's side. A text is cut at 64 KiB. */
  answer(result: number | string): void {
    if (typeof result === 'number') {
      Atomics.store(this.#words, word.answerTextBytes, -1);
      Atomics.store(this.#words, word.answerValue, result);
    } else {
      const bytes = encoder.encode(result).subarray(0, answerBytes);
      new Uint8Array(this.buffer, answerAt, answerBytes).set(bytes);
      Atomics.store(this.#words, word.answerTextBytes, bytes.length);
    }
    Atomics.store(this.#words, word.answered, 1);
    Atomics.notify(this.#words, word.answered);
  }
}
