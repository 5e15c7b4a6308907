/**
 * What a simulated board's program finds around its interpreter: pins, peripherals, what lies on the bench, the network. Answers its
 * system calls and shows its state; kept over resets, which it is told of. Knows nothing of threads, lines or power.
 */
import { type Clock, type Disposable, DisposableStore } from '../../../app/base/index.ts';
import { type Air, Bench, type BoardIdentity, PinBank, pinBankBytes } from '../../../app/simulator/index.ts';
import { errno } from '../board-errno.ts';
import { Wireless } from '../network/wireless.ts';
import { softResetCall } from '../worker-messages.ts';
import { machineCalls } from './machine-calls.ts';
import { Peripherals } from './peripherals.ts';
import type { ResetKind, SystemCallProvider } from './system-calls.ts';

export interface BoardHardwareOptions {
  clock: Clock;
  identity: BoardIdentity;
  /** Something that a snapshot shows changed. */
  notify: () => void;
  /** An interrupt waits in the pins' flags: the program is to look. */
  interrupt: () => void;
  /** Ends the program's wait. */
  wake: () => void;
  /** The watchdog starved: the board is to restart. */
  restart: () => void;
}

export class BoardHardware implements Disposable {
  /** For the program's thread, which changes its pins in there. */
  readonly pinMemory = new SharedArrayBuffer(pinBankBytes);
  readonly pins: PinBank;
  /** What lies around the board: parts, wires, voltages. */
  readonly bench: Bench;
  readonly #wireless: Wireless;
  readonly #peripherals: Peripherals;
  readonly #providers: SystemCallProvider[];
  readonly #lifetime = new DisposableStore();

  constructor({ clock, identity, notify, interrupt, wake, restart }: BoardHardwareOptions) {
    this.pins = new PinBank(this.pinMemory, notify, interrupt);
    this.pins.reset();
    this.bench = this.#lifetime.add(new Bench(this.pins));
    this.#lifetime.add(this.bench.onDidChange(notify));
    const { pins, bench } = this;
    this.#peripherals = new Peripherals({ clock, pins, bench, notify, interrupt, wake, restart });
    this.#wireless = this.#lifetime.add(new Wireless({ clock, host: { wake }, identity }));
    this.#lifetime.add(this.#wireless.station.onDidChange(notify));
    this.#providers = [machineCalls(identity), this.#peripherals, ...this.#wireless.providers];
    for (const provider of this.#providers) this.#lifetime.add(provider);
  }

  /** The Wi-Fi around the board. */
  get air(): Air {
    return this.#wireless.air;
  }

  /** Ports of this computer that stand for others. */
  get redirects(): Map<number, number> {
    return this.#wireless.redirects;
  }

  snapshot() {
    // First: it brings the pins up to now.
    const waves = this.#peripherals.snapshot();
    return {
      pins: this.pins.snapshot(),
      ...waves,
      ...this.bench.snapshot(waves.pwm),
      wifi: this.#wireless.station.snapshot(),
    };
  }

  /** Answers a system call of the program's. */
  answer(name: string, args: readonly (number | string)[], memory: Uint8Array): number | string {
    if (name === softResetCall) {
      this.#resetProviders('soft');
      return 0;
    }
    const call = this.#providers.find(({ calls }) => Object.hasOwn(calls, name))?.calls[name];
    if (call === undefined) return -errno.EINVAL;
    try {
      return call(args, memory);
    } catch {
      // A program must not be able to take its computer's process down; it sees an I/O error.
      return -errno.EIO;
    }
  }

  /** The chip restarts. */
  reset(kind: Exclude<ResetKind, 'soft'>): void {
    this.#resetProviders(kind);
    this.pins.reset();
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  #resetProviders(kind: ResetKind): void {
    for (const provider of this.#providers) provider.reset(kind);
  }
}
