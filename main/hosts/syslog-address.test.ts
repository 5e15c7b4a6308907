import { expect, it } from 'vitest';
import { syslogAddress } from './syslog-address.ts';

it.each([
  [undefined, { host: '0.0.0.0', port: 5514 }],
  ['', { host: '0.0.0.0', port: 5514 }],
  ['127.0.0.1:0', { host: '127.0.0.1', port: 0 }],
  ['[::1]:5515', { host: '::1', port: 5515 }],
  [':5515', { host: '0.0.0.0', port: 5515 }],
  [
    'tcp::5514,0.0.0.0:5514,udp:[::1]:5514',
    {
      host: '0.0.0.0',
      port: 5514,
      listeners: [
        { protocol: 'tcp', host: '0.0.0.0', port: 5514 },
        { protocol: 'udp', host: '::1', port: 5514 },
      ],
    },
  ],
])('BRAMBLE_SYSLOG=%s means %j', (text, address) => {
  expect(syslogAddress({ BRAMBLE_SYSLOG: text })).toEqual(address);
});

it.each(['5514', '127.0.0.1', 'a:b', '127.0.0.1:65536', '::1:5514'])('BRAMBLE_SYSLOG=%s is refused', (text) => {
  expect(() => syslogAddress({ BRAMBLE_SYSLOG: text })).toThrow(/which is no address/);
});

it('BRAMBLE_SYSLOG_KEEP says what is kept', () => {
  expect(syslogAddress({ BRAMBLE_SYSLOG_KEEP: '30d,5000rows,500MB' }).retention).toEqual({
    mostAgeMs: 30 * 86_400_000,
    mostRows: 5000,
    mostBytes: 500 * 1024 * 1024,
  });
  for (const text of ['30', '0d', '0rows', '000MB']) {
    expect(() => syslogAddress({ BRAMBLE_SYSLOG_KEEP: `1d,${text}` })).toThrow(`BRAMBLE_SYSLOG_KEEP has "${text}"`);
  }
});
