/** Turns pasted text into what is sent to the board. */

/** Ctrl-E starts MicroPython's paste mode at an empty prompt, Ctrl-D ends it and runs the text. */
const startPaste = '\x05';
const endPaste = '\x04';

/**
 * Several lines at an empty prompt go through paste mode, so that the board's automatic indentation leaves them alone.
 * Anywhere else Ctrl-D would restart the board, so the lines are typed. Control characters but Tab and the line end are
 * left out: a pasted Ctrl-C or Ctrl-D is never meant.
 */
export function encodePaste(text: string, atEmptyPrompt: boolean): Uint8Array {
  const lines = text.replace(/\r\n?|\n/g, '\r').replace(/[\x00-\x08\x0a-\x0c\x0e-\x1f\x7f]/g, '');
  const severalLines = /\r./s.test(lines);
  return new TextEncoder().encode(atEmptyPrompt && severalLines ? `${startPaste}${lines}${endPaste}` : lines);
}
