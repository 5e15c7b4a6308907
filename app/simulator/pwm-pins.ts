/**
 * The levels that PWM waves give to their pins, as time goes by. Nothing runs by itself: a level is worked out when a program looks at
 * it; edge after edge is driven only where an interrupt waits for them, a millisecond fine, so those of faster waves come in bunches.
 */
import type { Clock, Disposable } from '../base/index.ts';
import type { PinBank } from './pin-bank.ts';
import { pinFunction } from './pin-function.ts';
import { gpioCount } from './pin-layout.ts';
import { type PwmSlices, pwmPlace } from './pwm.ts';

/** Edges of one pin that are driven at one look; a board keeps as many calls waiting, and drops what comes then. */
const edgesPerLook = 8;
/** A timer is no finer. */
const shortestWaitMs = 1;

export interface PwmPinsOptions {
  /** Finer than milliseconds. */
  clock: Clock;
  pins: PinBank;
  slices: PwmSlices;
}

interface Beat {
  periodMs: number;
  /** When a period began. */
  originMs: number;
}

/** High from `riseMs` to `fallMs` of each period; or always at one level. */
type Shape = { kind: 'steady'; level: 0 | 1 } | ({ kind: 'wave' } & Wave);

interface Wave {
  riseMs: number;
  fallMs: number;
}

export class PwmPins implements Disposable {
  readonly #options: PwmPinsOptions;
  /** By slice. */
  readonly #beats = new Map<number, Beat>();
  #lookedAtMs: number;
  #active: number[] = [];
  /** Those at which an interrupt waited for edges at the last look. */
  #watched = new Set<number>();
  #next: Disposable | null = null;

  constructor(options: PwmPinsOptions) {
    this.#options = options;
    this.#lookedAtMs = options.clock.now();
  }

  /** Brings the pins up to now. To be called before a wave changes too. */
  look(): void {
    const { pins, clock } = this.#options;
    if (this.#active.length === 0) return;
    // A program that gave a pin to something else asks nobody.
    if (this.#active.some((gpio) => pins.settings(gpio).function !== pinFunction.pwm)) this.update();
    else this.#bringUpTo(clock.now());
  }

  /** A wave began, ended or changed; or a wire did. */
  update(): void {
    const { pins, slices, clock } = this.#options;
    const now = clock.now();
    this.#active = [];
    for (let gpio = 0; gpio < gpioCount; gpio++) {
      const wave = slices.wave(gpio);
      if (wave === null || pins.settings(gpio).function !== pinFunction.pwm) continue;
      this.#active.push(gpio);
      this.#keepBeat(pwmPlace(gpio).slice, 1000 / wave.frequencyHz, now);
    }
    const used = new Set(this.#active.map((gpio) => pwmPlace(gpio).slice));
    for (const slice of [...this.#beats.keys()]) if (!used.has(slice)) this.#beats.delete(slice);
    const live = this.#active.filter((gpio) => this.#shape(gpio).kind === 'wave').flatMap((gpio) => pins.joined(gpio));
    pins.setTimed({ live: live.reduce((mask, pin) => mask | (1 << pin), 0) >>> 0 }, 'pwm');
    this.#bringUpTo(now);
  }

  /** When the next pulse of `level` at a pin begins (0: it is there) and ends, in µs from now; null where no wave decides the level. */
  pulse(pin: number, level: 0 | 1): { beginUs: number; endUs: number } | null {
    const source = this.#options.pins.joined(pin).find((each) => this.#active.includes(each));
    if (source === undefined) return null;
    const shape = this.#shape(source);
    if (shape.kind === 'steady') return null;
    const { periodMs } = this.#beat(source);
    const phase = this.#phase(source, this.#options.clock.now());
    const { riseMs, fallMs } = shape;
    const [beginsAt, endsAt] = level === 1 ? [riseMs, fallMs] : [fallMs, riseMs];
    const untilEnd = modulo(endsAt - phase, periodMs) || periodMs;
    const length = modulo(endsAt - beginsAt, periodMs);
    const beginMs = Math.max(0, untilEnd - length);
    const isThere = untilEnd <= length;
    return { beginUs: isThere ? 0 : beginMs * 1000, endUs: untilEnd * 1000 };
  }

  /** No waves any more. */
  reset(): void {
    this.#next?.dispose();
    this.#next = null;
    this.#active = [];
    this.#beats.clear();
    this.#options.pins.setTimed({ live: 0 }, 'pwm');
  }

  dispose(): void {
    this.#next?.dispose();
  }

  /** A new frequency goes on where in its period the counter is. */
  #keepBeat(slice: number, periodMs: number, now: number): void {
    const before = this.#beats.get(slice);
    if (before?.periodMs === periodMs) return;
    const part = before === undefined ? 0 : modulo(now - before.originMs, before.periodMs) / before.periodMs;
    this.#beats.set(slice, { periodMs, originMs: now - part * periodMs });
  }

  #bringUpTo(now: number): void {
    this.#next?.dispose();
    this.#next = null;
    let waitMs = Number.POSITIVE_INFINITY;
    const watched = new Set<number>();
    for (const gpio of this.#active) {
      const shape = this.#shape(gpio);
      const isWatched = shape.kind === 'wave' && this.#options.pins.isWatched(gpio);
      // What was before an interrupt waited for it, interrupts nobody.
      if (isWatched && this.#watched.has(gpio)) this.#driveEdges(gpio, shape, now);
      this.#options.pins.driveAlternate(gpio, this.#levelAt(gpio, now));
      if (!isWatched) continue;
      watched.add(gpio);
      waitMs = Math.min(waitMs, this.#msToEdge(gpio, shape, now));
    }
    this.#watched = watched;
    this.#lookedAtMs = now;
    if (waitMs === Number.POSITIVE_INFINITY) return;
    this.#next = this.#options.clock.schedule(() => this.look(), Math.max(shortestWaitMs, waitMs));
  }

  /** Drives the pin through its edges since the last look, the last of them if there were many. */
  #driveEdges(gpio: number, wave: Wave, now: number): void {
    const since = this.#lastEdges(gpio, wave, now).filter(({ atMs }) => atMs > this.#lookedAtMs);
    for (const { level } of since.slice(-edgesPerLook)) this.#options.pins.driveAlternate(gpio, level);
  }

  #lastEdges(gpio: number, { riseMs, fallMs }: Wave, now: number): { atMs: number; level: 0 | 1 }[] {
    const { periodMs, originMs } = this.#beat(gpio);
    const last = Math.floor((now - originMs) / periodMs);
    const edges: { atMs: number; level: 0 | 1 }[] = [];
    // One more: a sum may be rounded otherwise than the quotient.
    for (let period = last - edgesPerLook / 2; period <= last + 1; period++) {
      const beginMs = originMs + period * periodMs;
      edges.push({ atMs: beginMs + riseMs, level: 1 }, { atMs: beginMs + fallMs, level: 0 });
    }
    return edges.filter(({ atMs }) => atMs <= now).sort((a, b) => a.atMs - b.atMs);
  }

  #msToEdge(gpio: number, { riseMs, fallMs }: Wave, now: number): number {
    const { periodMs } = this.#beat(gpio);
    const phase = this.#phase(gpio, now);
    return Math.min(...[riseMs, fallMs].map((edge) => modulo(edge - phase, periodMs) || periodMs));
  }

  #levelAt(gpio: number, now: number): 0 | 1 {
    const shape = this.#shape(gpio);
    return shape.kind === 'steady' ? shape.level : (this.#lastEdges(gpio, shape, now).at(-1)?.level ?? 0);
  }

  /** The counter begins a period with the pin high, or low if it is inverted. */
  #shape(gpio: number): Shape {
    const { slices } = this.#options;
    const duty = slices.wave(gpio)?.duty ?? 0;
    if (duty <= 0 || duty >= 1) return { kind: 'steady', level: duty >= 1 ? 1 : 0 };
    const { periodMs } = this.#beat(gpio);
    if (slices.isInverted(gpio)) return { kind: 'wave', riseMs: (1 - duty) * periodMs, fallMs: 0 };
    return { kind: 'wave', riseMs: 0, fallMs: duty * periodMs };
  }

  #phase(gpio: number, now: number): number {
    const { periodMs, originMs } = this.#beat(gpio);
    return modulo(now - originMs, periodMs);
  }

  #beat(gpio: number): Beat {
    return this.#beats.get(pwmPlace(gpio).slice) ?? { periodMs: 1, originMs: 0 };
  }
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
