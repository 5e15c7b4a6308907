/**
 * Where a log line names a place in a program: `File "main.py", line 12`. The text is a board's, so hostile: what is found is a
 * name to look up among the project's files, never a path to open.
 */

export interface SourceLink {
  /** Where in the text the link stands, in UTF-16 units: from, and after the end. */
  start: number;
  end: number;
  /** As the board names it, such as `/lib/wifi.py`. */
  file: string;
  line: number;
}

/** What MicroPython calls a program that came over the wire, as one that was run from here did. */
export const runFromHere = '<stdin>';

const place = /File "([^"\n]{1,255})", line (\d{1,7})/g;

/** Every place that the text names, in order; at most 100. */
export function sourceLinks(text: string): SourceLink[] {
  const links: SourceLink[] = [];
  for (const match of text.matchAll(place)) {
    const [whole, file = '', line = ''] = match;
    links.push({ start: match.index, end: match.index + whole.length, file, line: Number(line) });
    if (links.length === 100) break;
  }
  return links;
}

/**
 * The project's file that a board calls `file`, or null. The same path wins; else the only file whose path ends so, for a
 * project that keeps the board's files in a folder of their own.
 */
export function projectFileOf(file: string, projectPaths: readonly string[]): string | null {
  const wanted = fileOfBoard(file);
  if (wanted === '' || wanted.startsWith('<')) return null;
  if (projectPaths.includes(wanted)) return wanted;
  const ending = projectPaths.filter((path) => path.endsWith(`/${wanted}`));
  return ending.length === 1 ? (ending[0] ?? null) : null;
}

/** The file without what only says where a board's files lie: the top folder, a mounted one, the flash. */
export function fileOfBoard(named: string): string {
  return named.replace(/^\/+/, '').replace(/^(?:remote|flash)\//, '');
}
