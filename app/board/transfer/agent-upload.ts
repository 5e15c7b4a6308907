/** Runs the upload agent on a board at its raw prompt and feeds it the stream, at the pace at which the board takes it. */
import type { Disposable } from '../../base/index.ts';
import { boardFolderOf } from '../board-path.ts';
import { concat, encode } from '../bytes.ts';
import { flashFull } from '../file-errors.ts';
import { pythonString } from '../python-literal.ts';
import type { RawBoard } from '../raw-board.ts';
import { RecordReader } from '../records.ts';
import { encodeFrame } from './frames.ts';
import { packedSource } from './packed-source.ts';
import { uploadAgent } from './upload-agent.ts';
import {
  parseUploadAnswer,
  stepUpload,
  type UploadAction,
  type UploadFailure,
  type UploadFlow,
} from './upload-flow.ts';
import { type Deflate, type UploadEntry, type UploadFrame, uploadFrames } from './upload-stream.ts';

export interface AgentUploadOptions {
  deflate: Deflate | null;
  /** How far the stream is, from 0 to 1. */
  onShare: (share: number) => void;
  /** How many entries are in place. */
  onCommitted: (count: number) => void;
}

export interface AgentUploadResult {
  /** How many entries are in place: the first ones. */
  committed: number;
  /** Why it is not all of them. `silent`: the agent did not answer in time, or ended on its own. */
  failure: UploadFailure | { kind: 'silent' } | null;
}

/** Between two answers the board inflates and writes at most a block: 0.3 s, and seconds where littlefs has to make room. */
const silenceMs = 15_000;

/** Rejects when the operation ends early, the line breaks, or a file is larger than the space; the target is then untouched. */
export async function uploadByAgent(
  raw: RawBoard,
  entries: readonly UploadEntry[],
  options: AgentUploadOptions,
): Promise<AgentUploadResult> {
  const upload = new AgentUpload(raw, entries, options);
  const folder = boardFolderOf(entries[0]?.path ?? '/');
  const reader = new RecordReader({
    onRecord: (record) => upload.take(record),
    onNoise: (bytes) => raw.background(bytes),
  });
  const stuck = raw.onDidNotStop((error) => raw.endEarly(error));
  upload.watch();
  try {
    const start = encode(`try:_bramble(${pythonString(folder)})\nfinally:del _bramble\n`);
    await raw.execute(concat([packedSource(uploadAgent, options.deflate), start]), {
      onOutput: (bytes) => reader.push(bytes),
    });
    reader.end();
  } finally {
    stuck.dispose();
    upload.dispose();
  }
  return upload.result();
}

class AgentUpload implements Disposable {
  readonly #raw: RawBoard;
  readonly #entries: readonly UploadEntry[];
  readonly #options: AgentUploadOptions;
  #frames: Iterator<UploadFrame> | null = null;
  /** The shares of the frames that are on their way. */
  readonly #sentShares: number[] = [];
  #flow: UploadFlow = { kind: 'starting' };
  #endSent = false;
  #timer: Disposable | null = null;
  #full: Error | null = null;

  constructor(raw: RawBoard, entries: readonly UploadEntry[], options: AgentUploadOptions) {
    this.#raw = raw;
    this.#entries = entries;
    this.#options = options;
  }

  /** Interrupts an agent that is silent for too long. */
  watch(): void {
    this.#timer?.dispose();
    this.#timer = this.#raw.clock.schedule(() => this.#raw.interrupt(), silenceMs);
  }

  take(record: string): void {
    const answer = parseUploadAnswer(record);
    if (answer === null) return;
    this.watch();
    const { flow, action } = stepUpload(this.#flow, answer);
    this.#flow = flow;
    if (answer.kind === 'ready') {
      this.#checkSpace(answer.freeBytes);
      const { deflate } = this.#options;
      this.#frames ??= uploadFrames(this.#entries, { deflate, windowBits: answer.windowBits });
    }
    if (answer.kind === 'granted') this.#options.onShare(this.#sentShares.shift() ?? 1);
    if (answer.kind === 'committed' && flow.kind === 'streaming') this.#options.onCommitted(flow.committed);
    if (action !== null) this.#act(this.#full === null ? action : { kind: 'send-end' });
  }

  result(): AgentUploadResult {
    if (this.#full !== null) throw this.#full;
    const flow = this.#flow;
    if (flow.kind === 'failed') return { committed: flow.committed, failure: flow.failure };
    const committed = flow.kind === 'streaming' ? flow.committed : 0;
    return { committed, failure: committed === this.#entries.length ? null : { kind: 'silent' } };
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  /** The old files count as used: each stays until the new one is whole. */
  #checkSpace(freeBytes: number): void {
    for (const entry of this.#entries) {
      if (entry.kind !== 'file' || entry.bytes.length <= freeBytes) continue;
      this.#full ??= flashFull(entry.path, entry.bytes.length, freeBytes);
    }
  }

  #act(action: UploadAction): void {
    if (this.#endSent) return;
    if (action.kind === 'send-end') {
      this.#endSent = true;
      this.#raw.feed(encodeFrame('end', new Uint8Array(0)));
      return;
    }
    for (let count = 0; count < action.frames && !this.#endSent; count++) this.#sendNext();
  }

  #sendNext(): void {
    const next = this.#frames?.next();
    if (next === undefined || next.done === true) return;
    const { bytes, share, closes } = next.value;
    this.#endSent = closes;
    this.#sentShares.push(share);
    this.#raw.feed(bytes);
  }
}
