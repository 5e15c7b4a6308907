/** Texts from outside as a terminal, or a person, may be shown them: none of their characters steers what shows it. */

/**
 * Controls, the line separators of Unicode, and what turns the direction of text around, so that it reads otherwise than it is:
 * https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing. Letters that are written from right to left are none.
 */
const terminalSteering = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** What steers a terminal shown as escapes: a name or a log text from outside must not. */
export function visible(text: string): string {
  return text.replace(terminalSteering, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
  });
}

/** A value as one line of JSON, in which nothing that steers a terminal stands as it is. JSON itself escapes only the controls below 0x20. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(
    terminalSteering,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
