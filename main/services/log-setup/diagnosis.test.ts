import { expect, it } from 'vitest';
import { type Circumstances, whyNothingArrived } from './diagnosis.ts';

const usual: Circumstances = {
  settings: { wifi: { ssid: 'home', password: 'secret sauce' }, host: '192.168.1.20', port: 5514, name: null },
  board: { booted: true, joined: true, status: 3, address: '192.168.1.77', sent: true },
  listening: { host: '0.0.0.0', port: 5514 },
  simulated: false,
  own: ['192.168.1.20'],
};
const why = (change: Partial<Circumstances>) => whyNothingArrived({ ...usual, ...change });
const notJoined = (status: number) => why({ board: { ...usual.board, joined: false, sent: false, status } });
const to = (host: string, rest: Partial<Circumstances> = {}) => why({ settings: { ...usual.settings, host }, ...rest });

it('tells what keeps the board from the Wi-Fi', () => {
  expect(notJoined(-3)).toMatch(/^The Wi-Fi “home” refuses the password\./);
  expect(notJoined(-2)).toMatch(/^The board finds no Wi-Fi “home”\./);
  expect(notJoined(2)).toMatch(/got no address from it/);
  expect(notJoined(1)).toMatch(/^The board could not join the Wi-Fi “home”\./);
  expect(
    why({ settings: { ...usual.settings, wifi: null }, board: { ...usual.board, joined: false, sent: false } }),
  ).toMatch(/^The board is in no Wi-Fi\./);
});

it('tells what keeps its lines from the log', () => {
  expect(to('127.0.0.1')).toMatch(/127\.0\.0\.1 is the board itself/);
  expect(to('10.9.9.9', { board: { ...usual.board, sent: false } })).toMatch(/cannot send to 10\.9\.9\.9:5514/);
  expect(to('loghost', { board: { ...usual.board, sent: false } })).toMatch(/cannot find loghost/);
  expect(to('192.168.1.99')).toMatch(/not this computer: look there/);
  expect(why({ listening: null })).toMatch(/nothing listens there/);
  expect(why({ listening: { host: '127.0.0.1', port: 5514 } })).toMatch(/BRAMBLE_SYSLOG=0\.0\.0\.0:5514/);
  expect(why({ listening: { host: '0.0.0.0', port: 5515 } })).toMatch(/listens on port 5515\. Use that one/);
  expect(why({})).toMatch(/firewall let UDP port 5514 in/);
});

it('never tells the password', () => {
  for (const status of [-3, -2, -1, 0, 1, 2]) expect(notJoined(status)).not.toContain('secret');
});
