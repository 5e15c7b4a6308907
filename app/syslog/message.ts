/** A syslog message as Bramble keeps it. Parsers make it, the store keeps it, the log view shows it. */

/** RFC 5424 section 6.2.1: 0 emergency … 7 debug. */
export type Severity = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

export const severityNames = [
  'emergency',
  'alert',
  'critical',
  'error',
  'warning',
  'notice',
  'info',
  'debug',
] as const satisfies readonly string[];

export type SeverityName = (typeof severityNames)[number];

/** RFC 5424 section 6.2.1, by code, in the short forms that syslog.conf and `logger -p` use. */
export const facilityNames = [
  'kern',
  'user',
  'mail',
  'daemon',
  'auth',
  'syslog',
  'lpr',
  'news',
  'uucp',
  'cron',
  'authpriv',
  'ftp',
  'ntp',
  'audit',
  'alert',
  'clock',
  'local0',
  'local1',
  'local2',
  'local3',
  'local4',
  'local5',
  'local6',
  'local7',
] as const satisfies readonly string[];

/** One SD-ELEMENT of RFC 5424: its SD-ID and its parameters in order (a name may repeat). */
export interface StructuredDataElement {
  id: string;
  parameters: [name: string, value: string][];
}

/**
 * Which rules the datagram was read by. `bare` has a good PRI (or none) and then only text; `malformed` could not be
 * read by the rules that it claims to follow, and its raw bytes are kept.
 */
export type SyslogFormat = 'rfc5424' | 'rfc3164' | 'bare' | 'malformed';

export interface SyslogMessage {
  format: SyslogFormat;
  /** 0 to 23; 1 (user) when the datagram has no PRI (RFC 3164 section 4.3.3: PRI 13). */
  facility: number;
  severity: Severity;
  /** The sender's time in ms since the Unix epoch; null when it gave none. */
  timestampMs: number | null;
  /** That time as the sender wrote it, such as `Oct 11 22:14:15`; null when it gave none. */
  timestampText?: string | null;
  hostname: string | null;
  appName: string | null;
  procId: string | null;
  msgId: string | null;
  structuredData: StructuredDataElement[];
  /** NULs stand as U+2400 (␀): SQLite's text ends at a NUL. The raw bytes have them. */
  text: string;
}

/**
 * A message as the parser gives it. `raw` is the datagram (the same array, not a copy) where `formatSyslogMessage` does
 * not give its bytes back, else null.
 */
export interface ParsedSyslogMessage extends SyslogMessage {
  timestampText: string | null;
  raw: Uint8Array | null;
}

/** A stored message. `id` grows by one with each row; `address` is the sender's IP address. */
export interface SyslogRow extends SyslogMessage {
  id: number;
  receivedAtMs: number;
  address: string;
  /** The datagram's bytes where `formatSyslogMessage` does not give them back, else null. */
  raw: Uint8Array | null;
}

/** What to show: every given condition must hold. */
export interface SyslogFilter {
  /** Case-insensitive substring of text, hostname or app name. Empty means any. */
  text?: string;
  /** This severity or a more urgent one (a lower number). */
  severityAtMost?: Severity;
  /** Exactly this host: the hostname, or the address of rows that have none. */
  host?: string;
  /** In the query language of `query/`. The store reads it with its own clock; one that is wrong is a `bad-query`. */
  query?: string;
}
