/** Whether a name can be given to a file, in words for the person who types it. */

/** What is wrong with the name as a sentence, or null. `taken` holds the names beside it. */
export function nameProblem(name: string, taken: ReadonlySet<string>): string | null {
  if (name.trim() === '') return 'Type a name, such as main.py.';
  if (name !== name.trim()) return 'A name cannot begin or end with a space.';
  if (/[/\\]/.test(name)) return 'A name cannot contain a slash. Make the folder first, then the file in it.';
  if (/[\x00-\x1f\x7f:*?"<>|]/.test(name)) return 'A name cannot contain any of : * ? " < > | or control characters.';
  if (name === '.' || name === '..') return 'This name means a folder. Type another one.';
  if (new TextEncoder().encode(name).length > 200) return 'The name is too long for a board. Type a shorter one.';
  if (taken.has(name)) return `There is already something named ${name} here. Type another name.`;
  return null;
}
