/** Where in a text the highlighted texts stand. Case does not count; what overlaps is marked once, by the first. */

export interface MarkedPart {
  text: string;
  /** The index of the highlight; null between them. */
  highlight: number | null;
}

export function markedParts(text: string, highlights: readonly string[]): MarkedPart[] {
  const wanted = highlights.filter((each) => each !== '');
  if (wanted.length === 0 || text === '') return [{ text, highlight: null }];
  const pattern = new RegExp(wanted.map((each) => `(${escaped(each)})`).join('|'), 'giu');
  const parts: MarkedPart[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index), highlight: null });
    const which = match.slice(1).findIndex((group) => group !== undefined);
    parts.push({ text: match[0], highlight: highlights.indexOf(wanted[which] ?? '') });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), highlight: null });
  return parts;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
