/** PRI, `<0>` to `<191>`: RFC 5424 section 6.2.1 and RFC 3164 section 4.1.1. */

import type { Severity } from '../message.ts';
import { byte, type Datagram } from './datagram.ts';

export interface Priority {
  facility: number;
  severity: Severity;
  /** The index of the first byte after the `>`. */
  end: number;
}

/** What RFC 3164 section 4.3.3 gives to a datagram without a PRI that can be read: user, notice. */
export const noPriority: Pick<Priority, 'facility' | 'severity'> = { facility: 1, severity: 5 };

/** The PRI at the head of a datagram; null when there is none, or one that breaks the rules (`<00>`, `<192>`, `<14`). */
export function readPriority(datagram: Datagram): Priority | null {
  const { start } = datagram;
  if (datagram.at(start) !== byte.less) return null;
  let value = 0;
  let index = start + 1;
  for (; index < start + 4; index++) {
    const digit = datagram.at(index) - byte.zero;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  const hasLeadingZero = datagram.at(start + 1) === byte.zero && index > start + 2;
  if (index === start + 1 || hasLeadingZero || value > 191 || datagram.at(index) !== byte.greater) return null;
  return { facility: value >> 3, severity: (value & 7) as Severity, end: index + 1 };
}
