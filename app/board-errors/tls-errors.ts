/**
 * What mbedTLS's errors mean. MicroPython raises `OSError(-9984, 'MBEDTLS_ERR_X509_CERT_VERIFY_FAILED')`, and what it finds wrong with a
 * certificate as a `ValueError` with mbedTLS's sentences (`mbedtls_raise_error` and `ssl_check_async_handshake_failure` of
 * `extmod/modtls_mbedtls.c`). Names: `lib/mbedtls_errors/mp_mbedtls_errors.c`; numbers and sentences: mbedTLS's `ssl.h` and `x509_crt.c`.
 */

const clock = 'Set the clock of the board first, such as with ntptime.settime(): after power-up it stands at 2021.';
const memory =
  'TLS did not get the memory that it needs. Call gc.collect() before connecting, close other connections, and read big files in pieces.';

/** The first that fits counts: two names may be joined by "+". */
const byName: readonly [RegExp, string][] = [
  [/ALLOC_FAILED/, memory],
  [
    /X509_CERT_VERIFY_FAILED/,
    'The certificate of the server was not accepted. Check the clock of the board (ntptime.settime()), the CA certificate given to the context, and the host name.',
  ],
  [
    /SSL_CONN_EOF/,
    'The server closed the connection in the midst of TLS. Check that its port speaks TLS; servers also close what was idle for long.',
  ],
  [
    /SSL_INVALID_RECORD/,
    'What came back is no TLS. Check the port: it may be one for plain connections, such as 80 or 1883 in place of 443 or 8883.',
  ],
  [
    /SSL_FATAL_ALERT_MESSAGE/,
    'The server refused the TLS connection. Many need their name given as server_hostname=; it may also want a certificate of the board, or ciphers that the board lacks.',
  ],
  [
    /SSL_HANDSHAKE_FAILURE|SSL_NO_CIPHER_CHOSEN|SSL_NO_USABLE_CIPHERSUITE|PROTOCOL_VERSION/,
    'The board and the server found no TLS version and cipher that both have. The server has to allow TLS 1.2.',
  ],
  [/SSL_PEER_CLOSE_NOTIFY/, 'The server ended the TLS connection in order. Connect again if there is more to do.'],
];

/** Of those above, what has the same number in mbedTLS 2 and 3. */
const names: Readonly<Record<number, string>> = {
  [-0x2700]: 'X509_CERT_VERIFY_FAILED',
  [-0x7200]: 'SSL_INVALID_RECORD',
  [-0x7280]: 'SSL_CONN_EOF',
  [-0x7780]: 'SSL_FATAL_ALERT_MESSAGE',
  [-0x7880]: 'SSL_PEER_CLOSE_NOTIFY',
  [-0x7f00]: 'SSL_ALLOC_FAILED',
};

/** `name` null where only the number was printed. */
export function tlsErrorMeaning(number: number, name: string | null): string | null {
  const known = name ?? names[number];
  return known === undefined ? null : (byName.find(([pattern]) => pattern.test(known))?.[1] ?? null);
}

/** The sentences of a `ValueError` about a certificate. */
export const certificateMeanings: readonly [RegExp, string][] = [
  [/^The certificate validity starts in the future/, `To the board the certificate is not valid yet. ${clock}`],
  [
    /^The certificate validity has expired/,
    'The certificate is valid no longer, by the clock of the board. Renew it on the server, or set the clock with ntptime.settime().',
  ],
  [
    /^The certificate is not correctly signed by the trusted CA/,
    'None of the CA certificates given to the context has signed the certificate of the server. Give the one that has, with load_verify_locations().',
  ],
  [
    /^The certificate Common Name \(CN\) does not match with the expected CN/,
    'The certificate is for another host name than server_hostname. Give the name that stands in it.',
  ],
  [/^invalid cert$/, 'What was given as a certificate is none. Give the bytes of a PEM or DER file, whole.'],
  [
    /^invalid key$/,
    'What was given as a key is none that can be read. Give the bytes of a PEM or DER file, without a password.',
  ],
];
