/** Who hears the edges of a wave at a pin: NeoPixel strips, serial parts, and the chip's own UARTs at the other end of a wire. */
import type { Bench } from './bench.ts';
import type { UartFace } from './part.ts';
import { type EdgeListeners, PulseDecoder, pioClockHz, SerialDecoder } from './pio/index.ts';
import type { UartPort } from './uart.ts';
import type { UartLines } from './uart-lines.ts';

const usualBaudrate = 9600;
/** How soon a byte that is on its way is looked for again. */
const settleMs = 2;

type Decoder = { kind: 'pulses'; decoder: PulseDecoder } | { kind: 'serial'; decoder: SerialDecoder };

export class BenchListeners implements EdgeListeners {
  readonly #bench: Bench;
  readonly #uarts: UartLines;
  /** By pin, and by what hears it there. */
  readonly #decoders = new Map<number, Map<unknown, Decoder>>();

  constructor({ bench, uarts }: { bench: Bench; uarts: UartLines }) {
    this.#bench = bench;
    this.#uarts = uarts;
  }

  pins(candidates: readonly number[]): number {
    let mask = 0;
    for (const pin of candidates) {
      const wanted = this.#wanted(pin);
      if (wanted.size === 0) {
        this.#decoders.delete(pin);
        continue;
      }
      mask |= 1 << pin;
      const before = this.#decoders.get(pin);
      this.#decoders.set(pin, new Map([...wanted].map(([key, make]) => [key, before?.get(key) ?? make()])));
    }
    return mask >>> 0;
  }

  edge(pin: number, tick: number, level: 0 | 1): void {
    for (const { decoder } of this.#decoders.get(pin)?.values() ?? []) decoder.edge(tick, level);
  }

  settle(tickAt: (pin: number) => number): number | null {
    let waits = false;
    for (const [pin, decoders] of this.#decoders) {
      for (const each of decoders.values()) {
        if (each.kind === 'pulses') each.decoder.settle();
        else if (each.decoder.settle(tickAt(pin))) waits = true;
      }
    }
    return waits ? settleMs : null;
  }

  #wanted(pin: number): Map<unknown, () => Decoder> {
    const wanted = new Map<unknown, () => Decoder>();
    if (this.#bench.bitstream(pin).length > 0) wanted.set('pulses', () => this.#pulses(pin));
    for (const face of this.#bench.uart({ tx: pin })) wanted.set(face, () => this.#serial(face));
    for (const port of this.#uarts.listeningAt(pin)) wanted.set(port.settings, () => this.#port(port));
    return wanted;
  }

  #pulses(pin: number): Decoder {
    const decoder = new PulseDecoder(pioClockHz, (bytes) => {
      for (const part of this.#bench.bitstream(pin)) part.receive(bytes);
      this.#bench.noteTraffic();
    });
    return { kind: 'pulses', decoder };
  }

  #serial(face: UartFace): Decoder {
    const bitTicks = pioClockHz / (face.baudrate ?? usualBaudrate);
    return { kind: 'serial', decoder: new SerialDecoder(bitTicks, (byte) => face.receive(Uint8Array.of(byte))) };
  }

  #port(port: UartPort): Decoder {
    const bitTicks = pioClockHz / (port.settings?.baudrate ?? usualBaudrate);
    return { kind: 'serial', decoder: new SerialDecoder(bitTicks, (byte) => port.receiveNow(byte)) };
  }
}
