/** How a traceback of Python looks, by its lines. What its exception means it does not know, nor from where the text came. */

/** The lines that a traceback is made of. */
export const tracebackParts = {
  header: /^\s*Traceback \(most recent call last\):\s*$/,
  /** `  File "main.py", line 12, in loop`, or the source line that CPython shows below it. */
  middle: /^\s+\S/,
  /** `OSError: [Errno 5] EIO`, `KeyboardInterrupt:`, `my.Error`: what ends a traceback. */
  last: /^[A-Za-z_][\w.]*(?:: .*|:)?$/s,
};

/** Whether a traceback begins in the text, at its start or at a line's. */
export function hasTraceback(text: string): boolean {
  return /(?:^|\n)[ \t]*Traceback \(most recent call last\):/.test(text);
}
