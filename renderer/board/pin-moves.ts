/** Where the arrow keys lead among the pins: along an edge, across the board, to the ends. */
import { boardPins } from './pinout.ts';

export type FocusMove = 'up' | 'down' | 'across-left' | 'across-right' | 'first' | 'last';

const moves: Readonly<Record<string, FocusMove>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'across-left',
  ArrowRight: 'across-right',
  Home: 'first',
  End: 'last',
};

export function focusMove(key: string): FocusMove | null {
  return moves[key] ?? null;
}

/** The number of the pin that a move from this one leads to; the same where it ends. */
export function neighbour(number: number, move: FocusMove): number {
  const pin = boardPins.find((each) => each.number === number);
  if (pin === undefined) return 1;
  const edge = boardPins.filter(({ side }) => side === pin.side);
  const row = edge.indexOf(pin);
  const atRow = (at: number) => edge[Math.max(0, Math.min(edge.length - 1, at))]?.number ?? number;
  switch (move) {
    case 'up':
      return atRow(row - 1);
    case 'down':
      return atRow(row + 1);
    case 'first':
      return atRow(0);
    case 'last':
      return atRow(edge.length - 1);
    default: {
      const side = move === 'across-left' ? 'left' : 'right';
      return boardPins.filter((each) => each.side === side)[row]?.number ?? number;
    }
  }
}
