/**
 * RFC 5424: `1 TIMESTAMP HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA [MSG]`, after the PRI. What breaks a rule but
 * can still be read is read, and marked `malformed`; a missing offset alone, which boards without a zone send, is not.
 */

import type { ParsedSyslogMessage, StructuredDataElement } from '../message.ts';
import { byte, type Datagram, isDigit } from './datagram.ts';
import type { Priority } from './priority.ts';
import { readStructuredData } from './structured-data.ts';
import { type Reception, readIsoTimestamp } from './timestamp.ts';

/** Section 6: the longest HOSTNAME, APP-NAME, PROCID and MSGID, each of one printable ASCII character at least. */
const longest = { hostname: 255, appName: 48, procId: 128, msgId: 32 };

/** Whether a message of RFC 5424 may stand at `start`: version 1 and then NIL or something dated. */
export function claimsRfc5424(datagram: Datagram, start: number): boolean {
  if (datagram.at(start) !== 0x31 || datagram.at(start + 1) !== byte.space) return false;
  if (datagram.at(start + 2) === byte.minus) return datagram.at(start + 3) === byte.space;
  return (
    isDigit(datagram.at(start + 2)) &&
    isDigit(datagram.at(start + 3)) &&
    isDigit(datagram.at(start + 4)) &&
    isDigit(datagram.at(start + 5)) &&
    datagram.at(start + 6) === byte.minus
  );
}

/**
 * Reads what claims to be RFC 5424. Null when it has no timestamp and is not RFC 5424 after all: `1 - one of two` is a
 * text that begins with a number.
 */
export function readRfc5424(
  datagram: Datagram,
  start: number,
  priority: Priority,
  reception: Reception,
): ParsedSyslogMessage | null {
  const { end } = datagram;
  const timestampStart = start + 2;
  const isNil = datagram.at(timestampStart) === byte.minus;
  const timestamp = isNil ? null : readIsoTimestamp(datagram, timestampStart, reception);
  const timestampEnd = timestamp === null ? timestampStart + 1 : timestamp.end;
  const hasTimestamp = isNil || (timestamp !== null && datagram.at(timestampEnd) === byte.space);
  const hostnameEnd = datagram.fieldEnd(timestampEnd + 1);
  const appNameEnd = datagram.fieldEnd(hostnameEnd + 1);
  const procIdEnd = datagram.fieldEnd(appNameEnd + 1);
  const msgIdEnd = datagram.fieldEnd(procIdEnd + 1);
  if (!hasTimestamp || msgIdEnd >= end) return isNil ? null : unreadable(datagram, start, priority);

  const tail = readTail(datagram, msgIdEnd + 1, timestamp?.hasOffset === false);
  if (isNil && tail.broken) return null;
  const wellFormed =
    !tail.broken &&
    (timestamp === null || timestamp.strict || !timestamp.hasOffset) &&
    datagram.isPrintable &&
    isLength(hostnameEnd - timestampEnd - 1, longest.hostname) &&
    isLength(appNameEnd - hostnameEnd - 1, longest.appName) &&
    isLength(procIdEnd - appNameEnd - 1, longest.procId) &&
    isLength(msgIdEnd - procIdEnd - 1, longest.msgId);
  return {
    format: wellFormed ? 'rfc5424' : 'malformed',
    facility: priority.facility,
    severity: priority.severity,
    timestampMs: timestamp === null ? null : timestamp.timeMs,
    timestampText: isNil ? null : datagram.slice(timestampStart, timestampEnd),
    hostname: field(datagram, timestampEnd + 1, hostnameEnd),
    appName: field(datagram, hostnameEnd + 1, appNameEnd),
    procId: field(datagram, appNameEnd + 1, procIdEnd),
    msgId: field(datagram, procIdEnd + 1, msgIdEnd),
    structuredData: tail.structuredData,
    text: datagram.slice(tail.textStart, end),
    raw: wellFormed && datagram.exact ? null : datagram.raw,
  };
}

/** The header breaks off: nothing in it can be trusted to be what its place says, so all of it is the text. */
function unreadable(datagram: Datagram, start: number, { facility, severity }: Priority): ParsedSyslogMessage {
  return {
    format: 'malformed',
    facility,
    severity,
    timestampMs: null,
    timestampText: null,
    hostname: null,
    appName: null,
    procId: null,
    msgId: null,
    structuredData: [],
    text: datagram.slice(start, datagram.end),
    raw: datagram.raw,
  };
}

interface Tail {
  structuredData: StructuredDataElement[];
  textStart: number;
  /** No structured data where it should stand: all from there on is the text. */
  broken: boolean;
}

function readTail(datagram: Datagram, start: number, hasClockWithoutZone: boolean): Tail {
  const { end } = datagram;
  const isNil = datagram.at(start) === byte.minus;
  const reading = isNil ? { elements: [], end: start + 1 } : readElements(datagram, start);
  if (reading === null || (reading.end < end && datagram.at(reading.end) !== byte.space)) {
    return { structuredData: [], textStart: start, broken: true };
  }
  const textStart = Math.min(reading.end + 1, end);
  // A space and nothing after it: the same message is written without it.
  if (reading.end + 1 === end) datagram.exact = false;
  return {
    structuredData: reading.elements,
    textStart: skipByteOrderMark(datagram, textStart, hasClockWithoutZone),
    broken: false,
  };
}

function readElements(datagram: Datagram, start: number) {
  return datagram.at(start) === byte.openBracket ? readStructuredData(datagram, start) : null;
}

/**
 * The BOM says that the text is UTF-8, which it is anyway. One board library (ekondayan's micropython-logger) took the
 * RFC's grammar by the letter and sends the three letters; it is also the one that sends no offset.
 */
function skipByteOrderMark(datagram: Datagram, start: number, hasClockWithoutZone: boolean): number {
  const [first, second, third] = [datagram.at(start), datagram.at(start + 1), datagram.at(start + 2)];
  const isMark = first === 0xef && second === 0xbb && third === 0xbf;
  const isLetters = hasClockWithoutZone && first === 0x42 && second === 0x4f && third === 0x4d;
  if (!isMark && !isLetters) return start;
  datagram.exact = false;
  return start + 3;
}

function field(datagram: Datagram, start: number, end: number): string | null {
  if (end === start + 1 && datagram.at(start) === byte.minus) return null;
  return datagram.slice(start, end);
}

function isLength(length: number, longestLength: number): boolean {
  return length > 0 && length <= longestLength;
}
