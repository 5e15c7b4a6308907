/** What the selected simulated board shows of itself, as it changes. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Disposable, DisposableStore } from '../../app/base/index.ts';
import type { SimulatorSnapshot } from '../../app/simulator/index.ts';
import type { Host } from '../client/host.ts';
import { shareParts } from './share-parts.ts';

export type SimulatorStore = StoreApi<{ snapshots: ReadonlyMap<string, SimulatorSnapshot> }>;

export function createSimulatorStore(): SimulatorStore {
  return createStore(() => ({ snapshots: new Map() }));
}

/** Keeps the newest snapshot of every simulated board that shows one, by address. */
export function followSimulators(host: Host, store: SimulatorStore): Disposable {
  const owned = new DisposableStore();
  owned.add(
    host.onEvent('simulator.changed', ({ address, snapshot }) => {
      store.setState(({ snapshots }) => {
        const before = snapshots.get(address);
        const shared = shareParts(before, snapshot);
        return shared === before ? {} : { snapshots: new Map(snapshots).set(address, shared) };
      });
    }),
  );
  // The host may be another one now: what its boards show is not known.
  owned.add(host.onDidConnect(() => store.setState({ snapshots: new Map() })));
  return owned;
}

/** Asks for a snapshot where none is known yet; a pushed one that came meanwhile is newer and stays. */
export async function fetchSnapshot(host: Host, store: SimulatorStore, address: string): Promise<void> {
  const snapshot = await host.services.simulator.snapshot(address);
  store.setState(({ snapshots }) =>
    snapshots.has(address) ? {} : { snapshots: new Map(snapshots).set(address, snapshot) },
  );
}
