/** The program's name before a text, only where it has the form `tag:` or `tag[pid]:`. */
import { isLetter, isTagByte } from './byte-classes.ts';
import { byte, type Datagram } from './datagram.ts';

export interface Tag {
  nameEnd: number;
  /** Where the process id stands; both -1 when there is none. */
  procIdStart: number;
  procIdEnd: number;
  /** The index of the first byte after the colon. */
  end: number;
}

/** RFC 3164 says 32 and RFC 5424 48; journald and containers send longer ones. */
const longestTag = 64;
const longestProcId = 128;

/**
 * The tag at `start`, or null. After the colon comes a space or the end (`12:30:45` and `http://` are no tags), except
 * after a process id. A name has at least one letter and no character that names do not have.
 */
export function readTag(datagram: Datagram, start: number): Tag | null {
  const nameEnd = tagNameEnd(datagram, start);
  if (nameEnd < 0) return null;
  if (datagram.at(nameEnd) === byte.colon) {
    const isClosed = nameEnd + 1 === datagram.end || datagram.at(nameEnd + 1) === byte.space;
    return isClosed ? { nameEnd, procIdStart: -1, procIdEnd: -1, end: nameEnd + 1 } : null;
  }
  if (datagram.at(nameEnd) !== byte.openBracket) return null;
  const procIdStart = nameEnd + 1;
  const procIdEnd = bracketEnd(datagram, procIdStart);
  if (procIdEnd < 0 || datagram.at(procIdEnd + 1) !== byte.colon) return null;
  return { nameEnd, procIdStart, procIdEnd, end: procIdEnd + 2 };
}

function tagNameEnd({ bytes, end }: Datagram, start: number): number {
  const limit = Math.min(end, start + longestTag + 1);
  let hasLetter = false;
  let index = start;
  for (; index < limit; index++) {
    const code = bytes[index] ?? 0;
    if (!isTagByte(code)) break;
    hasLetter ||= isLetter(code);
  }
  return hasLetter && index - start <= longestTag ? index : -1;
}

/** The index of the `]` after at least one printable character; -1 when there is none. */
function bracketEnd({ bytes, end }: Datagram, start: number): number {
  const limit = Math.min(end, start + longestProcId + 1);
  for (let index = start; index < limit; index++) {
    const code = bytes[index] ?? 0;
    if (code === byte.closeBracket) return index > start ? index : -1;
    if (code <= byte.space || code > 126) return -1;
  }
  return -1;
}
