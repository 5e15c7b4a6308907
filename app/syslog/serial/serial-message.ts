/** A printed line as a message of RFC 5424, so that it goes the way that every message goes. */
import type { SerialText } from './serial-lines.ts';

export interface SerialSender {
  /** The board's name in the log. */
  host: string;
  /** What runs there, such as `main.py`. */
  program: string;
}

/** RFC 5424 section 6.2.1: user-level messages. */
const userFacility = 1;
const longest = { host: 255, app: 48 };

/** Without a time of its own: the board's line says none. */
export function serialMessage({ host, program }: SerialSender, { bytes, severity }: SerialText): Uint8Array {
  const names = `${token(host, longest.host)} ${token(program, longest.app)}`;
  const head = new TextEncoder().encode(`<${userFacility * 8 + severity}>1 - ${names} - - - `);
  const message = new Uint8Array(head.length + bytes.length);
  message.set(head);
  message.set(bytes, head.length);
  return message;
}

/** As RFC 5424 wants names: printable ASCII without spaces. */
function token(text: string, length: number): string {
  const ascii = text.replace(/[^!-~]/g, '-').slice(0, length);
  return ascii === '' ? '-' : ascii;
}
