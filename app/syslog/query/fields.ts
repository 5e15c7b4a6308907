/** The fields of the query language: which there are, and what a comparison with a value means. */
import { facilityNames, type Severity, type SyslogFormat, severityNames } from '../message.ts';
import { type Via, vias } from '../via.ts';
import { readQueryTime } from './time.ts';
import { type Presence, presences, type QueryClock, type QueryNode } from './tree.ts';

export interface FieldDescription {
  name: string;
  /** For the list of suggestions. */
  says: string;
  /** The values there are, when they are few and known. */
  values?: readonly string[];
}

const formats = ['rfc5424', 'rfc3164', 'bare', 'malformed'] as const satisfies readonly SyslogFormat[];

export const queryFields: readonly FieldDescription[] = [
  { name: 'severity', says: 'how urgent, such as severity>=warning', values: severityNames },
  { name: 'host', says: 'the sender, by name or address; * stands for anything' },
  { name: 'app', says: 'the program; * stands for anything' },
  { name: 'text', says: 'these characters, in the middle of a word as well' },
  { name: 'after', says: 'received since, such as 10m, 2h, 14:30 or 2026-11-22T10:00' },
  { name: 'before', says: 'received before, such as 1h or 2026-11-22' },
  { name: 'has', says: 'rows that have it', values: presences },
  { name: 'via', says: 'by which way it came: over the network, or printed by a board', values: vias },
  { name: 'facility', says: 'the part of the system, such as local0', values: facilityNames },
  { name: 'format', says: 'how the message was written', values: formats },
  { name: 'proc', says: 'the process id' },
  { name: 'msgid', says: 'the kind of message' },
  { name: 'address', says: 'the IP address of the sender' },
];

export type Comparison = ':' | '=' | '>' | '>=' | '<' | '<=';

/** What is asked of a field; a text says what is wrong with the value, and what would be right. */
export function fieldNode(name: string, comparison: Comparison, value: string, clock: QueryClock): QueryNode | string {
  if (name === 'severity') return severityNode(comparison, value);
  if (comparison !== ':' && comparison !== '=') return `Only a severity can be more or less. Write ${name}:${value}.`;
  switch (name) {
    case 'facility':
      return facilityNode(value);
    case 'format':
      return choice(formats, value, 'A format', (format) => ({ kind: 'format', format }));
    case 'has':
      return choice(presences, value, 'What a row can have', (what: Presence) => ({ kind: 'has', what }));
    case 'via':
      return choice(vias, value, 'A way', (via: Via) => ({ kind: 'via', via }));
    case 'after':
    case 'before':
      return timeNode(name, value, clock);
    case 'text':
      return { kind: 'contains', text: value };
    case 'host':
    case 'app':
    case 'proc':
    case 'msgid':
    case 'address':
      return { kind: 'field', field: name, pattern: value };
    default:
      return unknownField(name);
  }
}

function unknownField(name: string): string {
  const names = queryFields.map((field) => field.name).join(', ');
  return `There is no field “${name}”. The fields are ${names}. To look for it as text, put it in quotes.`;
}

function choice<T extends string>(
  known: readonly T[],
  value: string,
  what: string,
  make: (value: T) => QueryNode,
): QueryNode | string {
  const found = known.find((each) => each === value.toLowerCase());
  return found === undefined ? `${what} is one of ${known.join(', ')}, not “${value}”.` : make(found);
}

/** The short names that syslog.conf knows. */
const shortNames: Readonly<Record<string, Severity>> = { emerg: 0, panic: 0, crit: 2, err: 3, warn: 4, information: 6 };

/** `warning` or `warn`, but not a number, which is anyone's. */
export const isSeverityName = (text: string) => severityOf(text) !== null && !/^\d$/.test(text);

/** A severity by its name, its short name or its number; null for anything else. */
export function severityOf(text: string): Severity | null {
  const name = text.toLowerCase();
  if (/^[0-7]$/.test(name)) return Number(name) as Severity;
  const index = (severityNames as readonly string[]).indexOf(name);
  if (index >= 0) return index as Severity;
  return Object.hasOwn(shortNames, name) ? (shortNames[name] ?? null) : null;
}

/** A higher severity is a lower number: `>=warning` are the numbers 0 to 4. */
const passes: Readonly<Record<Comparison, (severity: number, than: number) => boolean>> = {
  ':': (severity, than) => severity === than,
  '=': (severity, than) => severity === than,
  '>': (severity, than) => severity < than,
  '>=': (severity, than) => severity <= than,
  '<': (severity, than) => severity > than,
  '<=': (severity, than) => severity >= than,
};

function severityNode(comparison: Comparison, value: string): QueryNode | string {
  const than = severityOf(value);
  if (than === null) return `A severity is one of ${severityNames.join(', ')}, or 0 to 7, not “${value}”.`;
  const severities = ([0, 1, 2, 3, 4, 5, 6, 7] as const).filter((severity) => passes[comparison](severity, than));
  return { kind: 'severity', severities };
}

function facilityNode(value: string): QueryNode | string {
  const index = (facilityNames as readonly string[]).indexOf(value.toLowerCase());
  if (index >= 0) return { kind: 'facility', facility: index };
  if (/^\d{1,2}$/.test(value) && Number(value) < facilityNames.length) return { kind: 'facility', facility: +value };
  return `A facility is one of ${facilityNames.join(', ')}, or 0 to 23, not “${value}”.`;
}

function timeNode(kind: 'after' | 'before', value: string, clock: QueryClock): QueryNode | string {
  const timeMs = readQueryTime(value, clock);
  if (timeMs !== null) return { kind, timeMs };
  return (
    `“${value}” is no time. Write how long ago (30s, 10m, 2h, 3d), a time of today (14:30), a day (2026-11-22) or ` +
    'both (2026-11-22T14:30).'
  );
}
