/** Makes a board's traceback useful where it is read. */
import { explainError } from '../../../app/board-errors/index.ts';
import type { Output } from './output.ts';

/**
 * Shows on stderr how a program raised, its own frames under `name` (null keeps the board's `<stdin>`), and to a person at a terminal what
 * the error means; a script gets what the board sent and nothing else.
 */
export function showTraceback(output: Output, traceback: string, name: string | null): void {
  output.note(name === null ? traceback : nameProgram(traceback, name));
  const meaning = output.isReadByPerson ? explainError(traceback) : null;
  if (meaning !== null) output.say(meaning);
}

/**
 * The board calls every program that came over the wire `<stdin>`. Naming the file instead lets an editor or a terminal open
 * the line; frames of modules on the board keep the names they have.
 */
export function nameProgram(traceback: string, fileName: string): string {
  return traceback.replace(/^( {2}File ")<stdin>(", line \d+)/gm, (_match, before: string, after: string) =>
    [before, fileName, after].join(''),
  );
}
