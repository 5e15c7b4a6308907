import { expect, it, onTestFinished } from 'vitest';
import { ManualClock } from '../../../app/base/index.ts';
import { boardIdentity, WlanAccessPoint, WlanStation } from '../../../app/simulator/index.ts';
import { wlanCalls } from './wlan-calls.ts';

const [STA, AP] = [0, 1];

function newBoard() {
  const clock = new ManualClock();
  const dhcp = { address: '192.168.7.23', netmask: '255.255.255.0', gateway: '192.168.7.1', dns: '192.168.7.1' };
  const station = new WlanStation({ clock, assignAddress: () => dhcp, connectMs: 100, scanMs: 100 });
  const woken = { times: 0 };
  const provider = wlanCalls({
    host: { wake: () => woken.times++ },
    station,
    accessPoint: new WlanAccessPoint(boardIdentity('default').mac),
    identity: boardIdentity('default'),
  });
  onTestFinished(() => provider.dispose());
  const call = (name: string, ...args: (number | string)[]) => provider.calls[name]?.(args, new Uint8Array());
  return { clock, provider, station, woken, call };
}

it('answers a program that connects, and wakes it when the link is up', () => {
  const { clock, woken, call } = newBoard();
  call('wlan.active', STA, 1);
  call('wlan.connect', 'My home', 'secret');
  expect([call('wlan.active', STA), call('wlan.status', STA)]).toEqual([1, 101]);
  const before = woken.times;

  clock.advance(100);

  expect(woken.times).toBe(before + 1);
  expect([call('wlan.status', STA), call('wlan.ssid', STA), call('wlan.rssi')]).toEqual([103, 'My home', 55]);
  expect(call('wlan.address', STA)).toBe('192.168.7.23 255.255.255.0 192.168.7.1 192.168.7.1');
});

it('answers a scan when it is over, with what is bytes in hexadecimal', () => {
  const { clock, call } = newBoard();
  call('wlan.active', STA, 1);
  expect(call('wlan.scan')).toBe(-11);

  clock.advance(100);

  const [first] = String(call('wlan.scan')).split('\n');
  expect(first).toBe(`${Buffer.from('Bramble').toString('hex')} 0242524d4201 6 -41 5`);
});

it('keeps the connection over a soft reset, as a Pico W does, and loses it with the power', () => {
  const { clock, provider, call } = newBoard();
  call('wlan.active', STA, 1);
  call('wlan.connect', 'My home', '');
  clock.advance(100);

  provider.reset();
  expect(call('wlan.status', STA)).toBe(103);

  provider.reset('hard');
  expect([call('wlan.status', STA), call('wlan.active', STA)]).toEqual([100, 0]);
});

it('opens an access point of its own', () => {
  const { call } = newBoard();
  call('wlan.active', AP, 1);
  call('wlan.configure_ap', 'Field station', 11, 0);

  expect([call('wlan.ssid', AP), call('wlan.channel', AP), call('wlan.status', AP)]).toEqual([
    'Field station',
    11,
    103,
  ]);
  expect(call('wlan.address', AP)).toBe('192.168.4.1 255.255.255.0 192.168.4.1 192.168.4.1');
  expect(call('wlan.mac', AP)).not.toBe(call('wlan.mac', STA));
});
