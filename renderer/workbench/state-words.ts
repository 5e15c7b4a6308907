/** A board's state in words: always one of a few sentences, never a guess. */
import type { BoardState } from '../../app/board/index.ts';
import { formatBytes } from '../design/sizes.ts';

export type StateTone = 'calm' | 'working' | 'running' | 'trouble';

export interface StateWords {
  /** A few words, for the status bar and the board picker. */
  short: string;
  /** Whole sentences where there is more to say. */
  long: string;
  tone: StateTone;
  /** 0 to 1 where an amount of a total is known. */
  progress: number | null;
}

/** `state` is null with no board. */
export function stateWords(state: BoardState | null, hostConnected: boolean): StateWords {
  if (!hostConnected) return words('No connection to Bramble', 'trouble');
  if (state === null) return words('No board', 'calm');
  switch (state.kind) {
    case 'disconnected':
      return words('Not connected', 'calm');
    case 'connecting':
      return words(`${state.again === true ? 'Reconnecting' : 'Connecting'}: ${state.step}`, 'working');
    case 'ready':
      return words('Ready', 'calm');
    case 'running':
      return words(`Running ${state.what}`, 'running');
    case 'busy':
      return busyWords(state);
    case 'lost':
      return { ...words('Connection lost', 'trouble'), long: `${state.reason} ${state.remedy}` };
  }
}

function busyWords({ what, doneBytes, totalBytes }: Extract<BoardState, { kind: 'busy' }>): StateWords {
  const task = what.charAt(0).toUpperCase() + what.slice(1);
  if (totalBytes === 0) return words(task, 'working');
  const share = Math.min(1, doneBytes / totalBytes);
  const amount = `${formatBytes(doneBytes)} of ${formatBytes(totalBytes)} (${Math.floor(share * 100)} %)`;
  return { ...words(`${task}: ${amount}`, 'working'), progress: share };
}

function words(short: string, tone: StateTone): StateWords {
  return { short, long: short, tone, progress: null };
}

/** `MicroPython v1.29.0` of the whole banner. */
export function shortFirmware(firmware: string): string {
  return /^MicroPython v?\S+/.exec(firmware)?.[0].replace(/;$/, '') ?? firmware.slice(0, 40);
}
