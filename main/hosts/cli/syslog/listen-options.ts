/** Where `syslog serve` listens, and what it keeps: its options as the server takes them. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIPv4 } from 'node:net';
import { InvalidArgumentError } from 'commander';
import { BrambleError } from '../../../../app/base/index.ts';
import { certificatesIn } from '../../../syslog/certificates.ts';
import { defaultSyslogPort, type ListenerOptions, type Retention } from '../../../syslog/index.ts';
import { listeningPort } from '../numbers.ts';

/** A port, and an address where the option names one. */
export interface ListenPlace {
  host: string | null;
  port: number;
}

export interface ListenOptions {
  udp?: ListenPlace[];
  tcp?: ListenPlace[];
  tls?: ListenPlace[];
  host: string;
  cert?: string;
  key?: string;
  ca?: string;
}

/** `5514`, `192.168.1.7:5514` or `[::]:5514`; the option may be given several times. */
export function listenPlaces(text: string, before: ListenPlace[] = []): ListenPlace[] {
  const [, ipv6, name, port] = /^(?:(?:\[([0-9A-Fa-f:.%a-z]+)\]|([^:[\]\s]+)):)?(\d+)$/.exec(text) ?? [];
  if (port === undefined) throw new InvalidArgumentError('Use PORT or ADDRESS:PORT, such as 5514 or [::1]:5514.');
  return [...before, { host: ipv6 ?? name ?? null, port: listeningPort(port) }];
}

/** The first UDP listener and the others. Rejects with `usage`, `file-not-found` or `file-unreadable`. */
export async function listenersOf(
  options: ListenOptions,
): Promise<{ host: string; port: number; listeners: ListenerOptions[] }> {
  const { udp = [], tcp = [], tls = [] } = options;
  const [first = { host: null, port: defaultSyslogPort }, ...more] = udp;
  const at = (protocol: ListenerOptions['protocol'], places: readonly ListenPlace[]) =>
    places.map(({ host, port }) => ({ protocol, host: host ?? options.host, port }));
  refuseTwice('UDP', at('udp', [first, ...more]));
  refuseTwice('TCP', [...at('tcp', tcp), ...at('tls', tls)]);
  const listeners: ListenerOptions[] = [...at('udp', more), ...at('tcp', tcp)];
  if (tls.length > 0) {
    const identity = await identityOf(options);
    listeners.push(...at('tls', tls).map((listener) => ({ ...listener, identity })));
  } else if ((options.cert ?? options.key ?? options.ca) !== undefined) {
    throw new BrambleError('usage', '--cert, --key and --ca are for --tls PORT, such as --tls 6514. Give it as well.');
  }
  return { host: first.host ?? options.host, port: first.port, listeners };
}

/** The system would say of the second that another program has the port. */
function refuseTwice(transport: string, places: readonly { host: string; port: number }[]): void {
  for (const [index, { host, port }] of places.entries()) {
    const other = places.slice(0, index).find((each) => port !== 0 && each.port === port && areOne(each.host, host));
    if (other === undefined) continue;
    const both = other.host === host ? `${host} twice` : `${other.host} and on ${host}, one of which takes both`;
    throw new BrambleError('usage', `${transport} port ${port} is wanted on ${both}. Name it once.`);
  }
}

/** `::` takes IPv4 as well. */
function areOne(one: string, other: string): boolean {
  if (one === other || one === '::' || other === '::') return true;
  return (one === '0.0.0.0' && isIPv4(other)) || (other === '0.0.0.0' && isIPv4(one));
}

async function identityOf({ cert, key, ca }: ListenOptions): Promise<NonNullable<ListenerOptions['identity']>> {
  if (cert === undefined || key === undefined) {
    throw new BrambleError('usage', 'TLS needs a certificate and its key: --cert FILE and --key FILE, both in PEM.');
  }
  const [certificate, keyText] = [await readCertificates(cert), await readPem(key)];
  if (/ENCRYPTED/.test(keyText)) {
    throw new BrambleError(
      'usage',
      `The key in ${key} has a password, which nobody is there to give. Take it off: openssl pkey -in ${key} -out FILE`,
    );
  }
  return { certificate, key: keyText, ...(ca === undefined ? {} : { clientAuthorities: await readCertificates(ca) }) };
}

/**
 * A PEM file of certificates. Rejects with `file-not-found` or `file-unreadable`, for one without any as well: Node takes such authorities
 * for none, and would trust the usual ones.
 */
export async function readCertificates(file: string): Promise<string> {
  const text = await readPem(file);
  try {
    const certificates = certificatesIn(text);
    if (certificates.length === 0) throw new Error('it has none');
    for (const certificate of certificates) new X509Certificate(certificate);
    return text;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BrambleError('file-unreadable', `${file} is no file of certificates in PEM: ${reason}.`, {
      cause: error,
    });
  }
}

/** What is to be said of the first of these certificates, in PEM; null when it is valid now. */
export function validityRemark(certificates: string, nowMs: number): string | null {
  const { validFromDate, validToDate } = new X509Certificate(certificates);
  const isPast = validToDate.getTime() < nowMs;
  if (!isPast && validFromDate.getTime() <= nowMs) return null;
  const since = isPast ? `is not valid since ${day(validToDate)}` : `is not valid before ${day(validFromDate)}`;
  return `The certificate of --tls ${since}: whoever looks at that sends nothing.`;
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing) throw new BrambleError('file-not-found', `There is no file ${file}.`, { cause: error });
    const reason = error instanceof Error ? error.message : String(error);
    throw new BrambleError('file-unreadable', `${file} cannot be read: ${reason}.`, { cause: error });
  }
}

export interface KeepOptions {
  keepDays?: number;
  keepRows?: number;
  keepMb?: number;
}

const dayMs = 86_400_000;

/** Undefined when nothing is asked for: the server then has limits of its own. */
export function retentionOf({ keepDays, keepRows, keepMb }: KeepOptions): Retention | undefined {
  const retention: Retention = {
    ...(keepDays === undefined ? {} : { mostAgeMs: keepDays * dayMs }),
    ...(keepRows === undefined ? {} : { mostRows: keepRows }),
    ...(keepMb === undefined ? {} : { mostBytes: keepMb * 1024 * 1024 }),
  };
  return Object.keys(retention).length === 0 ? undefined : retention;
}
