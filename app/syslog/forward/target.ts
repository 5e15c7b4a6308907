/** Where rows are forwarded to, read from what a person writes. */
import { BrambleError } from '../../base/index.ts';

export type ForwardTarget =
  /** Another syslog server, in RFC 5424. */
  | { kind: 'syslog'; protocol: 'udp' | 'tcp' | 'tls'; host: string; port: number }
  /** InfluxDB's line protocol over HTTP. `url` is that of its write endpoint. */
  | { kind: 'influx'; url: string; token: string | null };

const usualPorts = { udp: 514, tcp: 514, tls: 6514 } as const;
const remedy =
  'Use udp://HOST:PORT, tcp://HOST:PORT, tls://HOST:PORT, or influx+http://HOST:8086/api/v2/write?org=ORG&bucket=BUCKET.';

const syslogForm = /^(udp|tcp|tls):\/\/(?:\[([0-9A-Fa-f:.]+)\]|([^:/?#@[\]\s]+))(?::(\d{1,5}))?\/?$/;
const influxForm = /^influx\+(https?:\/\/)(?:[^:@/\s]*:([^@/\s]*)@)?([^/?#@\s]+(?:\/[^?#\s]*)?)(?:\?([^#\s]*))?$/;

/** Throws `usage`. The token of InfluxDB stands before the host, `influx+http://:TOKEN@host`, or is `usualToken`. */
export function forwardTarget(text: string, usualToken: string | null = null): ForwardTarget {
  const influx = influxForm.exec(text);
  if (influx !== null) {
    const [, scheme = '', token = '', place = '', query = ''] = influx;
    const settings = query.split('&').filter((setting) => setting !== '' && !setting.startsWith('precision='));
    // Nanoseconds: what the lines have.
    const url = `${scheme}${place}?${[...settings, 'precision=ns'].join('&')}`;
    return { kind: 'influx', url, token: token === '' ? usualToken : decoded(token) };
  }
  const [, scheme, ipv6, name, digits] = syslogForm.exec(text) ?? [];
  const host = ipv6 ?? name;
  if (host === undefined || Number(digits ?? 1) > 65_535 || Number(digits ?? 1) === 0) throw refused(text);
  const protocol = scheme === 'tcp' || scheme === 'tls' ? scheme : 'udp';
  return { kind: 'syslog', protocol, host, port: digits === undefined ? usualPorts[protocol] : Number(digits) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that stands for itself.
    return text;
  }
}

/** The target for people: without its token. */
export function targetName(target: ForwardTarget): string {
  if (target.kind === 'influx') return target.url;
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  return `${target.protocol}://${host}:${target.port}`;
}

function refused(text: string): BrambleError {
  return new BrambleError('usage', `"${text.replace(/:[^:@/]*@/, ':…@')}" is no place to forward to. ${remedy}`);
}
