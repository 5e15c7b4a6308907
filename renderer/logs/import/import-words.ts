/** An import in words. */
import { visibleName } from '../text/visible-text.ts';
import type { ImportedFile } from './import-file.ts';

/** `1,204 lines of router.log are imported; 3 of them could not be read, and stand as they are.` */
export function importedInWords(fileName: string, { lines, unread }: ImportedFile): string {
  const name = visibleName(fileName);
  if (lines === 0) return `${name} has no lines.`;
  const imported = `${countOf(lines)} of ${name} ${lines === 1 ? 'is' : 'are'} imported`;
  if (unread === 0) return `${imported}.`;
  const which = lines === 1 ? 'it' : `${unread.toLocaleString('en')} of them`;
  return `${imported}; ${which} could not be read, and ${unread === 1 ? 'stands as it is' : 'stand as they are'}.`;
}

/** Of a file that came to its end before it was whole: `problem` is a sentence. */
export function brokenOffInWords(fileName: string, problem: string, { lines }: ImportedFile): string {
  if (lines === 0) return problem;
  return `${problem} ${countOf(lines)} of ${visibleName(fileName)} ${lines === 1 ? 'is' : 'are'} in the log.`;
}

function countOf(lines: number): string {
  return `${lines.toLocaleString('en')} ${lines === 1 ? 'line' : 'lines'}`;
}
