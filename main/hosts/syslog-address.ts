/** Where a workbench listens for logs when nothing says otherwise. */
import { BrambleError } from '../../app/base/index.ts';

/** All interfaces: the boards that send logs are other machines in the Wi-Fi. 5514, for 514 needs privileges. */
const usual = { host: '0.0.0.0', port: 5514 };

/** Reads BRAMBLE_SYSLOG, such as `127.0.0.1:5514`, `[::1]:0` or `:5515`. Throws `usage` when it is none of these. */
export function syslogAddress(environment: NodeJS.ProcessEnv): { host: string; port: number } {
  const text = environment.BRAMBLE_SYSLOG;
  if (text === undefined || text === '') return usual;
  const [, ipv6, name, digits] = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]\s]*)):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65_535) {
    throw new BrambleError(
      'usage',
      `BRAMBLE_SYSLOG is "${text}", which is no address. Use HOST:PORT, such as 127.0.0.1:5514.`,
    );
  }
  return { host: ipv6 ?? (name === '' || name === undefined ? usual.host : name), port };
}
