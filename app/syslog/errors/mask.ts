/**
 * A line without what differs from one time to the next: numbers, addresses, ids and what stands in quotes become marks. The text is a
 * board's: only its beginning is read, and no expression here takes more than a few hundred steps a character.
 */

/** What stands in a masked text: characters as they are, or a mark and the expression of what it stands for. */
export type MaskedPart = { text: string } | { mark: string; source: string };

interface Mask {
  mark: string;
  /** Of a regular expression with the flag `u`. Between two of the same there is always a character that neither of them takes. */
  source: string;
}

const hex = '[\\da-fA-F]';
const notInWord = '(?![\\p{L}\\p{N}_])';
const notAfterWord = '(?<![\\p{L}\\p{N}_])';

/** In this order: what one of them finds is none of the later. */
const masks: readonly Mask[] = [
  { mark: '<id>', source: `${hex}{8}(?:-${hex}{4}){3}-${hex}{12}` },
  { mark: '"…"', source: '"[^"\\n]{0,200}"' },
  // Not the apostrophe of "can't".
  { mark: "'…'", source: `${notAfterWord}b?'[^'\\n]{0,200}'${notInWord}` },
  // MAC and IPv6, and times with seconds.
  { mark: '<address>', source: `(?<![\\p{L}\\p{N}_:])(?:${hex}{0,4}:){2,7}${hex}{1,4}(?![\\p{L}\\p{N}_:])` },
  { mark: '0x#', source: `0[xX]${hex}{1,64}` },
  // `<Socket at 20009ab0>`, of which some have digits only.
  { mark: '<id>', source: `(?<=\\bat )${hex}{5,16}${notInWord}` },
  { mark: '<id>', source: `${notAfterWord}(?=[a-fA-F]{0,64}\\d)(?=\\d{0,64}[a-fA-F])${hex}{6,64}${notInWord}` },
  // Versions, IPv4 with its port and times too.
  { mark: '#', source: '\\d+(?:[.,:]\\d+)*' },
];

/** The number of an error is its kind and stays. */
const errno = '\\[Errno -?\\d{1,6}\\]';
const masked = new RegExp([`(${errno})`, ...masks.map(({ source }) => `(${source})`)].join('|'), 'gu');

/** What is read of a line, and what is kept of it once masked: the rest seldom tells more of what went wrong. */
const readCharacters = 600;
const keptCharacters = 200;

/** The parts of the first line that is not empty. `isCut`: the line goes on. */
export function maskedParts(text: string): { parts: MaskedPart[]; isCut: boolean } {
  const line = firstLine(text);
  const isRead = line.length < readCharacters;
  const parts: MaskedPart[] = [];
  let [end, kept] = [0, 0];
  const add = (literal: string): boolean => {
    const taken = literal.slice(0, keptCharacters - kept);
    if (taken !== '') parts.push({ text: taken });
    kept += taken.length;
    return taken.length === literal.length;
  };
  for (const match of line.matchAll(masked)) {
    const mask = masks[match.findIndex((group, at) => at > 1 && group !== undefined) - 2];
    if (mask === undefined) continue;
    const isRoom = add(line.slice(end, match.index)) && kept + mask.mark.length <= keptCharacters;
    end = match.index + match[0].length;
    // What stands at the end of what was read may go on.
    if (!isRoom || (!isRead && end === line.length)) return { parts, isCut: true };
    parts.push(mask);
    kept += mask.mark.length;
  }
  const isWhole = add(line.slice(end));
  return { parts, isCut: !(isWhole && isRead) };
}

export function maskedText(parts: readonly MaskedPart[]): string {
  return parts.map((part) => ('mark' in part ? part.mark : part.text)).join('');
}

function firstLine(text: string): string {
  const read = text.slice(0, readCharacters);
  const end = read.indexOf('\n', read.search(/\S/));
  return end === -1 ? read : read.slice(0, end);
}
