/**
 * The RP2040's PWM: eight slices of two channels, a counter and a divider a slice, as MicroPython's rp2 port sets them. So two pins
 * of a slice share their frequency, and a frequency is the nearest that the divider and the counter give.
 */
import { visiblePins } from './pin-layout.ts';
import type { PwmSnapshot } from './snapshot.ts';

const sliceCount = 8;
/** MicroPython stays below 65535, so that a duty of 65535 is all on. */
const maximumTop = 65534;
const defaultClockHz = 125_000_000;

type Duty = { kind: 'u16' | 'ns'; value: number } | null;

interface Channel {
  compare: number;
  duty: Duty;
  inverted: boolean;
}

interface Slice {
  /** The clock divider in sixteenths. */
  divider: number;
  top: number;
  enabled: boolean;
  hasFrequency: boolean;
  channels: [Channel, Channel];
}

/** Which slice and channel serve a GPIO. */
export function pwmPlace(gpio: number): { slice: number; channel: 0 | 1 } {
  return { slice: (gpio >> 1) & 7, channel: (gpio & 1) === 0 ? 0 : 1 };
}

export type PwmProblem = 'freq too large' | 'freq too small' | 'duty larger than period';

export class PwmSlices {
  readonly clockHz: number;
  #slices: Slice[] = [];

  constructor(clockHz = defaultClockHz) {
    this.clockHz = clockHz;
    this.reset();
  }

  reset(): void {
    const channel = (): Channel => ({ compare: 0, duty: null, inverted: false });
    this.#slices = Array.from({ length: sliceCount }, () => ({
      divider: 16,
      top: 0xffff,
      enabled: false,
      hasFrequency: false,
      channels: [channel(), channel()],
    }));
  }

  /** A soft reset stops every slice and leaves its settings, as MicroPython does. */
  stopAll(): void {
    for (const slice of this.#slices) {
      slice.enabled = false;
      slice.hasFrequency = false;
    }
  }

  /** A new PWM object for a GPIO: no duty, not inverted, and the slice as it is. */
  claim(gpio: number): void {
    const { channel } = this.#at(gpio);
    channel.duty = null;
    channel.inverted = false;
  }

  frequency(gpio: number): number {
    const { slice } = this.#at(gpio);
    return this.#hz(slice.divider * (slice.top + 1));
  }

  /** Sets the slice's frequency in Hz and keeps both channels' duties. Gives MicroPython's complaint, or null. */
  setFrequency(gpio: number, hz: number): PwmProblem | null {
    if (hz <= 0) return 'freq too small';
    const { slice } = this.#at(gpio);
    const { clockHz } = this;
    const undivided = Math.floor((clockHz + Math.floor(hz / 2)) / hz);
    const divider = undivided < maximumTop ? 16 : Math.ceil((16 * clockHz) / (maximumTop * hz));
    const top = undivided < maximumTop ? undivided - 1 : this.#hz(divider * hz) - 1;
    if (top < 0) return 'freq too large';
    if (divider >= 256 * 16) return 'freq too small';
    slice.divider = divider;
    slice.top = top;
    slice.hasFrequency = true;
    for (const channel of slice.channels) {
      const problem = this.#applyDuty(slice, channel);
      if (problem !== null) return problem;
    }
    this.#startIfSet(slice);
    return null;
  }

  /** 0 to 65535, as near as the counter allows. */
  dutyU16(gpio: number): number {
    const { slice, channel } = this.#at(gpio);
    return Math.floor((channel.compare * 65535 + Math.floor((slice.top + 1) / 2)) / (slice.top + 1));
  }

  dutyNs(gpio: number): number {
    const { slice, channel } = this.#at(gpio);
    return Math.round((channel.compare * 1e9) / this.#hz(slice.divider));
  }

  setDuty(gpio: number, kind: 'u16' | 'ns', value: number): PwmProblem | null {
    const { slice, channel } = this.#at(gpio);
    const before = channel.duty;
    channel.duty = { kind, value };
    const problem = this.#applyDuty(slice, channel);
    if (problem !== null) channel.duty = before;
    this.#startIfSet(slice);
    return problem;
  }

  setInverted(gpio: number, inverted: boolean): void {
    this.#at(gpio).channel.inverted = inverted;
  }

  isInverted(gpio: number): boolean {
    return this.#at(gpio).channel.inverted;
  }

  /** Stops the slice, and so both of its pins. */
  stop(gpio: number): void {
    this.#at(gpio).slice.enabled = false;
  }

  /** The wave at the GPIO, or null while its slice stands still. */
  wave(gpio: number): { frequencyHz: number; duty: number } | null {
    const { slice, channel } = this.#at(gpio);
    if (!slice.enabled) return null;
    const duty = Math.min(1, channel.compare / (slice.top + 1));
    return { frequencyHz: this.frequency(gpio), duty: channel.inverted ? 1 - duty : duty };
  }

  #at(gpio: number): { slice: Slice; channel: Channel } {
    const place = pwmPlace(gpio);
    const slice = this.#slices[place.slice];
    if (slice === undefined) throw new RangeError(`There is no PWM slice for GPIO ${gpio}.`);
    return { slice, channel: slice.channels[place.channel] };
  }

  /** 16 times the clock by `sixteenths`, rounded. */
  #hz(sixteenths: number): number {
    return Math.floor((16 * this.clockHz + Math.floor(sixteenths / 2)) / sixteenths);
  }

  #applyDuty(slice: Slice, channel: Channel): PwmProblem | null {
    if (channel.duty === null) return null;
    const { kind, value } = channel.duty;
    const compare =
      kind === 'u16'
        ? Math.floor((value * (slice.top + 1) + 32767) / 65535)
        : Math.round((value * this.#hz(slice.divider)) / 1e9);
    if (kind === 'ns' && compare > 65535) return 'duty larger than period';
    channel.compare = compare & 0xffff;
    return null;
  }

  /** A slice runs from the moment when it has a frequency and one of its channels a duty. */
  #startIfSet(slice: Slice): void {
    if (slice.hasFrequency && slice.channels.some(({ duty }) => duty !== null)) slice.enabled = true;
  }
}

/** The waves at those pins of the board's edge that `isPwm` says are given to the PWM. */
export function pwmSnapshot(slices: PwmSlices, isPwm: (gpio: number) => boolean): PwmSnapshot[] {
  return visiblePins.flatMap(({ index, name }) => {
    const wave = isPwm(index) ? slices.wave(index) : null;
    return wave === null ? [] : [{ pin: name, ...wave }];
  });
}
