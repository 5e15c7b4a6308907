import { expect, it } from 'vitest';
import { Air, defaultNetworks } from './air.ts';

it('has some networks, and any other by its name, until it is switched off', () => {
  const air = new Air();
  expect(air.networks).toEqual(defaultNetworks);
  expect([air.find('Workshop')?.rssi, air.find('Anything')?.rssi]).toEqual([-63, -55]);

  air.setOn(false);

  expect([air.networks, air.find('Workshop'), air.find('Anything')]).toEqual([[], undefined, undefined]);
});

it('takes networks in and out, and their passwords and strengths', () => {
  const air = new Air({ networks: [] });
  air.setJoinsUnseen(false);
  air.setNetwork({ ssid: 'Lab', password: 'secret', rssi: -40 });
  expect([air.find('Lab')?.password, air.find('Other')]).toEqual(['secret', undefined]);

  air.setPassword('changed', 'Lab');
  air.setRssi(-88);
  expect([air.find('Lab')?.password, air.find('Lab')?.rssi]).toEqual(['changed', -88]);

  air.setPassword(null);
  expect(air.find('Lab')).not.toHaveProperty('password');

  air.removeNetwork('Lab');
  expect(air.find('Lab')).toBeUndefined();
});

it('has one password for every network when none is named, also for those that no scan finds', () => {
  const air = new Air();

  air.setPassword('secret');

  expect([air.find('Workshop')?.password, air.find('Anything')?.password]).toEqual(['secret', 'secret']);
});

it('loses as many packets as it is told, by the random numbers that it is given', () => {
  const numbers = [0, 0.29, 0.3, 0.99];
  const air = new Air({ random: () => numbers.shift() ?? 0 });
  expect(air.losesPacket()).toBe(false);

  air.setPacketLoss(0.3);

  expect([1, 2, 3, 4].map(() => air.losesPacket())).toEqual([true, true, false, false]);
});

it.each([
  ['a loss that is no part', (air: Air) => air.setPacketLoss(1.5), /0 \(none is lost\) to 1/],
  ['no number', (air: Air) => air.setPacketLoss(Number.NaN), /packet loss of NaN/],
  ['a strength above 0 dBm', (air: Air) => air.setRssi(3), /3 dBm is no signal strength/],
  [
    'a network that is not there',
    (air: Air) => air.setRssi(-50, 'Vault'),
    /No network "Vault" is in the air\. There are: Bramble/,
  ],
] as const)('refuses %s', (_, act, message) => {
  expect(() => act(new Air())).toThrow(message);
});

it('tells what looks at it of every change', () => {
  const air = new Air();
  let told = 0;
  air.onDidChange(() => told++);

  air.setOn(false);
  air.setRssi(-70);
  air.setPassword('x');
  air.setPacketLoss(0.1);
  air.setNetwork({ ssid: 'Lab' });
  air.removeNetwork('Lab');
  air.setJoinsUnseen(false);

  expect(told).toBe(7);
});
