/**
 * The levels, modes and pulls of a simulated board's pins, in memory that a program's thread and its owner's share: the
 * program's side drives, the owner's side drives from outside and looks. Knows nothing of Python, time or drawing.
 *
 * Every word has one writer, but for the change counters and the dirty flag, which are changed atomically; so no lock.
 */
import { InterruptFlags, interruptFlagsBytes } from './interrupt-flags.ts';
import { pinFunction } from './pin-function.ts';
import { gpioCount, ledPin, pinCount, vbusPin, visiblePins } from './pin-layout.ts';
import { pinSignal } from './pin-signals.ts';
import type { PinSnapshot } from './snapshot.ts';

export const pinPull = { none: 0, up: 1, down: 2 } as const;

/** Words per pin. */
const WORDS = 7;
/** Function in bits 0-7, then what follows. */
const CONTROL = 0;
const OUTPUT_ENABLED = 1 << 8;
const OPEN_DRAIN = 1 << 9;
const PULL_SHIFT = 10;
/** The output latch: 0 or 1. */
const LATCH = 1;
/** What drives it from outside, 0 nothing, 1 low, 2 high: somebody's hand in bits 0-1, a part in bits 2-3. */
const OUTSIDE = 2;
const PART_SHIFT = 2;
/** How often the level changed, modulo 2^32. */
const CHANGES = 3;
/** 1 + the next pin on the same wire, around to the first; 0 when no wire is at the pin. */
const NEXT = 4;

/** The edges at which the program wants to be interrupted. */
const TRIGGER = 5;
/** What a peripheral of the chip drives it with, when its function is that peripheral: 0 nothing, 1 low, 2 high. */
const ALTERNATE = 6;

const DIRTY = pinCount * WORDS;
/** Masks of GPIOs: those whose level a peripheral changes as time goes by, and those that one looks at. */
const TIMED = { pio: DIRTY + 1, pwm: DIRTY + 2 } as const;
const SAMPLED = DIRTY + 3;
const FLAGS = (SAMPLED + 1) * Int32Array.BYTES_PER_ELEMENT;

/** Bytes that a bank's buffer needs. */
export const pinBankBytes = FLAGS + interruptFlagsBytes;

/** MicroPython's bits for the edges of a pin's level. */
export const pinEdge = { falling: 4, rising: 8 } as const;

/** After a reset of the RP2040: no function, input, pulled down. */
const powerOnControl = pinFunction.none | (pinPull.down << PULL_SHIFT);

export interface PinSettings {
  /** RP2040 function number: 5 (SIO) for plain input and output, 31 for none. */
  function: number;
  output: boolean;
  openDrain: boolean;
  /** `pinPull`, or both bits for the bus keeper. */
  pull: number;
}

export class PinBank {
  readonly #words: Int32Array;
  readonly #onDidChange: () => void;
  readonly #onInterrupt: () => void;
  /** Called before a pin that a peripheral looks at is driven otherwise from outside. */
  beforeSampledChange: () => void = () => {};
  /** The interrupts that the program has not taken yet, of pins and of all else. */
  readonly interrupts: InterruptFlags;

  /**
   * A view of `buffer`, `pinBankBytes` long; zeroed memory must be `reset()` once, by its owner. `onDidChange` is called when a
   * pin changes for the first time since `reset()` or the last `snapshot()`, so that a program that toggles a pin 100,000 times a
   * second costs its owner one call per look. `onInterrupt` is called when an edge came that the program waits for.
   */
  constructor(buffer: ArrayBufferLike, onDidChange: () => void = () => {}, onInterrupt: () => void = () => {}) {
    this.#words = new Int32Array(buffer, 0, SAMPLED + 1);
    this.#onDidChange = onDidChange;
    this.#onInterrupt = onInterrupt;
    this.interrupts = new InterruptFlags(buffer, FLAGS);
  }

  /** All pins as after power-on, on USB power; what drives them from outside and the wires stay. */
  reset(): void {
    this.#store(vbusPin, OUTSIDE, 2);
    for (let pin = 0; pin < pinCount; pin++) {
      this.#store(pin, CONTROL, pin < gpioCount ? powerOnControl : pinFunction.sio);
      this.#store(pin, LATCH, 0);
      this.#store(pin, CHANGES, 0);
      this.#store(pin, ALTERNATE, 0);
    }
    for (const word of [TIMED.pio, TIMED.pwm, SAMPLED]) Atomics.store(this.#words, word, 0);
    this.forgetInterrupts();
    Atomics.store(this.#words, DIRTY, 0);
    this.#onDidChange();
  }

  configure(pin: number, settings: PinSettings): void {
    const before = this.level(pin);
    const flags = (settings.output ? OUTPUT_ENABLED : 0) | (settings.openDrain ? OPEN_DRAIN : 0);
    this.#store(pin, CONTROL, (settings.function & 0xff) | flags | ((settings.pull & 3) << PULL_SHIFT));
    this.#noteChange(pin, before);
    this.#markDirty();
  }

  settings(pin: number): PinSettings {
    const control = this.#load(pin, CONTROL);
    return {
      function: control & 0xff,
      output: (control & OUTPUT_ENABLED) !== 0,
      openDrain: (control & OPEN_DRAIN) !== 0,
      pull: (control >> PULL_SHIFT) & 3,
    };
  }

  /** Sets the output latch. An input keeps it for the day it becomes an output, as the RP2040 does. */
  put(pin: number, value: number): void {
    // A program that writes the level it wrote before, as most loops do, changes nothing and pays for nothing.
    if (this.#load(pin, LATCH) === (value === 0 ? 0 : 1)) return;
    this.toggle(pin);
  }

  toggle(pin: number): void {
    const before = this.level(pin);
    this.#store(pin, LATCH, this.#load(pin, LATCH) ^ 1);
    this.#noteChange(pin, before);
  }

  /** Interrupts the program at these edges of the pin; 0 ends it, and forgets what waits. */
  watch(pin: number, edges: number): void {
    this.#store(pin, TRIGGER, edges);
    if (edges === 0) this.interrupts.dropPin(pin);
  }

  /** A soft reset: the program that wanted to be interrupted is gone. */
  forgetInterrupts(): void {
    for (let pin = 0; pin < pinCount; pin++) this.#store(pin, TRIGGER, 0);
    this.interrupts.clear();
  }

  /** The output latch, which is not the level when the pin is an input. */
  latch(pin: number): 0 | 1 {
    return this.#load(pin, LATCH) === 0 ? 0 : 1;
  }

  /** The level on the wire: what the board drives, else what drives it from outside, else what its pull says. */
  level(pin: number): 0 | 1 {
    const latch = this.latch(pin);
    if (pin === vbusPin) return this.drivenByHand(pin) ?? 0;
    // The wireless chip drives its pins whatever direction MicroPython believes them to have.
    if (pin >= gpioCount) return latch;
    const own = this.#driven(pin) ?? this.drivenFromOutside(pin);
    if (own !== null) return own;
    return this.#wireLevel(pin) ?? this.#pulled(pin) ?? 0;
  }

  /** Drives a pin as a button, a sensor or a wire would; null lets go. */
  drive(pin: number, level: 0 | 1 | null): void {
    this.#driveFromOutside(pin, 0, level);
  }

  /** Drives a pin as the parts at it do together; a hand is stronger. Null: they let go. */
  driveByParts(pin: number, level: 0 | 1 | null): void {
    this.#driveFromOutside(pin, PART_SHIFT, level);
  }

  /** What a hand drives it with. */
  drivenByHand(pin: number): 0 | 1 | null {
    return outsideLevel(this.#load(pin, OUTSIDE) & 3);
  }

  /** What a PIO block or a PWM slice drives its pins with; null lets go. It counts while the pin has that function. */
  driveAlternate(pin: number, level: 0 | 1 | null): void {
    const word = level === null ? 0 : level + 1;
    if (this.#load(pin, ALTERNATE) === word) return;
    const before = this.level(pin);
    this.#store(pin, ALTERNATE, word);
    this.#noteChange(pin, before);
  }

  /** Says at which GPIOs (bit masks) a peripheral's level is a matter of time, so that it must be asked, and which a PIO looks at. */
  setTimed({ live, sampled }: { live: number; sampled?: number }, source: keyof typeof TIMED): void {
    Atomics.store(this.#words, TIMED[source], live | 0);
    if (sampled !== undefined) Atomics.store(this.#words, SAMPLED, sampled | 0);
  }

  /** Whether the level at a pin is known only to a peripheral that is to be asked first. */
  isTimed(pin: number): boolean {
    const mask = Atomics.load(this.#words, TIMED.pio) | Atomics.load(this.#words, TIMED.pwm);
    return mask !== 0 && pin < gpioCount && ((mask >>> pin) & 1) === 1;
  }

  /** Whether a peripheral is to be told before the level at a pin changes. */
  isSampled(pin: number): boolean {
    const mask = Atomics.load(this.#words, SAMPLED);
    return mask !== 0 && pin < gpioCount && ((mask >>> pin) & 1) === 1;
  }

  /** Whether the program wants to be interrupted by edges at the pin, or at another on its wire. */
  isWatched(pin: number): boolean {
    return this.joined(pin).some((each) => this.#load(each, TRIGGER) !== 0);
  }

  drivenFromOutside(pin: number): 0 | 1 | null {
    return this.drivenByHand(pin) ?? outsideLevel(this.#load(pin, OUTSIDE) >> PART_SHIFT);
  }

  /** The pins on the same wire, `pin` among them. */
  joined(pin: number): number[] {
    const pins = [pin];
    for (let next = this.#load(pin, NEXT) - 1; next >= 0 && next !== pin; next = this.#load(next, NEXT) - 1) {
      pins.push(next);
    }
    return pins;
  }

  /** Puts a wire between GPIOs, in place of all wires that were at them; a single pin is freed of its wires. */
  join(pins: readonly number[]): void {
    const touched = new Set(pins.flatMap((pin) => this.joined(pin)));
    const before = [...touched].map((pin) => [pin, this.level(pin)] as const);
    for (const pin of touched) this.#store(pin, NEXT, 0);
    if (pins.length > 1) {
      pins.forEach((pin, index) => {
        this.#store(pin, NEXT, 1 + (pins[(index + 1) % pins.length] ?? pin));
      });
    }
    for (const [pin, level] of before) this.#noteOne(pin, level);
    this.#markDirty();
  }

  /** How often the pin's level changed since power-on, modulo 2^32: a blink between two looks is not lost. */
  changes(pin: number): number {
    return this.#load(pin, CHANGES) >>> 0;
  }

  /** The pins as the board's edge shows them. Arms `onDidChange` for the next change. */
  snapshot(): PinSnapshot[] {
    // Cleared before the levels are read: a change while they are read is reported again rather than lost.
    Atomics.store(this.#words, DIRTY, 0);
    return visiblePins.map(({ index, name }) => ({
      name,
      mode: this.#mode(index),
      pull: this.#pull(index),
      level: this.level(index),
      drivenFromOutside: this.drivenByHand(index),
      signal: pinSignal(index, this.settings(index).function),
    }));
  }

  #driveFromOutside(pin: number, shift: number, level: 0 | 1 | null): void {
    if (this.isSampled(pin)) this.beforeSampledChange();
    const before = this.level(pin);
    const others = this.#load(pin, OUTSIDE) & ~(3 << shift);
    this.#store(pin, OUTSIDE, others | ((level === null ? 0 : level + 1) << shift));
    this.#noteChange(pin, before);
    this.#markDirty();
  }

  #mode(pin: number): PinSnapshot['mode'] {
    const { function: fn, output, openDrain } = this.settings(pin);
    if (fn === pinFunction.none) return 'unused';
    if (fn !== pinFunction.sio) return 'alt';
    if (openDrain) return 'open-drain';
    // A program may light the LED without ever giving it a mode; it is driven all the same.
    if (output || (pin === ledPin && this.changes(pin) > 0)) return 'out';
    return pin === ledPin ? 'unused' : 'in';
  }

  #pull(pin: number): PinSnapshot['pull'] {
    const { pull } = this.settings(pin);
    if ((pull & pinPull.up) !== 0) return 'up';
    return (pull & pinPull.down) !== 0 ? 'down' : 'none';
  }

  #load(pin: number, word: number): number {
    return Atomics.load(this.#words, pin * WORDS + word);
  }

  #store(pin: number, word: number, value: number): void {
    Atomics.store(this.#words, pin * WORDS + word, value);
  }

  /** What the board itself drives it with, or null. */
  #driven(pin: number): 0 | 1 | null {
    const control = this.#load(pin, CONTROL);
    const alternate = control & 0xff;
    if (alternate >= pinFunction.pwm && alternate <= pinFunction.pio1 && alternate !== pinFunction.sio) {
      const word = this.#load(pin, ALTERNATE);
      return word === 0 ? null : word === 1 ? 0 : 1;
    }
    if (alternate !== pinFunction.sio || (control & OUTPUT_ENABLED) === 0) return null;
    const latch = this.latch(pin);
    return (control & OPEN_DRAIN) === 0 || latch === 0 ? latch : null;
  }

  /** What the pin's own pull says, or null. */
  #pulled(pin: number): 0 | 1 | null {
    const pull = (this.#load(pin, CONTROL) >> PULL_SHIFT) & 3;
    if (pull === pinPull.none) return null;
    return (pull & pinPull.up) === 0 ? 0 : 1;
  }

  /** What the other pins on the wire drive or pull it to; low wins, as on a bus of open drains. */
  #wireLevel(pin: number): 0 | 1 | null {
    if (this.#load(pin, NEXT) === 0) return null;
    const others = this.joined(pin).slice(1);
    const driven = others.map((other) => this.#driven(other) ?? this.drivenFromOutside(other));
    if (driven.includes(0)) return 0;
    if (driven.includes(1)) return 1;
    const pulls = [pin, ...others].map((each) => this.#pulled(each));
    if (pulls.includes(1)) return 1;
    return pulls.includes(0) ? 0 : null;
  }

  /** The pin may have a new level, and with it those on the same wire that nothing else drives: they had what it had. */
  #noteChange(pin: number, before: 0 | 1): void {
    this.#noteOne(pin, before);
    if (this.#load(pin, NEXT) === 0) return;
    for (const other of this.joined(pin).slice(1)) {
      if ((this.#driven(other) ?? this.drivenFromOutside(other)) === null) this.#noteOne(other, before);
    }
  }

  #noteOne(pin: number, before: 0 | 1): void {
    const level = this.level(pin);
    if (level === before) return;
    Atomics.add(this.#words, pin * WORDS + CHANGES, 1);
    this.#markDirty();
    const edge = this.#load(pin, TRIGGER) & (level === 0 ? pinEdge.falling : pinEdge.rising);
    if (edge === 0) return;
    this.interrupts.raisePin(pin, edge);
    this.#onInterrupt();
  }

  #markDirty(): void {
    if (Atomics.load(this.#words, DIRTY) === 1) return;
    if (Atomics.exchange(this.#words, DIRTY, 1) === 0) this.#onDidChange();
  }
}

function outsideLevel(outside: number): 0 | 1 | null {
  if (outside === 0) return null;
  return outside === 1 ? 0 : 1;
}
