/** Where a UART's wires lead: to a part, to the other UART, or back to itself. Knows the bench, not Python. */
import type { Clock } from '../base/index.ts';
import type { Bench } from './bench.ts';
import type { UartFace } from './part.ts';
import { type SentBytes, sameFraming, UartPort } from './uart.ts';

export class UartLines {
  readonly ports: readonly UartPort[];
  readonly #bench: Bench;
  readonly #clock: Clock;
  /** The ports that parts have their way to speak to. */
  readonly #connected = new WeakMap<UartFace, UartPort>();

  constructor({ clock, bench }: { clock: Clock; bench: Bench }) {
    this.#clock = clock;
    this.#bench = bench;
    this.ports = [new UartPort(clock), new UartPort(clock)];
  }

  /** Sends from a port to wherever its TX leads; gives how many bytes it took. */
  send(port: UartPort, bytes: Uint8Array): number {
    const sent = port.send(bytes);
    const { settings } = port;
    if (settings === null) return 0;
    for (const other of this.ports) {
      if (other.settings === null || !this.#bench.areJoined(settings.tx, other.settings.rx)) continue;
      other.receive(sameFraming(settings, other.settings) ? sent : garbled(sent));
    }
    for (const part of this.#bench.uart({ tx: settings.tx })) part.receive(sent.bytes);
    return sent.bytes.length;
  }

  /** The ports whose receivers a wire joins to a pin that is not a UART's. */
  listeningAt(pin: number): UartPort[] {
    return this.ports.filter(({ settings }) => settings !== null && this.#bench.areJoined(pin, settings.rx));
  }

  /** Gives the parts at a port's RX their way to speak; called when the port is configured, and when a program looks into it. */
  connectParts(port: UartPort): void {
    if (port.settings === null) return;
    for (const part of this.#bench.uart({ rx: port.settings.rx })) {
      if (this.#connected.get(part) === port) continue;
      this.#connected.set(part, port);
      part.connect?.((bytes) => {
        const startMs = this.#clock.now();
        port.receive({ bytes, arrivesAtMs: (index) => startMs + (index + 1) * port.byteMs });
      });
    }
  }

  reset(): void {
    for (const port of this.ports) port.reset();
  }
}

/** Ends that disagree about speed or framing read something else than was sent. */
const garbled = ({ bytes, arrivesAtMs }: SentBytes): SentBytes => ({
  bytes: bytes.map((byte) => ~byte & 0xff),
  arrivesAtMs,
});
