/**
 * RFC 3164 and what resembles it, after the PRI: `TIMESTAMP HOSTNAME TAG: text` with every part optional. Also with an
 * ISO 8601 timestamp, as rsyslog forwards.
 *
 * Without a timestamp no host is taken from the text: `Connected to wifi` is what boards send, and "Connected" is no host.
 */

import type { ParsedSyslogMessage, SyslogFormat } from '../message.ts';
import { isHostByte } from './byte-classes.ts';
import { byte, type Datagram, isDigit } from './datagram.ts';
import { noPriority, type Priority } from './priority.ts';
import { readTag, type Tag } from './tag.ts';
import { type Reception, readBsdTimestamp, readIsoTimestamp, type Timestamp } from './timestamp.ts';

/** What stands before a message's text. */
interface Header {
  format: SyslogFormat;
  priority: Pick<Priority, 'facility' | 'severity'>;
  timestamp: Timestamp | null;
  timestampStart: number;
  hostname: string | null;
  tag: Tag | null;
  /** Where the tag begins, or the text when there is none. */
  end: number;
}

export function readRfc3164(datagram: Datagram, priority: Priority, reception: Reception): ParsedSyslogMessage {
  const start = skipOneSpace(datagram, priority.end);
  const timestampStart = skipSequenceNumber(datagram, start);
  const timestamp = readTimestamp(datagram, timestampStart, reception);
  if (timestamp === null) return readUndated(datagram, start, priority);
  if (timestampStart !== start) datagram.exact = false;

  const { hostname, end } = readHost(datagram, timestamp.end);
  const tag = readTag(datagram, end);
  return assemble(datagram, { format: 'rfc3164', priority, timestamp, timestampStart, hostname, tag, end });
}

/** No timestamp: a tag if it has a tag's form, and text. */
function readUndated(datagram: Datagram, start: number, priority: Priority): ParsedSyslogMessage {
  const written = readTag(datagram, start);
  const isException =
    written !== null && written.procIdStart < 0 && isExceptionName(datagram.slice(start, written.nameEnd));
  const tag = isException ? null : written;
  const format = tag === null ? 'bare' : 'rfc3164';
  return assemble(datagram, {
    format,
    priority,
    timestamp: null,
    timestampStart: start,
    hostname: null,
    tag,
    end: start,
  });
}

/** A datagram without a PRI, or with a bad one: the whole of it is the text (RFC 3164 section 4.3.3). */
export function readWithoutPriority(datagram: Datagram): ParsedSyslogMessage {
  const { start } = datagram;
  const next = datagram.at(start + 1);
  const claimsPriority = datagram.at(start) === byte.less && (isDigit(next) || next === byte.greater);
  datagram.exact = false;
  return assemble(datagram, {
    format: claimsPriority ? 'malformed' : 'bare',
    priority: noPriority,
    timestamp: null,
    timestampStart: start,
    hostname: null,
    tag: null,
    end: start,
  });
}

function assemble(datagram: Datagram, header: Header): ParsedSyslogMessage {
  const { priority, timestamp, timestampStart, tag } = header;
  const textStart = tag === null ? header.end : afterTag(datagram, tag);
  return {
    format: header.format,
    facility: priority.facility,
    severity: priority.severity,
    timestampMs: timestamp === null ? null : timestamp.timeMs,
    timestampText: timestamp === null ? null : datagram.slice(timestampStart, timestamp.end),
    hostname: header.hostname,
    appName: tag === null ? null : datagram.slice(header.end, tag.nameEnd),
    procId: tag === null || tag.procIdStart < 0 ? null : datagram.slice(tag.procIdStart, tag.procIdEnd),
    msgId: null,
    structuredData: [],
    text: datagram.slice(textStart, datagram.end),
    raw: datagram.exact ? null : datagram.raw,
  };
}

function afterTag(datagram: Datagram, tag: Tag): number {
  if (tag.end >= datagram.end) return datagram.end;
  const textStart = datagram.at(tag.end) === byte.space ? tag.end + 1 : tag.end;
  // `tag[1]:text` and `tag: ` are not how this message would be written.
  if (textStart === tag.end || textStart === datagram.end) datagram.exact = false;
  return textStart;
}

/** `<14> text`: one space is the sender's style; two or more are an indented line, of a traceback perhaps. */
function skipOneSpace(datagram: Datagram, start: number): number {
  if (datagram.at(start) !== byte.space || datagram.at(start + 1) === byte.space) return start;
  datagram.exact = false;
  return start + 1;
}

/** Cisco IOS counts: `45: *Mar  1 00:00:00.123: %SYS-5-CONFIG_I: …`. */
function skipSequenceNumber(datagram: Datagram, start: number): number {
  let index = start;
  while (isDigit(datagram.at(index)) && index - start < 10) index++;
  if (index === start || datagram.at(index) !== byte.colon) return start;
  return datagram.at(index + 1) === byte.space ? index + 2 : start;
}

function readTimestamp(datagram: Datagram, start: number, reception: Reception): Timestamp | null {
  const timestamp = isDigit(datagram.at(start))
    ? readIsoTimestamp(datagram, start, reception)
    : readBsdTimestamp(datagram, start, reception);
  if (timestamp === null) return null;
  const next = datagram.at(timestamp.end);
  return timestamp.end === datagram.end || next === byte.space || next === byte.colon ? timestamp : null;
}

/**
 * The host after a timestamp that ends at `start`, and where the rest begins. There is none when a colon ends the timestamp
 * (Cisco), when two spaces follow it (ekondayan's micropython-logger without a hostname), when a tag stands in its place
 * (glibc), when the word has characters that hosts do not have, or when nothing follows it: a board says something.
 */
function readHost(datagram: Datagram, start: number): { hostname: string | null; end: number } {
  const { end } = datagram;
  if (start === end) return { hostname: null, end };
  const hostStart = start + 1;
  if (datagram.at(start) !== byte.space || hostStart === end || datagram.at(hostStart) === byte.space) {
    datagram.exact = false;
    let index = hostStart;
    while (datagram.at(index) === byte.space) index++;
    return { hostname: null, end: index };
  }
  const hostEnd = hostnameEnd(datagram, hostStart);
  if (hostEnd < 0 || hostEnd + 1 >= end) return { hostname: null, end: hostStart };
  return { hostname: datagram.slice(hostStart, hostEnd), end: hostEnd + 1 };
}

/** Where the hostname that begins at `start` ends; -1 when it is a tag or no hostname. */
function hostnameEnd(datagram: Datagram, start: number): number {
  const { bytes, end } = datagram;
  let index = start;
  while (index < end && isHostByte(bytes[index] ?? 0)) index++;
  const length = index - start;
  if (length === 0 || length > 255 || (index < end && bytes[index] !== byte.space)) return -1;
  return bytes[index - 1] === byte.colon && readTag(datagram, start) !== null ? -1 : index;
}

/** `ValueError: bad pin`, the last line of a traceback, is no program's message, and reads badly without its name. */
function isExceptionName(name: string): boolean {
  return /^[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Exit|Iteration)$/.test(name);
}
