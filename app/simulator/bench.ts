/**
 * What lies on the table around a simulated board: parts, wires between pins, voltages. Says what is at which pin; what the chip's
 * own peripherals do with it is their affair. It all stays over a reset of the board.
 */
import { BrambleError, type Disposable, DisposableStore, Emitter, toDisposable } from '../base/index.ts';
import { adcChannel, adcReferenceVolts, temperatureSensorVolts } from './adc.ts';
import type { I2cFace, Part, PinName, SpiFace, UartFace, Wiring } from './part.ts';
import { drivenVolts, levelOfVolts } from './part-drives.ts';
import { type AttachedPart, dutyOf, partSnapshot } from './part-snapshot.ts';
import type { PinBank } from './pin-bank.ts';
import { gpioCount, pinIndex, pinName } from './pin-layout.ts';
import type { PwmSnapshot, SimulatorSnapshot } from './snapshot.ts';

/** On USB power. */
const vsysVolts = 5;
const roomCelsius = 25;

interface Attached extends AttachedPart {
  /** Bank index of each leg's pin. */
  pins: ReadonlyMap<string, number>;
  /** Ends with the part's stay. */
  lifetime: DisposableStore;
}

export class Bench implements Disposable {
  readonly #pins: PinBank;
  readonly #changed = new Emitter<void>();
  readonly #failed = new Emitter<unknown>();
  readonly #attached: Attached[] = [];
  readonly #volts = new Map<number, number>();
  /** The voltage at each pin that a part or a hand puts one on. */
  #driven: ReadonlyMap<number, number> = new Map();
  #wires: number[][] = [];
  #lastId = 0;
  #celsius = roomCelsius;

  /** Whether somebody holds the BOOTSEL button down. */
  bootsel = false;

  /** A part, a wire or a voltage came, went or changed what it shows. */
  readonly onDidChange = this.#changed.event;

  /** A part threw; the program on the board got EIO. Gives what it threw. */
  readonly onDidFail = this.#failed.event;

  constructor(pins: PinBank) {
    this.#pins = pins;
  }

  /**
   * Joins a part; `wiring` says where its legs are when not at the usual pins, `id` what it is called in a snapshot. It is taken off
   * by the returned Disposable. Throws `usage` for a leg or a pin that is not there.
   */
  attach(part: Part, wiring: Wiring = {}, id?: string): Disposable & { readonly id: string } {
    const full = { ...part.usualWiring, ...wiring };
    for (const leg of Object.keys(wiring)) {
      if (Object.hasOwn(part.usualWiring, leg)) continue;
      const legs = Object.keys(part.usualWiring).join(', ');
      throw new BrambleError('usage', `A ${part.name} has no leg "${leg}". Its legs are ${legs}.`);
    }
    const pins = new Map(Object.entries(full).map(([leg, pin]) => [leg, requireGpio(pin)]));
    for (const leg of part.analogLegs ?? []) requireAnalog(full[leg] ?? '');
    const lifetime = new DisposableStore();
    const attached: Attached = { id: id ?? this.#newId(part.name), part, wiring: full, pins, lifetime };
    this.#attached.push(attached);
    part.powerOn?.();
    this.#noteDrives();
    lifetime.add(
      toDisposable(() => {
        this.#attached.splice(this.#attached.indexOf(attached), 1);
        this.#noteDrives();
      }),
    );
    if (part.onDidChange !== undefined) lifetime.add(part.onDidChange(() => this.#noteDrives()));
    return { id: attached.id, dispose: () => lifetime.dispose() };
  }

  /** What is joined, in the order in which it came. */
  get joined(): readonly AttachedPart[] {
    return this.#attached;
  }

  /** Whether a part of exactly this id is joined. */
  has(id: string): boolean {
    return this.#attached.some((each) => each.id === id);
  }

  /** Takes a part off by its id, or by its name when there is one such. Throws `usage` when there is none. */
  detach(id: string): void {
    this.#part(id).lifetime.dispose();
  }

  /**
   * Sets a value of a part by its id in the snapshot, or by its name when there is one such. Throws `usage` when there is
   * none, or it is out of its range.
   */
  setValue(id: string, name: string, value: number): void {
    const { part } = this.#part(id);
    const known = part.values !== undefined && Object.hasOwn(part.values, name) ? part.values[name] : undefined;
    if (known === undefined) {
      const names = Object.keys(part.values ?? {}).join(', ');
      throw new BrambleError('usage', `A ${part.name} has no "${name}" to set. It has: ${names || 'nothing'}.`);
    }
    const { minimum, maximum, unit } = known;
    if (!(value >= minimum && value <= maximum)) {
      throw new BrambleError('usage', `${name} of a ${part.name} goes from ${minimum} to ${maximum} ${unit}.`);
    }
    known.value = value;
    this.#noteDrives();
  }

  /** Puts a wire between GPIOs, in place of the wires at them, until the returned Disposable ends. Throws `usage`. */
  join(...names: PinName[]): Disposable {
    const wire = [...new Set(names.map(requireGpio))];
    if (wire.length < 2) throw new BrambleError('usage', 'A wire joins two different pins or more.');
    this.#wires = this.#wires.filter((other) => !other.some((pin) => wire.includes(pin)));
    this.#wires.push(wire);
    this.#pins.join(wire);
    this.#changed.fire();
    return toDisposable(() => {
      if (!this.#wires.includes(wire)) return;
      this.#wires = this.#wires.filter((other) => other !== wire);
      for (const pin of wire) this.#pins.join([pin]);
      this.#changed.fire();
    });
  }

  /** Takes every wire off these pins. Throws `usage`. */
  separate(...names: PinName[]): void {
    for (const pin of names.map(requireGpio)) {
      this.#wires = this.#wires.flatMap((wire) => {
        const left = wire.filter((other) => other !== pin);
        return left.length < 2 ? [] : [left];
      });
      const rest = this.#pins.joined(pin).filter((other) => other !== pin);
      this.#pins.join([pin]);
      if (rest.length > 1) this.#pins.join(rest);
    }
    this.#changed.fire();
  }

  /** Puts a voltage on GP26, GP27 or GP28; null takes it off. Throws `usage` for another pin or an impossible voltage. */
  setVolts(name: string, volts: number | null): void {
    const channel = requireAnalog(name);
    if (volts !== null && !(volts >= 0 && volts <= adcReferenceVolts)) {
      throw new BrambleError('usage', `A pin of a Pico W takes 0 to ${adcReferenceVolts} V.`);
    }
    if (volts === null) this.#volts.delete(channel);
    else this.#volts.set(channel, volts);
    this.#noteDrives();
  }

  /** What the chip's temperature sensor feels. */
  set celsius(celsius: number) {
    this.#celsius = celsius;
  }

  /** The voltages that hands put on pins. */
  get handVolts(): [PinName, number][] {
    return [...this.#volts].map(([channel, volts]) => [`GP${adcChannel.firstGpio + channel}`, volts]);
  }

  /** The voltage at an ADC channel: what a hand or a part puts on it, else what the pin's level makes of it. */
  volts(channel: number): number {
    if (channel === adcChannel.temperature) return temperatureSensorVolts(this.#celsius);
    if (channel === adcChannel.vsys) return vsysVolts / 3;
    const pin = adcChannel.firstGpio + channel;
    return this.#voltsPutOn(pin) ?? this.#pins.level(pin) * adcReferenceVolts;
  }

  /** The parts on an I2C bus. */
  i2c(sda: number, scl: number): I2cFace[] {
    return this.#faces('i2c', { sda, scl }).map(({ face }) => face);
  }

  /** The parts on an SPI bus, with the pins of their chip selects (none: always selected) and a look at their other legs. */
  spi(sck: number): { face: SpiFace; pins: ReadonlyMap<string, number>; level: (leg: string) => 0 | 1 }[] {
    return this.#faces('spi', { sck }).map(({ face, attached: { pins } }) => ({
      face,
      pins,
      level: (leg) => {
        const pin = pins.get(leg);
        return pin === undefined ? 0 : this.#pins.level(pin);
      },
    }));
  }

  /** The parts that hear a UART's TX pin, or speak to its RX pin. */
  uart(pins: { tx: number } | { rx: number }): UartFace[] {
    const legs: Record<string, number> = 'tx' in pins ? { rx: pins.tx } : { tx: pins.rx };
    return this.#faces('uart', legs).map(({ face }) => face);
  }

  oneWire(data: number) {
    return this.#faces('oneWire', { data }).map(({ face }) => face);
  }

  dht(data: number) {
    return this.#faces('dht', { data }).map(({ face }) => face);
  }

  bitstream(data: number) {
    return this.#faces('bitstream', { data }).map(({ face }) => face);
  }

  /** Whether a wire leads from one pin to the other. */
  areJoined(a: number, b: number): boolean {
    return this.#pins.joined(a).includes(b);
  }

  /** A peripheral talked to a part: what it shows may be new. */
  noteTraffic(): void {
    this.#changed.fire();
  }

  noteFailure(error: unknown): void {
    this.#failed.fire(error);
  }

  /** The board's power came back, and with it its parts'. */
  powerOn(): void {
    for (const { part } of this.#attached) part.powerOn?.();
    this.#noteDrives();
  }

  /** `waves` are at the pins that carry one: lamps shine by them. */
  snapshot(waves: readonly PwmSnapshot[] = []): Pick<SimulatorSnapshot, 'volts' | 'parts' | 'wires'> {
    const duty = dutyOf(waves, (name) => this.#pins.level(requireGpio(name)));
    const channels = Array.from({ length: adcChannel.vsys }, (_, channel) => adcChannel.firstGpio + channel);
    return {
      volts: Object.fromEntries(
        channels.flatMap((pin) => {
          const volts = this.#voltsPutOn(pin);
          return volts === undefined ? [] : [[`GP${pin}`, volts]];
        }),
      ),
      parts: this.#attached.map((attached) => partSnapshot(attached, duty)),
      wires: this.#wires.map((wire) => wire.flatMap((pin) => pinName(pin) ?? [])),
    };
  }

  dispose(): void {
    this.#attached.length = 0;
    this.#changed.dispose();
    this.#failed.dispose();
  }

  #newId(name: string): string {
    do this.#lastId += 1;
    while (this.has(`${name}-${this.#lastId}`));
    return `${name}-${this.#lastId}`;
  }

  /** What is put on a pin from outside, at it or at the other end of a wire to it. */
  #voltsPutOn(pin: number): number | undefined {
    const at = this.#pins.joined(pin).find((each) => this.#driven.has(each));
    return at === undefined ? undefined : this.#driven.get(at);
  }

  /** What parts and hands put on the pins may be new: the pins are told, and who watches the bench. */
  #noteDrives(): void {
    const before = this.#driven;
    const driven = drivenVolts(this.#attached);
    for (const [channel, volts] of this.#volts) driven.set(adcChannel.firstGpio + channel, volts);
    this.#driven = driven;
    for (const pin of new Set([...before.keys(), ...driven.keys()])) {
      const volts = driven.get(pin);
      if (volts !== before.get(pin)) this.#pins.driveByParts(pin, volts === undefined ? null : levelOfVolts(volts));
    }
    this.#changed.fire();
  }

  #part(id: string): Attached {
    const wanted = id.toLowerCase();
    const named = this.#attached.filter(({ part }) => part.name.toLowerCase() === wanted);
    const found = this.#attached.find((each) => each.id === id) ?? (named.length === 1 ? named[0] : undefined);
    if (found !== undefined) return found;
    const ids = (parts: readonly Attached[]) => parts.map((each) => each.id).join(', ');
    if (named.length > 1) {
      throw new BrambleError('usage', `Several parts are a ${id}. Name one of them: ${ids(named)}.`);
    }
    const joined = ids(this.#attached) || 'none';
    throw new BrambleError('usage', `No part "${id}" is joined to the board. Joined are: ${joined}.`);
  }

  /** A leg is at a pin when it is at that pin or at another end of a wire to it. */
  #faces<Face extends 'i2c' | 'spi' | 'uart' | 'oneWire' | 'dht' | 'bitstream'>(
    name: Face,
    legs: Readonly<Record<string, number>>,
  ): { face: NonNullable<Part[Face]>; attached: Attached }[] {
    return this.#attached.flatMap((attached) => {
      const face = attached.part[name];
      if (face === undefined) return [];
      const isThere = Object.entries(legs).every(([leg, pin]) => {
        const at = attached.pins.get(leg);
        return at !== undefined && this.areJoined(pin, at);
      });
      return isThere ? [{ face: face as NonNullable<Part[Face]>, attached }] : [];
    });
  }
}

function requireGpio(name: string): number {
  const pin = pinIndex(name);
  if (pin === undefined || pin >= gpioCount) {
    throw new BrambleError('usage', `Nothing can be joined to "${name}". Use GP0 to GP22, GP26 to GP28.`);
  }
  return pin;
}

/** The ADC's channel at a pin. */
function requireAnalog(name: string): number {
  const channel = (pinIndex(name) ?? -1) - adcChannel.firstGpio;
  if (channel >= 0 && channel < adcChannel.vsys) return channel;
  throw new BrambleError('usage', `${name} measures no voltage. Use GP26, GP27 or GP28.`);
}
