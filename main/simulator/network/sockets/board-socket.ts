/** What every kind of socket of a simulated board has in common, and the numbers in which a board speaks of them. */
import { isIPv4, isIPv6 } from 'node:net';

/**
 * Error numbers as a Pico W raises them. They are lwIP's choice (MicroPython's extmod/modlwip.c), not the computer's: a
 * refused connection is ECONNRESET there, a peer that never answers ECONNABORTED.
 */
export const errno = {
  noName: 2,
  EIO: 5,
  EBADF: 9,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EINVAL: 22,
  EOPNOTSUPP: 95,
  EADDRINUSE: 98,
  ECONNABORTED: 103,
  ECONNRESET: 104,
  EISCONN: 106,
  ENOTCONN: 107,
  ETIMEDOUT: 110,
  EHOSTUNREACH: 113,
  EALREADY: 114,
} as const;

const byCode: Readonly<Record<string, number>> = {
  EACCES: errno.EACCES,
  EPERM: errno.EACCES,
  EADDRINUSE: errno.EADDRINUSE,
  EADDRNOTAVAIL: errno.EADDRINUSE,
  ECONNREFUSED: errno.ECONNRESET,
  ECONNRESET: errno.ECONNRESET,
  EPIPE: errno.ECONNRESET,
  ECONNABORTED: errno.ECONNABORTED,
  ETIMEDOUT: errno.ECONNABORTED,
  EHOSTUNREACH: errno.EHOSTUNREACH,
  ENETUNREACH: errno.EHOSTUNREACH,
  EMSGSIZE: errno.ENOMEM,
  ENOBUFS: errno.ENOMEM,
  EMFILE: errno.ENOMEM,
  EINVAL: errno.EINVAL,
};

/** The board's number for an error of Node's. */
export function errnoOf(error: unknown): number {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return byCode[code] ?? errno.EIO;
}

/** Bits of MicroPython's `MP_STREAM_POLL_*`. */
export const pollBits = { read: 0x01, write: 0x04, error: 0x08, hangUp: 0x10, invalid: 0x20 } as const;

export interface Endpoint {
  host: string;
  port: number;
}

export type Family = 4 | 6;

/** Addresses reach a socket as literals; an empty one means any, as in lwIP. Undefined when it is of the wrong family. */
export function endpointOf(family: Family, host: string, port: number): Endpoint | undefined {
  if (!(port >= 0 && port <= 65_535)) return undefined;
  if (host === '') return { host: family === 4 ? '0.0.0.0' : '::', port };
  return (family === 4 ? isIPv4(host) : isIPv6(host)) ? { host, port } : undefined;
}

/**
 * A socket that never waits. What a call returns is a count or 0, or a negative error number; -EAGAIN means that it would have
 * to wait, and that `SocketContext.wake` will be called when asking again may help.
 */
export interface BoardSocket {
  bind(local: Endpoint): number;
  listen(backlog: number): number;
  /** Takes one of the connections that wait; not a number below zero but the socket itself when there is one. */
  accept(): BoardSocket | number;
  connect(remote: Endpoint): number;
  /** 0 when the connect that was begun has ended well, -EAGAIN while it lasts. */
  connected(): number;
  send(bytes: Uint8Array, remote?: Endpoint): number;
  /** Fills `into` with what is there; 0 is the end of the stream. `untilNewline` stops behind the first line's end. */
  receive(into: Uint8Array, untilNewline: boolean): number;
  /** The other end: of the connection, or of the datagram received last. */
  readonly peer: Endpoint | undefined;
  /** `pollBits` that hold now. */
  poll(): number;
  setReuseAddress(on: boolean): void;
  joinGroup(group: string, local: string, join: boolean): number;
  /** The Wi-Fi is gone. */
  loseLink(): void;
  /** Lets queued bytes go out, then ends. */
  close(): void;
  /** Ends at once: the board restarted. */
  destroy(): void;
}

/** What a socket may ask of its board. */
export interface SocketContext {
  wake(): void;
  /** Whether the Wi-Fi is connected: nothing leaves the board while it is not. */
  isOnline(): boolean;
  /** Decides whether this datagram gets lost on its way. */
  losesPacket(): boolean;
}
