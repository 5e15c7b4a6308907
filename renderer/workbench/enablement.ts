/** When Run, Stop and the others work. One place, so that a button, a shortcut and the palette never disagree. */
import type { BoardState } from '../../app/board/index.ts';

export interface Situation {
  /** Whether the page is connected to its host. */
  hostConnected: boolean;
  /** The selected board's state; null with no board. */
  board: BoardState | null;
  /** Whether the board waits at a prompt; false while something typed there runs. */
  atPrompt: boolean;
  /** Whether the editor shows a text. */
  hasText: boolean;
}

export interface Enablement {
  run: boolean;
  stop: boolean;
  /** What needs the board at its prompt: soft reset, saving files there. */
  useBoard: boolean;
  connect: boolean;
  disconnect: boolean;
}

export function enablementOf({ hostConnected, board, atPrompt, hasText }: Situation): Enablement {
  const kind = hostConnected ? (board?.kind ?? null) : null;
  const ready = kind === 'ready';
  return {
    run: ready && hasText,
    // A file operation is stopped too; a board that waits at its prompt has nothing to stop.
    stop: kind === 'running' || kind === 'busy' || (ready && !atPrompt),
    useBoard: ready,
    connect: hostConnected && (board === null || kind === 'disconnected' || kind === 'lost'),
    disconnect: kind !== null && kind !== 'disconnected',
  };
}
