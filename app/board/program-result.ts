/** How a program on a board ended. */

export type ProgramResult =
  /** It came to its end, or called `sys.exit()`. */
  | { kind: 'finished' }
  /** It raised: the traceback as the board sent it, with LF line ends. */
  | { kind: 'raised'; traceback: string }
  /** The user stopped it. */
  | { kind: 'stopped' };

/** CRLF as LF: the board sends CRLF where Python printed LF. */
export function foldLineEnds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** Whether a traceback is that of Ctrl-C. */
export function isKeyboardInterrupt(traceback: string): boolean {
  return /(^|\n)KeyboardInterrupt(: .*)?\n*$/.test(traceback);
}
