/** A simulated board's way to the network: the air around it, its wireless chip, and the computer's sockets behind them. */
import { type Clock, type Disposable, DisposableStore, Emitter } from '../../../app/base/index.ts';
import { Air, type BoardIdentity, WlanAccessPoint, WlanStation } from '../../../app/simulator/index.ts';
import type { SystemCallHost, SystemCallProvider } from '../hardware/system-calls.ts';
import { computerAddress } from './computer-address.ts';
import { lowestPort } from './lowest-port.ts';
import { socketCalls } from './sockets.ts';
import { wlanCalls } from './wlan-calls.ts';

export interface WirelessOptions {
  clock: Clock;
  host: SystemCallHost;
  identity: BoardIdentity;
}

export class Wireless implements Disposable {
  readonly #lifetime = new DisposableStore();
  readonly air = this.#lifetime.add(new Air());
  readonly station: WlanStation;
  /** Ports of this computer that stand for others. */
  readonly redirects = new Map<number, number>();
  readonly providers: readonly SystemCallProvider[];

  constructor({ clock, host, identity }: WirelessOptions) {
    const { air } = this;
    const station = this.#lifetime.add(new WlanStation({ clock, assignAddress: computerAddress, air }));
    const accessPoint = this.#lifetime.add(new WlanAccessPoint(identity.mac));
    const link = this.#lifetime.add(new Emitter<void>());
    for (const { onDidChange } of [station, accessPoint]) this.#lifetime.add(onDidChange(() => link.fire()));
    this.station = station;
    this.providers = [
      wlanCalls({ host, station, accessPoint, identity }),
      socketCalls({
        host,
        isOnline: () => station.isConnected || accessPoint.active,
        onDidChangeLink: link.event,
        losesPacket: () => air.losesPacket(),
        redirects: this.redirects,
        lowestPort: lowestPort(),
      }),
    ];
    for (const provider of this.providers) this.#lifetime.add(provider);
  }

  dispose(): void {
    this.#lifetime.dispose();
  }
}
