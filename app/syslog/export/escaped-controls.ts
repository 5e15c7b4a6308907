/**
 * Control characters in a message that must stay a line of a file: written as `#012`, as rsyslog does. A text that has `#012` of its
 * own looks the same, so a message that was escaped says so by an element of its structured data, and only such a one is read back.
 */

import type { ParsedSyslogMessage, StructuredDataElement, SyslogRow } from '../message.ts';
import { formatSyslogMessage } from './format.ts';

/** Bramble has no private enterprise number: 32473 is the one that RFC 5424 section 6.3.2 gives its examples. */
const markId = 'escaped@32473';

const controls = /[\0-\x1f\x7f]/g;
/** In a message that is escaped, also what would be read back as an escape. */
const controlsAndEscapes = /[\0-\x1f\x7f]|#(?=[01][0-7]{2})/g;
const escapes = /#([01][0-7]{2})/g;

/** The text as one line. What it was cannot be told from it. */
export function oneLine(text: string): string {
  return text.replace(controls, escapeOf);
}

/**
 * The row as `rfc5424Line` is to write it so that `restoredDatagram` finds what it was: itself, or with its control characters escaped
 * and the mark in front of its structured data. A row that has a mark, because a sender gave it one, gets another.
 */
export function withMarkedEscapes(row: SyslogRow): SyslogRow {
  const { text, structuredData } = row;
  const escaped = mapped(structuredData, (value) => value.replace(controlsAndEscapes, escapeOf));
  const isMarked = structuredData[0]?.id === markId;
  if (
    !isMarked &&
    oneLine(text) === text &&
    JSON.stringify(mapped(structuredData, oneLine)) === JSON.stringify(structuredData)
  )
    return row;
  return {
    ...row,
    structuredData: [{ id: markId, parameters: [] }, ...escaped],
    text: text.replace(controlsAndEscapes, escapeOf),
  };
}

/** The datagram that a marked message was before it was escaped; null for one without the mark, in which `#012` stands for itself. */
export function restoredDatagram(message: ParsedSyslogMessage): Uint8Array | null {
  const [mark, ...rest] = message.structuredData;
  if (message.format !== 'rfc5424' || mark?.id !== markId) return null;
  const text = message.text.replace(escapes, controlOf);
  const structuredData = mapped(rest, (value) => value.replace(escapes, controlOf));
  // The first byte order mark of a text is none of its characters.
  return new TextEncoder().encode(
    formatSyslogMessage({ ...message, structuredData, text: text.startsWith('\ufeff') ? `\ufeff${text}` : text }),
  );
}

function mapped(elements: readonly StructuredDataElement[], map: (text: string) => string): StructuredDataElement[] {
  return elements.map(({ id, parameters }) => ({
    id: map(id),
    parameters: parameters.map(([name, value]) => [map(name), map(value)]),
  }));
}

function escapeOf(character: string): string {
  return `#${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
}

function controlOf(_escape: string, octal: string): string {
  return String.fromCharCode(Number.parseInt(octal, 8));
}
