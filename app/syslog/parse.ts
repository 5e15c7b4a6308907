/**
 * A datagram read as syslog, whatever it is: the one entry to the formats. Never throws, takes time linear in the bytes, and
 * always gives a message whose bytes can be had back.
 */
import { Datagram, DatagramChunk } from './datagram.ts';
import type { ParsedSyslogMessage } from './message.ts';
import { readPriority } from './priority.ts';
import { readRfc3164, readWithoutPriority } from './rfc3164.ts';
import { claimsRfc5424, readRfc5424 } from './rfc5424.ts';
import type { Reception } from './timestamp.ts';

/** Reads one datagram. `raw` of the result is a view of `bytes` where it is not null. */
export function parseSyslog(bytes: Uint8Array, reception: Reception): ParsedSyslogMessage {
  return parseSyslogIn(new DatagramChunk(bytes), 0, bytes.length, reception);
}

/** Reads the datagram that lies from `start` up to `end` in a chunk of many: twice as fast as one by one. */
export function parseSyslogIn(
  chunk: DatagramChunk,
  start: number,
  end: number,
  reception: Reception,
): ParsedSyslogMessage {
  const datagram = new Datagram(chunk, start, end);
  const priority = readPriority(datagram);
  if (priority === null) return readWithoutPriority(datagram);
  if (claimsRfc5424(datagram, priority.end)) {
    const message = readRfc5424(datagram, priority.end, priority, reception);
    if (message !== null) return message;
  }
  return readRfc3164(datagram, priority, reception);
}
