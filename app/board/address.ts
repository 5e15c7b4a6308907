/** Board addresses: URL-like strings that say how a board is reached. Parses and writes them; opens nothing. */
import { BrambleError } from '../base/index.ts';

export type BoardAddress =
  /** A serial port by its path: `serial:/dev/ttyACM0`, `serial:COM3`. */
  | { kind: 'serial'; path: string }
  /** A raw TCP bridge: `tcp:192.168.1.7:2217`, `tcp:[::1]:2217`. */
  | { kind: 'tcp'; host: string; port: number }
  /** A simulated board: `sim:` (named `default`) or `sim:NAME`. */
  | { kind: 'sim'; name: string }
  /** A USB board by its serial number: `id:E6614104…`. */
  | { kind: 'id'; serialNumber: string }
  /** A board by the name that the user gave it: `name:kitchen`, or the bare word. */
  | { kind: 'name'; name: string }
  /** A board in BOOTSEL mode, which runs no MicroPython: `bootsel:1-2`, where it is plugged in. */
  | { kind: 'bootsel'; device: string }
  /** The only board there is. */
  | { kind: 'auto' };

/** A bare word that is no board's name. */
const reserved = /^(auto|all|com\d+)$/i;
const boardName = /^[A-Za-z][A-Za-z0-9._-]{0,63}$/;
const simulatedName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Parses an address; a bare device path or COM port is taken as serial. Throws `bad-address`. */
export function parseBoardAddress(text: string): BoardAddress {
  if (text === 'auto') return { kind: 'auto' };
  if (/^(\/dev\/|COM\d+$)/i.test(text)) return { kind: 'serial', path: text };
  const [, scheme, rest = ''] = /^([a-z]+):(.*)$/s.exec(text) ?? [];
  if (scheme === 'serial' && rest !== '') return { kind: 'serial', path: rest };
  if (scheme === 'id' && /^[\x21-\x7e]+$/.test(rest)) return { kind: 'id', serialNumber: rest };
  if (scheme === 'sim' && rest === '') return { kind: 'sim', name: 'default' };
  if (scheme === 'sim' && simulatedName.test(rest)) return { kind: 'sim', name: rest };
  if (scheme === 'tcp') {
    const [, ipv6, name, digits] = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]/\s]+)):(\d{1,5})$/.exec(rest) ?? [];
    const host = ipv6 ?? name;
    const port = Number(digits);
    if (host !== undefined && port >= 1 && port <= 65_535) return { kind: 'tcp', host, port };
  }
  if (scheme === 'name' && boardName.test(rest)) return { kind: 'name', name: rest };
  if (scheme === 'bootsel' && /^[\w.-]{1,40}$/.test(rest)) return { kind: 'bootsel', device: rest };
  if (boardName.test(text) && !reserved.test(text)) return { kind: 'name', name: text };
  throw new BrambleError(
    'bad-address',
    `"${text}" is not a board address. Use serial:/dev/ttyACM0, tcp:HOST:PORT, id:SERIALNUMBER, sim: or sim:NAME, auto, or a name that you gave a board.`,
  );
}

/** Writes an address so that parseBoardAddress gives it back. */
export function formatBoardAddress(address: BoardAddress): string {
  switch (address.kind) {
    case 'auto':
      return 'auto';
    case 'serial':
      return `serial:${address.path}`;
    case 'id':
      return `id:${address.serialNumber}`;
    case 'name':
      return `name:${address.name}`;
    case 'bootsel':
      return `bootsel:${address.device}`;
    case 'sim':
      return address.name === 'default' ? 'sim:' : `sim:${address.name}`;
    case 'tcp':
      return `tcp:${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
  }
}
