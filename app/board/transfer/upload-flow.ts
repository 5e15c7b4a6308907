/**
 * The course of an upload as a pure state machine: the agent's answers in; what is to be sent and what happened out. It knows
 * neither time nor frames' contents.
 */

export type UploadFlow =
  /** The agent is on its way. */
  | { kind: 'starting' }
  /** `taken`: how many it has taken. `committed`: how many entries are in place. */
  | { kind: 'streaming'; taken: number; committed: number }
  /** The agent ended it, and is told so. */
  | { kind: 'failed'; committed: number; failure: UploadFailure };

export type UploadFailure =
  /** The board's file system refused, with this number. */
  | { kind: 'errno'; errno: number }
  /** The stream did not arrive as it was sent. */
  | { kind: 'damaged' }
  /** The board has no `deflate`, no `hashlib`, or too little memory. */
  | { kind: 'unable' };

export type UploadAnswer =
  | { kind: 'ready'; freeBytes: number; windowBits: number }
  | { kind: 'granted' }
  | { kind: 'committed' }
  | { kind: 'failed'; failure: UploadFailure };

/** The agent holds one frame and reads ahead as much as its line does. */
const framesAhead = 2;

/** Null for a record that is none of the agent's. */
export function parseUploadAnswer(record: string): UploadAnswer | null {
  if (record === '+') return { kind: 'granted' };
  if (record === 'k') return { kind: 'committed' };
  if (record === 'x') return { kind: 'failed', failure: { kind: 'damaged' } };
  if (record === 'n') return { kind: 'failed', failure: { kind: 'unable' } };
  const [, freeBytes, windowBits] = /^r(\d{1,15}),(1[0-5])$/.exec(record) ?? [];
  if (freeBytes !== undefined) return { kind: 'ready', freeBytes: Number(freeBytes), windowBits: Number(windowBits) };
  const [, errno] = /^!(\d{1,15})$/.exec(record) ?? [];
  return errno === undefined ? null : { kind: 'failed', failure: { kind: 'errno', errno: Number(errno) } };
}

/** What to do after an answer, besides what the state says. */
export type UploadAction =
  | { kind: 'send'; frames: number }
  /** The agent reads on until the stream ends. */
  | { kind: 'send-end' };

export function stepUpload(flow: UploadFlow, answer: UploadAnswer): { flow: UploadFlow; action: UploadAction | null } {
  if (flow.kind === 'failed') return { flow, action: null };
  if (flow.kind === 'starting') {
    if (answer.kind === 'failed') return { flow: { ...answer, committed: 0 }, action: null };
    if (answer.kind !== 'ready') return { flow, action: null };
    return {
      flow: { kind: 'streaming', taken: 0, committed: 0 },
      action: { kind: 'send', frames: framesAhead },
    };
  }
  switch (answer.kind) {
    case 'ready':
      return { flow, action: null };
    case 'granted':
      return { flow: { ...flow, taken: flow.taken + 1 }, action: { kind: 'send', frames: 1 } };
    case 'committed':
      return { flow: { ...flow, committed: flow.committed + 1 }, action: null };
    case 'failed':
      return { flow: { ...answer, committed: flow.committed }, action: { kind: 'send-end' } };
  }
}
