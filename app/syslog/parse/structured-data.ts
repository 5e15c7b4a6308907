/** STRUCTURED-DATA of RFC 5424 section 6.3, both ways. */

import type { StructuredDataElement } from '../message.ts';
import { byte, type Datagram } from './datagram.ts';

export interface StructuredDataReading {
  elements: StructuredDataElement[];
  /** The index of the first byte after the last `]`. */
  end: number;
}

/**
 * Reads one or more SD-ELEMENTs at `start`, where a `[` stands; null when they do not end as they should. A `]` that
 * should have been escaped in a value is taken as it stands: only the quote ends a value.
 */
export function readStructuredData(datagram: Datagram, start: number): StructuredDataReading | null {
  const { end } = datagram;
  const elements: StructuredDataElement[] = [];
  let index = start;
  while (index < end && datagram.at(index) === byte.openBracket) {
    const idEnd = nameEnd(datagram, index + 1);
    if (idEnd === index + 1) return null;
    const element: StructuredDataElement = { id: datagram.slice(index + 1, idEnd), parameters: [] };
    index = idEnd;
    while (index < end && datagram.at(index) === byte.space) {
      const equals = nameEnd(datagram, index + 1);
      if (equals === index + 1 || datagram.at(equals) !== byte.equals || datagram.at(equals + 1) !== byte.quote)
        return null;
      const value = readValue(datagram, equals + 2);
      if (value === null) return null;
      element.parameters.push([datagram.slice(index + 1, equals), value.text]);
      index = value.end + 1;
    }
    if (index >= end || datagram.at(index) !== byte.closeBracket) return null;
    elements.push(element);
    index++;
  }
  return { elements, end: index };
}

/** An SD-NAME ends before `=`, a space, `]` or `"`. */
function nameEnd({ bytes, end }: Datagram, start: number): number {
  let index = start;
  for (; index < end; index++) {
    const code = bytes[index] ?? 0;
    if (code === byte.equals || code === byte.space || code === byte.closeBracket || code === byte.quote) break;
  }
  return index;
}

/** Reads a value and gives where its closing quote stands; null when it has none. */
function readValue(datagram: Datagram, start: number): { text: string; end: number } | null {
  const { bytes, end } = datagram;
  let isPlain = true;
  let index = start;
  for (; index < end; index++) {
    const code = bytes[index] ?? 0;
    if (code === byte.quote) break;
    if (code !== byte.backslash && code !== byte.closeBracket) continue;
    isPlain = false;
    if (code === byte.backslash) index++;
  }
  if (index >= end) return null;
  const written = datagram.slice(start, index);
  if (isPlain) return { text: written, end: index };
  const text = unescapeParameterValue(written);
  // "[some\thing]" reads well but is not what escaping that value would give: keep the bytes.
  if (escapeParameterValue(text) !== written) datagram.exact = false;
  return { text, end: index };
}

/** A backslash before anything but `"`, `\` and `]` is a literal backslash (section 6.3.3). */
function unescapeParameterValue(written: string): string {
  return written.replace(/\\(["\\\]])/g, '$1');
}

function escapeParameterValue(value: string): string {
  return value.replace(/["\\\]]/g, '\\$&');
}

/** The elements as RFC 5424 writes them; `-` for none. */
export function formatStructuredData(elements: readonly StructuredDataElement[]): string {
  if (elements.length === 0) return '-';
  return elements
    .map(({ id, parameters }) => {
      const written = parameters.map(([name, value]) => ` ${name}="${escapeParameterValue(value)}"`);
      return `[${id}${written.join('')}]`;
    })
    .join('');
}
