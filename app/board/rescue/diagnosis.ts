/** From what was seen to what is wrong and what to do, in sentences for people. Free functions of the evidence. */
import type { ErrorCode } from '../../base/index.ts';
import { quoteBytes } from '../bytes.ts';
import type { Evidence } from './evidence.ts';

export type DiagnosisKind =
  | 'silent'
  | 'takes-nothing'
  | 'swallows-interrupt'
  | 'prints-without-end'
  | 'boot-never-ends'
  | 'circuitpython'
  | 'not-micropython'
  | 'resets'
  | 'soft-reset-hangs'
  | 'answers-oddly';

export interface Diagnosis {
  kind: DiagnosisKind;
  code: ErrorCode;
  /** What happened and why, whole sentences. */
  reason: string;
  /** What to do, whole sentences. */
  remedy: string;
}

const replug =
  'Unplug the board, plug it in again and run "bramble doctor --catch" meanwhile, which interrupts the program as it starts; or hold BOOTSEL while plugging it in and install MicroPython anew.';

/** Many bytes, and to the end: a board that merely answers our keys says less. */
const floodBytes = 2_000;

/** Why a board that took what was sent did not come to its prompt. */
export function diagnose(address: string, evidence: Evidence): Diagnosis {
  const { receivedBytes, sinceRungBytes, oddBytes, seen, tail } = evidence;
  const board = `The board at ${address}`;
  const last = `The last that arrived was ${quoteBytes(tail)}.`;
  const python = seen.some((sign) => ['prompt', 'banner', 'traceback', 'softReboot'].includes(sign));
  if (seen.includes('circuitPython')) {
    return {
      kind: 'circuitpython',
      code: 'not-micropython',
      reason: `${board} runs CircuitPython, not MicroPython.`,
      remedy:
        'Install MicroPython: hold BOOTSEL while plugging the board in and copy its .uf2 file onto the drive RPI-RP2.',
    };
  }
  if (receivedBytes === 0) {
    return {
      kind: 'silent',
      code: 'not-responding',
      reason: `${board} said nothing, neither to Ctrl-C nor to Ctrl-D: its program has masked Ctrl-C (micropython.kbd_intr(-1)) or hangs with interrupts off, or it does not run MicroPython.`,
      remedy: replug,
    };
  }
  if (seen.includes('bootFile') || (seen.includes('softReboot') && !seen.includes('prompt'))) {
    return {
      kind: 'boot-never-ends',
      code: 'not-responding',
      reason: `${board} does not get past boot.py, which goes on after each Ctrl-C. ${last}`,
      remedy: `${replug} Then correct or remove boot.py: bramble fs rm :boot.py`,
    };
  }
  if (!python && (oddBytes * 4 > receivedBytes || seen.includes('caret'))) {
    return {
      kind: 'not-micropython',
      code: 'not-micropython',
      reason: `What ${address} sends is not what MicroPython sends. ${last}`,
      remedy: 'Check that this is the board’s port and that MicroPython is installed on it; a UART needs 115200 baud.',
    };
  }
  if (seen.includes('interrupt')) {
    return {
      kind: 'swallows-interrupt',
      code: 'not-responding',
      reason: `The program on ${address} catches KeyboardInterrupt and goes on. ${last}`,
      remedy: `${replug} Then write "except Exception:" for the bare "except:" in it.`,
    };
  }
  if (sinceRungBytes >= floodBytes) {
    return {
      kind: 'prints-without-end',
      code: 'not-responding',
      reason: `${board} prints without end, and neither Ctrl-C nor Ctrl-D stops it. ${last}`,
      remedy: replug,
    };
  }
  return {
    kind: python ? 'swallows-interrupt' : 'answers-oddly',
    code: 'not-responding',
    reason: `${board} did not come to its prompt: Bramble awaited the raw REPL after Ctrl-C and Ctrl-A. ${last}`,
    remedy: replug,
  };
}

/** The line went away `times` times before the prompt was reached. */
export function diagnoseResets(address: string, times: number): Diagnosis {
  return {
    kind: 'resets',
    code: 'board-resets',
    reason: `The board at ${address} restarted ${times} times before it could be interrupted: boot.py or main.py resets it, or a watchdog does.`,
    remedy:
      'Try again, for it may be caught at another moment; or hold BOOTSEL while plugging it in and install MicroPython anew.',
  };
}

/** The line itself did not take what was sent. */
export function diagnoseBlocked(address: string): Diagnosis {
  return {
    kind: 'takes-nothing',
    code: 'not-responding',
    reason: `The board at ${address} takes nothing of what is sent: its program reads nothing and has masked Ctrl-C, or the board hangs.`,
    remedy: replug,
  };
}
