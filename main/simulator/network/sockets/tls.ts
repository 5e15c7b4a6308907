/** TLS over a board's TCP connection, done by the computer's, with the options, errors and sentences of a board's mbedTLS. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { connect, createSecureContext, TLSSocket } from 'node:tls';

/** mbedTLS's numbers; a board raises them as they are, below zero. */
export const tlsError = {
  handshakeFailure: -0x6e00,
  invalidRecord: -0x7200,
  connectionEnded: -0x7280,
  fatalAlert: -0x7780,
  unverified: -0x2700,
} as const;

export interface TlsOptions {
  isServer: boolean;
  /** The other end must show a certificate that the authority signed, and a client's server the right name. */
  verifies: boolean;
  hostname: string;
  /** PEM or DER; empty for none. */
  certificate: Uint8Array;
  key: Uint8Array;
  authority: Uint8Array;
}

/** Begins a handshake on a connection that is open; what it received before is `early`. Throws for a certificate that is none. */
export function secured(socket: Socket, early: Uint8Array, options: TlsOptions): TLSSocket {
  const { isServer, verifies, hostname } = options;
  const secureContext = createSecureContext({
    ...(options.certificate.length > 0 && { cert: certificatePem(options.certificate) }),
    ...(options.key.length > 0 && { key: keyPem(options.key) }),
    ca: options.authority.length > 0 ? [certificatePem(options.authority)] : [],
  });
  for (const event of ['data', 'end', 'error', 'connect']) socket.removeAllListeners(event);
  // TLS hears of them, too; without a listener of its own the socket would end the process.
  socket.on('error', () => {});
  socket.pause();
  if (early.length > 0) socket.unshift(early);
  if (isServer) {
    return new TLSSocket(socket, { isServer, secureContext, requestCert: verifies, rejectUnauthorized: verifies });
  }
  return connect({
    socket,
    secureContext,
    host: hostname,
    ...(isIP(hostname) === 0 && hostname !== '' && { servername: hostname }),
    rejectUnauthorized: verifies,
    // The one of Node compares names though nothing else is verified.
    ...(verifies ? {} : { checkServerIdentity: () => undefined }),
  });
}

/** mbedTLS's number for what ended a handshake or a connection; undefined for what is none of TLS. */
export function tlsNumberOf(error: Error, isHandshake: boolean): number | undefined {
  const code = 'code' in error ? String(error.code) : '';
  if (verificationSentence(error) !== undefined) return tlsError.unverified;
  if (code.includes('ALERT')) return tlsError.fatalAlert;
  if (/WRONG_VERSION|UNSUPPORTED_PROTOCOL|HTTP_REQUEST|BAD_RECORD|UNEXPECTED_MESSAGE|PACKET_LENGTH/.test(code)) {
    return tlsError.invalidRecord;
  }
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') return tlsError.handshakeFailure;
  return isHandshake ? tlsError.connectionEnded : undefined;
}

/** What a board says of a certificate that does not do. */
export function verificationSentence(error: Error): string | undefined {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return 'The certificate Common Name (CN) does not match with the expected CN';
  }
  if (code === 'CERT_HAS_EXPIRED') return 'The certificate validity has expired';
  if (code === 'CERT_NOT_YET_VALID') return 'The certificate validity starts in the future';
  if (/SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_(UNTRUSTED|REJECTED|SIGNATURE)|INVALID_CA/.test(code)) {
    return 'The certificate is not correctly signed by the trusted CA';
  }
  return undefined;
}

/** Whether bytes that a program loads are what they are to be. */
export function isUsable(kind: 'certificate' | 'key', bytes: Uint8Array): boolean {
  try {
    if (kind === 'key') keyPem(bytes);
    else certificatePem(bytes);
    return true;
  } catch {
    return false;
  }
}

const isPem = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 11)).toString('latin1') === '-----BEGIN ';
/** A board's programs end PEM with a NUL. */
const pemText = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1').replaceAll('\0', '');

function certificatePem(bytes: Uint8Array): string {
  const text = isPem(bytes) ? pemText(bytes) : new X509Certificate(bytes).toString();
  new X509Certificate(text);
  return text;
}

function keyPem(bytes: Uint8Array): string {
  const key = isPem(bytes) ? createPrivateKey(pemText(bytes)) : derKey(Buffer.from(bytes));
  return String(key.export({ type: 'pkcs8', format: 'pem' }));
}

function derKey(key: Buffer) {
  for (const type of ['pkcs8', 'sec1'] as const) {
    try {
      return createPrivateKey({ key, format: 'der', type });
    } catch {
      // One of the others, then.
    }
  }
  return createPrivateKey({ key, format: 'der', type: 'pkcs1' });
}
