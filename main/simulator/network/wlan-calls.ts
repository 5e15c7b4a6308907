/**
 * The wireless station and access point as system calls (`wlan.*`), called by `network.py` alone. SSIDs and passwords travel
 * as text; what is bytes in Python (MAC addresses, scanned SSIDs) travels as hexadecimal.
 */
import { type Disposable, toDisposable } from '../../../app/base/index.ts';
import {
  type BoardIdentity,
  type WlanAccessPoint,
  type WlanAddress,
  type WlanNetwork,
  type WlanStation,
  wlanStatus,
} from '../../../app/simulator/index.ts';
import type { SystemCall, SystemCallHost, SystemCallProvider } from '../hardware/system-calls.ts';

const AP = 1;
const EAGAIN = -11;
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** What lwIP gives an access point of its own. */
const apAddress: WlanAddress = {
  address: '192.168.4.1',
  netmask: '255.255.255.0',
  gateway: '192.168.4.1',
  dns: '192.168.4.1',
};

export interface WlanCallsOptions {
  host: SystemCallHost;
  station: WlanStation;
  accessPoint: WlanAccessPoint;
  identity: BoardIdentity;
}

/** Serves `station` and `accessPoint`, which stay their owner's to dispose. */
export function wlanCalls({ host, station, accessPoint, identity }: WlanCallsOptions): SystemCallProvider {
  const subscription: Disposable = station.onDidChange(() => host.wake());

  const calls: Record<string, SystemCall> = {
    'wlan.active': ([itf, on]) => {
      if (typeof on !== 'number') return Number(itf === AP ? accessPoint.active : station.active);
      if (itf === AP) accessPoint.setActive(on !== 0);
      else station.setActive(on !== 0);
      return 0;
    },
    'wlan.connect': ([ssid, password]) => {
      station.connect(String(ssid), String(password));
      return 0;
    },
    'wlan.disconnect': () => {
      station.disconnect();
      return 0;
    },
    // Shifted by 100: a result below zero would be an error number.
    'wlan.status': ([itf]) => {
      if (itf !== AP) return station.status + 100;
      return (accessPoint.active ? wlanStatus.gotAddress : wlanStatus.idle) + 100;
    },
    'wlan.rssi': () => -(station.network?.rssi ?? 0),
    'wlan.address': ([itf]) => addressText(itf === AP ? apAddress : station.address),
    'wlan.set_address': ([address, netmask, gateway, dns]) => {
      station.setAddress({
        address: String(address),
        netmask: String(netmask),
        gateway: String(gateway),
        dns: String(dns),
      });
      return 0;
    },
    'wlan.use_dhcp': () => {
      station.setAddress(null);
      return 0;
    },
    'wlan.uses_dhcp': () => Number(station.usesDhcp),
    'wlan.scan': () => station.scan()?.map(networkText).join('\n') ?? EAGAIN,
    'wlan.mac': ([itf]) => hex(itf === AP ? secondMac(identity.mac) : identity.mac),
    'wlan.ssid': ([itf]) => (itf === AP ? accessPoint.ssid : (station.ssid ?? '')),
    'wlan.channel': ([itf]) => (itf === AP ? accessPoint.channel : (station.network?.channel ?? 0)),
    'wlan.security': () => accessPoint.security,
    'wlan.configure_ap': ([ssid, channel, security]) => {
      accessPoint.ssid = String(ssid);
      accessPoint.channel = Number(channel);
      accessPoint.security = Number(security);
      return 0;
    },
  };

  return {
    calls,
    // The wireless chip keeps its connection over a soft reset (rp2 does not deinitialise it), and so do programs.
    reset(kind = 'soft') {
      if (kind === 'soft') return;
      accessPoint.reset();
      station.reset();
    },
    dispose: toDisposable(() => subscription.dispose()).dispose,
  };
}

const addressText = ({ address, netmask, gateway, dns }: WlanAddress) => [address, netmask, gateway, dns].join(' ');

const networkText = ({ ssid, bssid, channel, rssi, security }: WlanNetwork) =>
  [hex(Buffer.from(ssid)), hex(bssid), channel, rssi, security].join(' ');

/** The access point's interface has the station's address with the "locally administered" bit (IEEE 802) set. */
const secondMac = (mac: Uint8Array) => mac.map((byte, index) => (index === 0 ? byte | 2 : byte));
