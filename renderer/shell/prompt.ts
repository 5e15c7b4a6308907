/** What the line up to the cursor tells of MicroPython's prompts. */

/** Whether nothing is typed at the prompt. */
export function isEmptyPrompt(line: string): boolean {
  return line === '>>> ';
}

/** Whether the board waits for input at one of its prompts: `>>>`, `...`, or `===` in paste mode. */
export function standsAtPrompt(line: string): boolean {
  // A program may have left its last line open: `42>>> `.
  return /^(>>>|\.\.\.|===) /.test(line) || line.endsWith('>>> ');
}
