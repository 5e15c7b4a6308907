/** What a key press in the shell means: for the clipboard, or for the board. */
import type { KeyPress } from '../design/shortcut.ts';

export type KeyDecision =
  /** Copy the selection. */
  | 'copy'
  /** Let the browser paste; the paste event brings the text. */
  | 'paste'
  /** Send it to the board as the terminal encodes it. */
  | 'send';

/** Ctrl-C copies where there is a selection and interrupts the program where there is none, as terminals do. */
export function decideKey(press: KeyPress, hasSelection: boolean, mac: boolean): KeyDecision {
  const key = press.key.toLowerCase();
  if (press.altKey) return 'send';
  if (mac) {
    if (!press.metaKey) return 'send';
    if (key === 'c') return 'copy';
    return key === 'v' ? 'paste' : 'send';
  }
  if (press.metaKey) return 'send';
  if (press.shiftKey && press.key === 'Insert') return 'paste';
  if (!press.ctrlKey) return 'send';
  if (key === 'v') return 'paste';
  return key === 'c' && (press.shiftKey || hasSelection) ? 'copy' : 'send';
}
