import { describe, expect, it } from 'vitest';
import { listenersOf, listenPlaces, validityRemark } from './listen-options.ts';

/** Valid from 2026-11-27 to 2027-11-27. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBgzCCASmgAwIBAgIUDdxbmc2MHSn0DqIxkjIQw2pdxf0wCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMbG9ncy5leGFtcGxlMB4XDTI2MTEyNzE3NDA1NFoXDTI3MTEy
NzE3NDA1NFowFzEVMBMGA1UEAwwMbG9ncy5leGFtcGxlMFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAE4ULixQP38/FxghHRJMUBlxZ8bMocwm5AXzMBHhlliRxgMRbH
FMTDbNC6c7hRncNW/lrZhZbfDpxftSRfmxyWm6NTMFEwHQYDVR0OBBYEFP5Rfzhh
5Get+8WtedgLi3CS50kNMB8GA1UdIwQYMBaAFP5Rfzhh5Get+8WtedgLi3CS50kN
MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgQob3VvrBM1IzOIZ3
askR6S/EXMMWnHe2ZdXeVhZVtrMCIQDjhaCtp4PDdjX0ndOgNOAikaLzvwn+4+eJ
4Sv8qXqwhQ==
-----END CERTIFICATE-----`;

describe('where to listen', () => {
  const placesOf = (texts: readonly string[]) =>
    texts.reduce<ReturnType<typeof listenPlaces>>((before, text) => listenPlaces(text, before), []);
  const asked = (udp: readonly string[], tcp: readonly string[] = []) =>
    listenersOf({ host: '0.0.0.0', udp: placesOf(udp), tcp: placesOf(tcp) });

  it.each([
    [['5514', '[::]:5514'], [], 'UDP port 5514 is wanted on 0.0.0.0 and on ::, one of which takes both. Name it once.'],
    [['[::]:5514', '[::1]:5514'], [], /on :: and on ::1/],
    [['127.0.0.1:5514', '5514'], [], /on 127\.0\.0\.1 and on 0\.0\.0\.0/],
    [['5514'], ['6514', '6514'], 'TCP port 6514 is wanted on 0.0.0.0 twice. Name it once.'],
  ])('UDP %j and TCP %j is refused, as one takes what comes to the other', async (udp, tcp, message) => {
    await expect(asked(udp, tcp)).rejects.toThrow(message);
  });

  it('takes a port by both protocols, in both families by their own addresses, and any number of free ones', async () => {
    const { listeners } = await asked(['5514', '[::1]:5514', '0', '0'], ['5514', '0', '0']);
    expect(listeners.map(({ protocol, host, port }) => `${protocol} ${host} ${port}`)).toEqual([
      'udp ::1 5514',
      'udp 0.0.0.0 0',
      'udp 0.0.0.0 0',
      'tcp 0.0.0.0 5514',
      'tcp 0.0.0.0 0',
      'tcp 0.0.0.0 0',
    ]);
  });
});

it('of a certificate it is told when it is not valid now', () => {
  expect([2026, 2027, 2028].map((year) => validityRemark(certificate, Date.UTC(year, 0, 1)))).toEqual([
    'The certificate of --tls is not valid before 2026-11-27: whoever looks at that sends nothing.',
    null,
    'The certificate of --tls is not valid since 2027-11-27: whoever looks at that sends nothing.',
  ]);
});
