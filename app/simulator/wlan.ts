/**
 * The wireless station of a simulated Pico W: it joins networks that exist only here, takes an address that it is given, and
 * says so in the codes of the wireless chip's driver. The packets are not its affair.
 */
import { type Clock, type Disposable, DisposableStore, Emitter } from '../base/index.ts';
import { Air, type WlanNetwork } from './air.ts';
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
/** A weaker network is heard, but nobody joins it; and one still weaker is lost by who is on it. */
const weakestToJoin = -90;
const weakestToStay = -95;

export type WlanStatus = (typeof wlanStatus)[keyof typeof wlanStatus];

/** IPv4, dotted. */
export interface WlanAddress {
  address: string;
  netmask: string;
  gateway: string;
  dns: string;
}

const noAddress: WlanAddress = { address: '0.0.0.0', netmask: '0.0.0.0', gateway: '0.0.0.0', dns: '0.0.0.0' };

export interface WlanStationOptions {
  clock: Clock;
  /** Asked at each connect: the address that DHCP hands out. */
  assignAddress: () => WlanAddress;
  /** The networks in reach; one's own when none is given. */
  air?: Air;
  /** A Pico W takes seconds to join; a person at a simulated one need not wait so long. */
  connectMs?: number;
  scanMs?: number;
}

type Link =
  | { state: 'down'; status: WlanStatus }
  | { state: 'connecting'; ssid: string }
  | { state: 'up'; network: WlanNetwork; assigned: WlanAddress };

export class WlanStation implements Disposable {
  readonly #options: Required<WlanStationOptions>;
  readonly #lifetime = new DisposableStore();
  readonly #changed = this.#lifetime.add(new Emitter<void>());
  #pending = new DisposableStore();
  #active = false;
  #link: Link = { state: 'down', status: wlanStatus.idle };
  /** A static address outlives connects, as on a board. */
  #staticAddress: WlanAddress | null = null;
  #scan: 'idle' | 'running' | 'done' = 'idle';

  /** The link or the address changed, or a scan ended. */
  readonly onDidChange = this.#changed.event;

  constructor(options: WlanStationOptions) {
    this.#options = { air: new Air(), connectMs: 150, scanMs: 250, ...options };
    this.#lifetime.add(this.#options.air.onDidChange(() => this.#lookAround()));
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
   * Begins to join `ssid`; a link that is up is left first. Unless the air says otherwise, networks that no scan found are joined
   * too, with any password: a program written for somebody's home runs on the bench unchanged.
   */
  connect(ssid: string, password: string): void {
    const { clock, connectMs } = this.#options;
    this.#restartTimers();
    this.#link = { state: 'connecting', ssid };
    this.#pending.add(clock.schedule(() => this.#finishConnect(ssid, password), connectMs));
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

  /** The network that it is on, as it is heard at this moment. */
  get network(): WlanNetwork | null {
    if (this.#link.state !== 'up') return null;
    return this.#options.air.find(this.#link.network.ssid) ?? this.#link.network;
  }

  /** The name of the network that it is on or joining. */
  get ssid(): string | null {
    if (this.#link.state === 'connecting') return this.#link.ssid;
    return this.#link.state === 'up' ? this.#link.network.ssid : null;
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
      return this.#options.air.networks;
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
    const { air } = this.#options;
    return {
      active: this.#active,
      connected: this.isConnected,
      ssid: this.ssid,
      address: this.isConnected ? this.address.address : null,
      rssi: this.network?.rssi ?? null,
      airOn: air.isOn,
      packetLoss: air.packetLoss,
    };
  }

  dispose(): void {
    this.#pending.dispose();
    this.#lifetime.dispose();
  }

  /** A network that is there no more is lost; the driver does not look for it again by itself. */
  #lookAround(): void {
    const heard = this.#link.state === 'up' ? this.#options.air.find(this.#link.network.ssid) : undefined;
    if (this.#link.state === 'up' && (heard === undefined || heard.rssi < weakestToStay))
      this.#becomeDown(wlanStatus.idle);
    else this.#changed.fire();
  }

  #finishConnect(ssid: string, password: string): void {
    const network = this.#options.air.find(ssid);
    if (network === undefined) {
      this.#link = { state: 'down', status: wlanStatus.noNetworkFound };
    } else if (network.rssi < weakestToJoin) {
      this.#link = { state: 'down', status: wlanStatus.connectFailed };
    } else if (network.password !== undefined && network.password !== password) {
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
