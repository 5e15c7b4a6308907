import { expect, it } from 'vitest';
import { handshakeFailure } from './handshake-failure.ts';

const failure = (code: string, more: object = {}) => Object.assign(new Error('words of OpenSSL'), { code, ...more });

it.each([
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'it does not know the authority of this server’s certificate'],
  [
    'ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_EXPIRED',
    'this server’s certificate is not valid at the time that its clock shows',
  ],
  ['ERR_TLS_HANDSHAKE_TIMEOUT', 'its handshake was not over in time'],
])('%s is told in words that help', (code, words) => {
  expect(handshakeFailure(failure(code))).toBe(words);
});

it('what is wrong with the client’s certificate comes before how the connection ended', () => {
  const reset = failure('ECONNRESET');
  expect(handshakeFailure(reset, 'CERT_HAS_EXPIRED')).toBe('its certificate has expired');
  expect(handshakeFailure(reset, failure('CERT_NOT_YET_VALID'))).toBe('its certificate is not valid yet');
  expect(handshakeFailure(reset, 'SELF_SIGNED_CERT_IN_CHAIN')).toBe(
    'its certificate is not of an authority in --ca (SELF_SIGNED_CERT_IN_CHAIN)',
  );
});

it('what is not known is told by OpenSSL’s reason, or else its words', () => {
  expect(handshakeFailure(failure('ERR_SSL_NEW', { reason: 'something new' }))).toBe('something new');
  expect(handshakeFailure(failure('ERR_NEW'))).toBe('words of OpenSSL');
});
