/** Why a client came to no TLS connection, in words that help whoever runs the server. It knows no sockets. */

/** OpenSSL's reasons, as Node names them: the client's alerts (RFC 8446 section 6.2), and what this side saw. */
const reasons: Record<string, string> = {
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS',
  ERR_SSL_HTTP_REQUEST: 'it speaks HTTP',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'it knows no TLS newer than 1.1',
  ERR_SSL_NO_SHARED_CIPHER: 'it knows none of this server’s ciphers',
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE: 'it showed no certificate of its own, and --ca asks for one',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'it does not know the authority of this server’s certificate',
  'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE': 'it does not accept this server’s certificate',
  'ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_UNKNOWN': 'it does not accept this server’s certificate',
  'ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_EXPIRED':
    'this server’s certificate is not valid at the time that its clock shows',
  ERR_TLS_HANDSHAKE_TIMEOUT: 'its handshake was not over in time',
  ECONNRESET: 'it closed the connection in the handshake: maybe it does not trust this server’s certificate',
};

/** X.509 verification (Node's names): what is wrong with the client's certificate. */
const certificateReasons: Record<string, string> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
};

/**
 * `authorizationError` is what the socket says of the client's certificate. OpenSSL's own words of an error that is not known here are
 * given without the place in its source that stands around them.
 */
export function handshakeFailure(error: Error, authorizationError?: unknown): string {
  if (authorizationError instanceof Error || typeof authorizationError === 'string') {
    const code = typeof authorizationError === 'string' ? authorizationError : codeOf(authorizationError);
    return certificateReasons[code] ?? `its certificate is not of an authority in --ca (${code})`;
  }
  return (
    reasons[codeOf(error)] ?? ('reason' in error && typeof error.reason === 'string' ? error.reason : error.message)
  );
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
