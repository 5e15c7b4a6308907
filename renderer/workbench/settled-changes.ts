/**
 * Tells what a connection completed or took back of an earlier one's changes: each once, whoever sees it first, the page that was open
 * meanwhile or the one that comes after.
 */
import type { BoardSummary } from '../../app/contract/index.ts';
import type { BoardsStore } from '../client/boards-store.ts';

/** Watches the boards, and gives each new sentence to `tell`. */
export function followSettledChanges(boards: Pick<BoardsStore, 'subscribe'>, tell: (sentence: string) => void): void {
  const toldAtMs = new Map<string, number>();
  boards.subscribe(({ boards: all }) => {
    for (const { address, title, name, settled } of all ?? []) {
      if (settled === undefined || toldAtMs.get(address) === settled.atMs) continue;
      toldAtMs.set(address, settled.atMs);
      tell(sentence({ title, name }, settled.message));
    }
  });
}

function sentence({ title, name }: Pick<BoardSummary, 'title' | 'name'>, message: string): string {
  return `${name ?? title}: ${message}`;
}
