/**
 * The wireless station of a simulated Pico W: it joins networks that exist only here, takes an address that it is given, and
 * says so in the codes of the wireless chip's driver. The packets are not its affair.
 */
import { type Clock, type Disposable, DisposableStore, Emitter } from '../base/index.ts';
import type { SimulatorSnapshot } from './snapshot.ts';

/** `WLAN.status()` of a Pico W: the CYW43 driver's link states. */
export const wlanStatus = {
  wrongPassword: -3,
  noNetworkFound: -2,
  connectFailed: -1,
  idle: 0,
  connecting: 1,
  gotAddress: 3,
} as const;
export type WlanStatus = (typeof wlanStatus)[keyof typeof wlanStatus];

/** `WLAN.scan()`'s security field: bits of what the access point offers. */
export const wlanSecurity = { open: 0, wpa2: 5, wpa3: 7 } as const;

export interface WlanNetwork {
  ssid: string;
  bssid: Uint8Array;
  channel: number;
  /** dBm. */
  rssi: number;
  security: number;
  /** The only password that it accepts; absent, it accepts any. */
  password?: string;
}

/** IPv4, dotted. */
export interface WlanAddress {
  address: string;
  netmask: string;
  gateway: string;
  dns: string;
}

const noAddress: WlanAddress = { address: '0.0.0.0', netmask: '0.0.0.0', gateway: '0.0.0.0', dns: '0.0.0.0' };

const bssid = (last: number) => Uint8Array.from([0x02, 0x42, 0x52, 0x4d, 0x42, last]);

/** What a scan finds on the workbench when a host names no networks. */
export const defaultNetworks: readonly WlanNetwork[] = [
  { ssid: 'Bramble', bssid: bssid(1), channel: 6, rssi: -41, security: wlanSecurity.wpa2 },
  { ssid: 'Workshop', bssid: bssid(2), channel: 1, rssi: -63, security: wlanSecurity.wpa2 },
  { ssid: 'Garden guests', bssid: bssid(3), channel: 11, rssi: -78, security: wlanSecurity.open },
];

export interface WlanStationOptions {
  clock: Clock;
  /** Asked at each connect: the address that DHCP hands out. */
  assignAddress: () => WlanAddress;
  networks?: readonly WlanNetwork[];
  /** A Pico W takes seconds to join; a person at a simulated one need not wait so long. */
  connectMs?: number;
  scanMs?: number;
}

type Link =
  | { state: 'down'; status: WlanStatus }
  | { state: 'connecting'; network: WlanNetwork }
  | { state: 'up'; network: WlanNetwork; assigned: WlanAddress };

export class WlanStation implements Disposable {
  readonly #options: Required<WlanStationOptions>;
  readonly #changed = new Emitter<void>();
  #pending = new DisposableStore();
  #active = false;
  #link: Link = { state: 'down', status: wlanStatus.idle };
  /** A static address outlives connects, as on a board. */
  #staticAddress: WlanAddress | null = null;
  #scan: 'idle' | 'running' | 'done' = 'idle';

  /** The link or the address changed, or a scan ended. */
  readonly onDidChange = this.#changed.event;

  constructor(options: WlanStationOptions) {
    this.#options = { networks: defaultNetworks, connectMs: 150, scanMs: 250, ...options };
  }

  get active(): boolean {
    return this.#active;
  }

  /** Powers the radio; switching it off leaves the network. */
  setActive(active: boolean): void {
    if (active === this.#active) return;
    this.#active = active;
    this.#becomeDown(wlanStatus.idle);
  }

  /**
   * Begins to join `ssid`; a link that is up is left first. Networks that no scan found are joined too, with any password:
   * a program written for somebody's home runs on the bench unchanged.
   */
  connect(ssid: string, password: string): void {
    const { networks, clock, connectMs } = this.#options;
    const network = networks.find((known) => known.ssid === ssid) ?? unknownNetwork(ssid);
    this.#restartTimers();
    this.#link = { state: 'connecting', network };
    this.#pending.add(clock.schedule(() => this.#finishConnect(network, password), connectMs));
    this.#changed.fire();
  }

  disconnect(): void {
    this.#becomeDown(wlanStatus.idle);
  }

  get status(): WlanStatus {
    if (this.#link.state === 'down') return this.#link.status;
    return this.#link.state === 'connecting' ? wlanStatus.connecting : wlanStatus.gotAddress;
  }

  get isConnected(): boolean {
    return this.#link.state === 'up';
  }

  /** The network that it is on or joining. */
  get network(): WlanNetwork | null {
    return this.#link.state === 'down' ? null : this.#link.network;
  }

  get address(): WlanAddress {
    if (this.#staticAddress !== null) return this.#staticAddress;
    return this.#link.state === 'up' ? this.#link.assigned : noAddress;
  }

  /** Fixes the address; null goes back to DHCP. */
  setAddress(address: WlanAddress | null): void {
    this.#staticAddress = address;
    this.#changed.fire();
  }

  get usesDhcp(): boolean {
    return this.#staticAddress === null;
  }

  /** The networks in reach, or null while the scan that this call began goes on; ask again after `onDidChange`. */
  scan(): readonly WlanNetwork[] | null {
    if (this.#scan === 'done') {
      this.#scan = 'idle';
      return this.#options.networks;
    }
    if (this.#scan === 'idle') {
      this.#scan = 'running';
      const finish = () => {
        this.#scan = 'done';
        this.#changed.fire();
      };
      this.#pending.add(this.#options.clock.schedule(finish, this.#options.scanMs));
    }
    return null;
  }

  /** As after power-on. */
  reset(): void {
    this.#active = false;
    this.#staticAddress = null;
    this.#becomeDown(wlanStatus.idle);
  }

  snapshot(): SimulatorSnapshot['wifi'] {
    return {
      active: this.#active,
      connected: this.isConnected,
      ssid: this.network?.ssid ?? null,
      address: this.isConnected ? this.address.address : null,
    };
  }

  dispose(): void {
    this.#pending.dispose();
    this.#changed.dispose();
  }

  #finishConnect(network: WlanNetwork, password: string): void {
    if (network.password !== undefined && network.password !== password) {
      this.#link = { state: 'down', status: wlanStatus.wrongPassword };
    } else {
      this.#link = { state: 'up', network, assigned: this.#options.assignAddress() };
    }
    this.#changed.fire();
  }

  #becomeDown(status: WlanStatus): void {
    this.#restartTimers();
    this.#link = { state: 'down', status };
    this.#changed.fire();
  }

  /** A new connect, or the radio going off, ends a connect and a scan that are under way. */
  #restartTimers(): void {
    this.#pending.dispose();
    this.#pending = new DisposableStore();
    this.#scan = 'idle';
  }
}

function unknownNetwork(ssid: string): WlanNetwork {
  return { ssid, bssid: bssid(0xff), channel: 6, rssi: -55, security: wlanSecurity.wpa2 };
}
