/** Makes a board's traceback useful where it is read. */

/**
 * The board calls every program that came over the wire `<stdin>`. Naming the file instead lets an editor or a terminal open
 * the line; frames of modules on the board keep the names they have.
 */
export function nameProgram(traceback: string, fileName: string): string {
  return traceback.replace(/^( {2}File ")<stdin>(", line \d+)/gm, (_match, before: string, after: string) =>
    [before, fileName, after].join(''),
  );
}
