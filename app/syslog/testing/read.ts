/** Builders for the tests of the parser. */
import type { ParsedSyslogMessage, SyslogRow } from '../message.ts';
import { parseSyslog } from '../parse/parse.ts';

/** A Wednesday, 1 May 2024, 12:00:00 UTC, on a computer whose local time is UTC. */
export const noonOfMay = { receivedAtMs: Date.UTC(2024, 4, 1, 12, 0, 0), zoneOffsetMinutes: 0 };

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Reads a datagram given as text, as if received at `reception`. */
export function read(text: string, reception = noonOfMay): ParsedSyslogMessage {
  return parseSyslog(bytesOf(text), reception);
}

/** A whole message: what a test does not name is as in a bare `<13>`. */
export function message(parts: Partial<ParsedSyslogMessage>): ParsedSyslogMessage {
  return {
    format: 'bare',
    facility: 1,
    severity: 5,
    timestampMs: null,
    timestampText: null,
    hostname: null,
    appName: null,
    procId: null,
    msgId: null,
    structuredData: [],
    text: '',
    raw: null,
    ...parts,
  };
}

/** A stored row, received at noon of May: what a test does not name is as in a bare `<13>`. */
export function row(parts: Partial<SyslogRow>): SyslogRow {
  return { ...message({}), id: 7, receivedAtMs: noonOfMay.receivedAtMs, address: '192.168.1.7', ...parts };
}
