/**
 * The air around a simulated board: which networks can be heard, how strongly, whether there is any Wi-Fi at all, and how many
 * packets get lost. People, scenarios and tests steer it; it knows no board, and outlives every reset of one.
 */
import { BrambleError, type Disposable, Emitter } from '../base/index.ts';

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

const bssid = (last: number) => Uint8Array.from([0x02, 0x42, 0x52, 0x4d, 0x42, last]);

/** What a scan finds on the workbench when a host names no networks. */
export const defaultNetworks: readonly WlanNetwork[] = [
  { ssid: 'Bramble', bssid: bssid(1), channel: 6, rssi: -41, security: wlanSecurity.wpa2 },
  { ssid: 'Workshop', bssid: bssid(2), channel: 1, rssi: -63, security: wlanSecurity.wpa2 },
  { ssid: 'Garden guests', bssid: bssid(3), channel: 11, rssi: -78, security: wlanSecurity.open },
];

const firstUnseen: WlanNetwork = { ssid: '', bssid: bssid(0xff), channel: 6, rssi: -55, security: wlanSecurity.wpa2 };

interface AirOptions {
  networks?: readonly WlanNetwork[];
  /** 0 to 1, at most just below; decides which packets are lost. */
  random?: () => number;
}

/** What a new network has when it is not said otherwise. */
type NewNetwork = Pick<WlanNetwork, 'ssid'> & Partial<Omit<WlanNetwork, 'ssid' | 'bssid'>>;

export class Air implements Disposable {
  readonly #random: () => number;
  readonly #changed = new Emitter<void>();
  #networks: readonly WlanNetwork[];
  /** What a network is like that a program names and no scan finds; null: there are none. */
  #unseen: WlanNetwork | null = firstUnseen;
  #isOn = true;
  #packetLoss = 0;
  #added = 0;

  /** Anything of what follows changed. */
  readonly onDidChange = this.#changed.event;

  constructor({ networks = defaultNetworks, random = Math.random }: AirOptions = {}) {
    this.#networks = networks;
    this.#random = random;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** Switches every network off, as a power cut does, or on again. A board that was on one has to connect again. */
  setOn(on: boolean): void {
    this.#isOn = on;
    this.#changed.fire();
  }

  /** What a scan finds at this moment. */
  get networks(): readonly WlanNetwork[] {
    return this.#isOn ? this.#networks : [];
  }

  /** The network that a board joins by this name; undefined when there is none. */
  find(ssid: string): WlanNetwork | undefined {
    if (!this.#isOn) return undefined;
    const unseen = this.#unseen === null ? undefined : { ...this.#unseen, ssid };
    return this.#networks.find((network) => network.ssid === ssid) ?? unseen;
  }

  /** Adds a network, or replaces the one of this name. */
  setNetwork({ ssid, channel = 6, rssi = -55, security = wlanSecurity.wpa2, password }: NewNetwork): void {
    checkRssi(rssi);
    const network = { ssid, bssid: bssid(0x10 + (this.#added++ % 0xe0)), channel, rssi, security };
    const others = this.#networks.filter((other) => other.ssid !== ssid);
    this.#networks = [...others, password === undefined ? network : { ...network, password }];
    this.#changed.fire();
  }

  /** Takes a network away; a board that is on it loses it. */
  removeNetwork(ssid: string): void {
    this.#networks = this.#networks.filter((network) => network.ssid !== ssid);
    this.#changed.fire();
  }

  /** Whether a network that no scan finds is joined by any name, which is so at first; `false` makes boards look for theirs in vain. */
  setJoinsUnseen(joins: boolean): void {
    this.#unseen = joins ? (this.#unseen ?? firstUnseen) : null;
    this.#changed.fire();
  }

  /** How strongly a network is heard, in dBm, -100 to 0; without a name, every network. Throws `usage`. */
  setRssi(rssi: number, ssid?: string): void {
    checkRssi(rssi);
    this.#change(ssid, (network) => ({ ...network, rssi }));
  }

  /** The only password that a network accepts, null for any; without a name, every network. Throws `usage`. */
  setPassword(password: string | null, ssid?: string): void {
    this.#change(ssid, ({ password: _, ...network }) => (password === null ? network : { ...network, password }));
  }

  /** The part of all UDP datagrams that gets lost, each way, 0 to 1. TCP repeats what is lost, and shows none of it. Throws `usage`. */
  setPacketLoss(ratio: number): void {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new BrambleError(
        'usage',
        `A packet loss of ${ratio} is none: name a part from 0 (none is lost) to 1 (all are).`,
      );
    }
    this.#packetLoss = ratio;
    this.#changed.fire();
  }

  get packetLoss(): number {
    return this.#packetLoss;
  }

  /** Decides about one packet. */
  losesPacket(): boolean {
    return this.#packetLoss > 0 && this.#random() < this.#packetLoss;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #change(ssid: string | undefined, change: (network: WlanNetwork) => WlanNetwork): void {
    if (ssid === undefined) {
      this.#networks = this.#networks.map(change);
      if (this.#unseen !== null) this.#unseen = change(this.#unseen);
    } else {
      const known = this.#networks.find((network) => network.ssid === ssid);
      if (known === undefined) {
        const names = this.#networks.map((network) => network.ssid).join(', ');
        throw new BrambleError('usage', `No network "${ssid}" is in the air. There are: ${names}.`);
      }
      this.#networks = this.#networks.map((network) => (network === known ? change(network) : network));
    }
    this.#changed.fire();
  }
}

function checkRssi(rssi: number): void {
  if (!(rssi >= -100 && rssi <= 0)) {
    throw new BrambleError(
      'usage',
      `${rssi} dBm is no signal strength of Wi-Fi: name one from -100 (hardly there) to 0.`,
    );
  }
}
