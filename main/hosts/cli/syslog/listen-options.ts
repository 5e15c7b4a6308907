/** Where `syslog serve` listens, and what it keeps: its options as the server takes them. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { InvalidArgumentError } from 'commander';
import { BrambleError } from '../../../../app/base/index.ts';
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
  const listeners: ListenerOptions[] = [...at('udp', more), ...at('tcp', tcp)];
  if (tls.length > 0) {
    const identity = await identityOf(options);
    listeners.push(...at('tls', tls).map((listener) => ({ ...listener, identity })));
  }
  return { host: first.host ?? options.host, port: first.port, listeners };
}

async function identityOf({ cert, key, ca }: ListenOptions): Promise<NonNullable<ListenerOptions['identity']>> {
  if (cert === undefined || key === undefined) {
    throw new BrambleError('usage', 'TLS needs a certificate and its key: --cert FILE and --key FILE, both in PEM.');
  }
  const [certificate, keyText] = [await readCertificates(cert), await readPem(key)];
  return { certificate, key: keyText, ...(ca === undefined ? {} : { clientAuthorities: await readCertificates(ca) }) };
}

/**
 * A PEM file of certificates. Rejects with `file-not-found` or `file-unreadable`, for one without any as well: Node takes such authorities
 * for none, and would trust the usual ones.
 */
export async function readCertificates(file: string): Promise<string> {
  const text = await readPem(file);
  try {
    const certificates = text.match(/-----BEGIN ([A-Z0-9 ]*CERTIFICATE)-----[^-]*-----END \1-----/g) ?? [];
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
