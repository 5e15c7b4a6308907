/**
 * Who may talk to the web host: a browser on this computer that was opened by a link which the host printed. It decides
 * from plain values; HTTP is web-server.ts's. Why each check is there: docs/decisions/0005-who-may-use-the-web-host.md.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';

const secretBytes = 32;
/** More unused links than this, and the oldest stops working. */
const maxOpenLinks = 16;
/** More browsers than this, and the oldest has to be opened by a new link. */
const maxSessions = 64;

/** The links that can still be used, and the sessions that were opened by them. */
export class Access {
  readonly #links: Buffer[] = [];
  readonly #sessions: Buffer[] = [];

  /** Makes the token of a link that opens one session. */
  newLinkToken(): string {
    return remember(this.#links, maxOpenLinks);
  }

  /** Exchanges a link's token for a session's secret; null when the token is wrong or was used before. */
  openSession(token: string): string | null {
    const index = find(this.#links, token);
    if (index === -1) return null;
    this.#links.splice(index, 1);
    return remember(this.#sessions, maxSessions);
  }

  isSession(secret: string | null): boolean {
    return secret !== null && find(this.#sessions, secret) !== -1;
  }
}

function remember(secrets: Buffer[], limit: number): string {
  const secret = randomBytes(secretBytes);
  secrets.push(secret);
  if (secrets.length > limit) secrets.shift();
  return secret.toString('base64url');
}

/** Compares with every secret in constant time, so that an answer's delay tells nothing of them. */
function find(secrets: Buffer[], candidate: string): number {
  const bytes = Buffer.alloc(secretBytes);
  const decoded = Buffer.from(candidate, 'base64url');
  decoded.copy(bytes);
  let found = -1;
  secrets.forEach((secret, index) => {
    if (timingSafeEqual(secret, bytes) && decoded.length === secretBytes) found = index;
  });
  return found;
}

/**
 * Whether the Host header names this computer by a loopback name and our port. A page of another site whose name was made to
 * resolve to 127.0.0.1 (DNS rebinding) sends that other name.
 */
export function isOwnHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}` || host === `[::1]:${port}`;
}

/** Whether the Origin header is that of the page which this host served, under the name that the request uses. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined, port: number): boolean {
  return isOwnHost(host, port) && origin === `http://${host}`;
}

/** The session cookie's name: cookies are shared by all ports of a host, so each port has its own name. */
export function sessionCookieName(port: number): string {
  return `bramble-session-${port}`;
}

/** The session's secret out of a Cookie header. */
export function sessionOfCookies(header: string | undefined, port: number): string | null {
  const prefix = `${sessionCookieName(port)}=`;
  const cookie = header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(prefix));
  return cookie === undefined ? null : cookie.slice(prefix.length);
}
