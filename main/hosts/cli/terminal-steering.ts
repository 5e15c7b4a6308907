/** Characters by which a text from outside would steer the terminal that shows it. */

/**
 * Controls, the line separators of Unicode, and what turns the direction of text around, so that it reads otherwise than it is:
 * https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing. Letters that are written from right to left are none.
 */
export const terminalSteering = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
