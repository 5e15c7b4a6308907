/** Where a workbench listens for logs and what it keeps of them when nothing else is said: what the environment says. */
import { BrambleError } from '../../app/base/index.ts';

export interface SyslogPlace {
  /** A UDP listener, the first. */
  host: string;
  port: number;
  /** More of them. */
  listeners?: { protocol: 'udp' | 'tcp'; host: string; port: number }[];
  retention?: { mostAgeMs?: number; mostRows?: number; mostBytes?: number };
}

/** All interfaces: the boards that send logs are other machines in the Wi-Fi. 5514, for 514 needs privileges. */
const usual = { host: '0.0.0.0', port: 5514 };

/**
 * Reads BRAMBLE_SYSLOG, such as `127.0.0.1:5514`, `[::1]:0`, `:5515` or several, `0.0.0.0:5514,tcp:0.0.0.0:5514`; and
 * BRAMBLE_SYSLOG_KEEP, such as `30d,5000000rows,500MB`. Throws `usage` when it is none of these.
 */
export function syslogAddress(environment: NodeJS.ProcessEnv): SyslogPlace {
  const places = parts(environment.BRAMBLE_SYSLOG).map(readPlace);
  const place = places.findIndex(({ protocol }) => protocol === 'udp');
  const { host, port } = places[place] ?? usual;
  const listeners = places.filter((_, index) => index !== place);
  const retention = readRetention(parts(environment.BRAMBLE_SYSLOG_KEEP));
  return {
    host,
    port,
    ...(listeners.length === 0 ? {} : { listeners }),
    ...(Object.keys(retention).length === 0 ? {} : { retention }),
  };
}

function parts(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : text.split(',');
}

function readPlace(text: string): { protocol: 'udp' | 'tcp'; host: string; port: number } {
  const pattern = /^(?:(udp|tcp):)?(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]\s]*)):(\d{1,5})$/;
  const [, protocol, ipv6, name, digits] = pattern.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65_535) {
    throw new BrambleError(
      'usage',
      `BRAMBLE_SYSLOG is "${text}", which is no address. Use HOST:PORT, such as 127.0.0.1:5514.`,
    );
  }
  const host = ipv6 ?? (name === '' || name === undefined ? usual.host : name);
  return { protocol: protocol === 'tcp' ? 'tcp' : 'udp', host, port };
}

const dayMs = 86_400_000;

function readRetention(texts: readonly string[]): NonNullable<SyslogPlace['retention']> {
  const retention: NonNullable<SyslogPlace['retention']> = {};
  for (const text of texts) {
    const [, digits, unit] = /^(\d{1,12})(d|rows|MB)$/.exec(text) ?? [];
    // None of it is no wish, and a typing error would delete all.
    if (digits === undefined || Number(digits) === 0) {
      throw new BrambleError(
        'usage',
        `BRAMBLE_SYSLOG_KEEP has "${text}" in it. Use days, rows and megabytes, such as 30d,5000000rows,500MB.`,
      );
    }
    const number = Number(digits);
    if (unit === 'd') retention.mostAgeMs = number * dayMs;
    if (unit === 'rows') retention.mostRows = number;
    if (unit === 'MB') retention.mostBytes = number * 1024 * 1024;
  }
  return retention;
}
