/** The access point that a simulated Pico W can open. Nobody ever joins it; it shows a program the answers of one. */
import { type Disposable, Emitter } from '../base/index.ts';

export class WlanAccessPoint implements Disposable {
  readonly #defaultSsid: string;
  readonly #changed = new Emitter<void>();
  #active = false;
  ssid = '';
  channel = 0;
  security = 0;

  /** It was opened or closed. */
  readonly onDidChange = this.#changed.event;

  /** An unnamed access point is called `PICO` and the end of the board's MAC address, as on a board. */
  constructor(mac: Uint8Array) {
    const end = [...mac.subarray(4)].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase());
    this.#defaultSsid = `PICO${end.join('')}`;
    this.reset();
  }

  get active(): boolean {
    return this.#active;
  }

  setActive(active: boolean): void {
    if (active === this.#active) return;
    this.#active = active;
    this.#changed.fire();
  }

  /** As after power-on. */
  reset(): void {
    this.ssid = this.#defaultSsid;
    this.channel = 3;
    // WPA2 with mixed ciphers, as the driver starts with.
    this.security = 4_194_310;
    this.setActive(false);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
