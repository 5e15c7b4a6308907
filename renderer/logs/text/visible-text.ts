/**
 * Text from a board as it can be shown in one line: hostile until proven otherwise. Control characters, and characters that
 * reorder or hide text, become marks with their names; no font has to have a picture of them.
 */

/** Plain text, or the name of a character that is not shown as itself. */
export type VisiblePart = { text: string } | { mark: string };

/**
 * C0 and C1 controls, direction marks, embeddings and isolates, zero-width characters, fillers, tags, line separators, the byte order
 * mark, lone surrogates, and ␀, which stands for a NUL in the store and which few fonts have: https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const hidden =
  /[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\u2400\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]|\p{Surrogate}/u;
const hiddenOrNot = new RegExp(`(${hidden.source})`, 'u');

const controlNames =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );

export function visibleParts(text: string): VisiblePart[] {
  return text
    .split(hiddenOrNot)
    .filter((part) => part !== '')
    .map((part) => (hidden.test(part) ? { mark: nameOf(part) } : { text: part }));
}

/** The same as one string, for titles: `a⟨TAB⟩b`. */
export function visibleText(text: string): string {
  return visibleParts(text)
    .map((part) => ('mark' in part ? `⟨${part.mark}⟩` : part.text))
    .join('');
}

const mostOfName = 40;

/** The same of a sender's name in a sentence, which one of 255 characters would fill: its beginning. */
export function visibleName(name: string): string {
  return visibleText(name.length > mostOfName ? `${name.slice(0, mostOfName)}…` : name);
}

function nameOf(character: string): string {
  if (character === '\u2400') return 'NUL';
  const code = character.codePointAt(0) ?? 0;
  return controlNames[code] ?? (code === 0x7f ? 'DEL' : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`);
}
