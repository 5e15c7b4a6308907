/**
 * A line to a board on which a folder of the computer is mounted: the questions of its file system are answered here, and a session on it
 * sees the rest. What the session writes while an answer is awaited goes after it.
 */
import { type Disposable, DisposableStore, FlowEmitter } from '../../base/index.ts';
import { concat, encode } from '../bytes.ts';
import { encodeFrame } from '../transfer/frames.ts';
import type { Transport } from '../transport.ts';
import { type MountQuestion, MountReader } from './mount-stream.ts';

/** What an answer holds: an array, or the number of an OSError; and bytes. */
export interface MountAnswer {
  head: unknown[] | number;
  body?: Uint8Array;
}

/** The folder that is mounted. */
export interface MountedFolder {
  /** Null when nobody waits for an answer. Must not reject. */
  answer: (question: MountQuestion) => Promise<MountAnswer | null>;
}

const answerMark = Uint8Array.of(0x18);
/** Ends what an interrupted board still has to read. */
const drained = encode('\x18!bramble!\x18');

export class MountedTransport implements Transport {
  readonly address: string;
  readonly onClose: Transport['onClose'];
  readonly #line: Transport;
  readonly #folder: MountedFolder;
  readonly #owned = new DisposableStore();
  readonly #data = new FlowEmitter<Uint8Array>();
  readonly onData = this.#data.event;
  #writing: Promise<unknown> = Promise.resolve();
  /** How many questions the board asked that it waits for an answer to. */
  questions = 0;

  constructor(line: Transport, folder: MountedFolder) {
    this.#line = line;
    this.#folder = folder;
    this.address = line.address;
    this.onClose = line.onClose;
    const reader = new MountReader({
      onOutput: (bytes) => this.#data.fire(bytes),
      onQuestion: (question) => this.#inTurn(() => this.#answer(question)),
    });
    this.#owned.add(line);
    this.#owned.add(this.#data);
    this.#owned.add(line.onData((bytes) => reader.push(bytes)) as Disposable);
  }

  open(): Promise<void> {
    return this.#line.open();
  }

  write(bytes: Uint8Array): Promise<void> {
    // Ctrl-C must pass a board that awaits an answer.
    if (bytes.length === 1 && bytes[0] === 0x03) return this.#line.write(bytes);
    return this.#inTurn(() => this.#line.write(bytes));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    const turn = this.#writing.then(task);
    this.#writing = turn.catch(() => {});
    return turn;
  }

  async #answer(question: MountQuestion): Promise<void> {
    const [operation] = question.head;
    if (operation === '!') return this.#line.write(drained);
    if (operation === 'y') return this.#line.write(question.body);
    const answer = await this.#folder.answer(question);
    if (answer === null) return;
    this.questions += 1;
    const { head, body = new Uint8Array() } = answer;
    const payload = concat([encode(`${JSON.stringify(head)}\n`), body]);
    await this.#line.write(concat([answerMark, encodeFrame('plain', payload)]));
  }
}
