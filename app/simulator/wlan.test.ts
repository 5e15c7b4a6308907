import { describe, expect, it } from 'vitest';
import { ManualClock } from '../base/index.ts';
import { Air } from './air.ts';
import { type WlanAddress, WlanStation, wlanStatus } from './wlan.ts';

const dhcp: WlanAddress = {
  address: '192.168.7.23',
  netmask: '255.255.255.0',
  gateway: '192.168.7.1',
  dns: '192.168.7.1',
};
const locked = { ssid: 'Vault', bssid: new Uint8Array(6), channel: 1, rssi: -50, security: 5, password: 'open sesame' };

const down = {
  active: true,
  connected: false,
  ssid: null,
  address: null,
  rssi: null,
  airOn: true,
  packetLoss: 0,
};

function newStation() {
  const clock = new ManualClock();
  const air = new Air({ networks: [locked], random: () => 0.5 });
  const station = new WlanStation({
    clock,
    assignAddress: () => dhcp,
    air,
    connectMs: 100,
    scanMs: 200,
  });
  station.setActive(true);
  return { clock, station, air };
}

describe('a wireless station', () => {
  it('joins a network that nobody ever saw, after its time', () => {
    const { clock, station } = newStation();
    station.connect('My home', 'secret');
    expect([station.status, station.address.address]).toEqual([wlanStatus.connecting, '0.0.0.0']);

    clock.advance(100);

    expect(station.status).toBe(wlanStatus.gotAddress);
    expect(station.snapshot()).toEqual({ ...down, connected: true, ssid: 'My home', address: dhcp.address, rssi: -55 });
  });

  it('is refused by a network whose password is another', () => {
    const { clock, station } = newStation();

    station.connect('Vault', 'guess');
    clock.advance(100);

    expect(station.status).toBe(wlanStatus.wrongPassword);
    expect(station.snapshot()).toEqual(down);
  });

  it('joins the network asked for last', () => {
    const { clock, station } = newStation();
    station.connect('First', '');
    clock.advance(50);
    station.connect('Second', '');

    clock.advance(99);
    expect(station.isConnected).toBe(false);

    clock.advance(1);
    expect(station.ssid).toBe('Second');
    expect(clock.pending).toBe(0);
  });

  it('leaves its network when the radio goes off, and never joins afterwards', () => {
    const { clock, station } = newStation();
    station.connect('My home', '');

    station.setActive(false);
    clock.advance(1000);

    expect(station.snapshot()).toEqual({ ...down, active: false });
  });

  it('shows a fixed address instead of the one it was given', () => {
    const { clock, station } = newStation();
    const fixed = { ...dhcp, address: '10.0.0.5' };
    station.setAddress(fixed);
    station.connect('My home', '');
    clock.advance(100);
    expect(station.address).toEqual(fixed);

    station.setAddress(null);
    expect(station.address).toEqual(dhcp);
  });

  it('scans in its time and tells when it is done', () => {
    const { clock, station } = newStation();
    const told: unknown[] = [];
    station.onDidChange(() => told.push(station.scan()));
    expect(station.scan()).toBeNull();
    expect(station.scan()).toBeNull();

    clock.advance(200);

    expect(told).toEqual([[locked]]);
    expect(station.scan()).toBeNull();
  });

  it('forgets everything at a reset and leaves nothing scheduled when it ends', () => {
    const { clock, station } = newStation();
    station.setAddress({ ...dhcp, address: '10.0.0.5' });
    station.connect('My home', '');
    clock.advance(100);

    station.reset();
    expect(station.snapshot()).toEqual({ ...down, active: false });
    expect(station.address.address).toBe('0.0.0.0');

    station.connect('My home', '');
    station.dispose();
    expect(clock.pending).toBe(0);
  });

  it('loses its network when the Wi-Fi is switched off, finds none then, and joins again when it is back and asked to', () => {
    const { clock, station, air } = newStation();
    const join = () => {
      station.connect('My home', '');
      clock.advance(100);
      return station.status;
    };
    join();

    air.setOn(false);
    expect(station.snapshot()).toEqual({ ...down, airOn: false });
    expect(station.status).toBe(wlanStatus.idle);
    expect(join()).toBe(wlanStatus.noNetworkFound);
    station.scan();
    clock.advance(200);
    expect(station.scan()).toEqual([]);

    air.setOn(true);
    expect(station.status).toBe(wlanStatus.noNetworkFound);
    expect(join()).toBe(wlanStatus.gotAddress);
  });

  it('hears a network as strongly as the air says, and cannot join one that is too weak', () => {
    const { clock, station, air } = newStation();
    station.connect('Vault', 'open sesame');
    clock.advance(100);
    air.setRssi(-71, 'Vault');
    expect(station.network?.rssi).toBe(-71);
    air.setRssi(-96);
    expect(station.status).toBe(wlanStatus.idle);

    air.setRssi(-92);
    station.connect('Vault', 'open sesame');
    clock.advance(100);

    expect(station.status).toBe(wlanStatus.connectFailed);
  });
});
