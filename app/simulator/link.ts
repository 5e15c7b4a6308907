/**
 * The cable between a simulated board and its computer: how fast, how late, how broken. Bytes in, bytes out, on a Clock; what they
 * mean it does not know. It sits at the board's end, so that whoever speaks with the board (over TCP, a terminal, in the process)
 * goes through it.
 */
import { BrambleError, type Clock, type Disposable, Emitter } from '../base/index.ts';
import type { BoardLine } from './line.ts';
import { randomBytes, randomNumbers } from './random-numbers.ts';

export type LinkDirection = 'to-board' | 'from-board';

export interface LinkProfile {
  /** Each way; null: no limit. */
  bytesPerSecond: number | null;
  /** How much later than it was sent a byte of the board arrives: what each question and answer costs. */
  latencyMs: number;
  /** The board takes so many bytes at once. */
  packetBytes: number;
  /** What waits to be read on the board at most; null: what the simulator keeps by itself. */
  ringBytes: number | null;
}

/** No cable at all. */
export const directLink: LinkProfile = { bytesPerSecond: null, latencyMs: 0, packetBytes: 16_384, ringBytes: null };

/** USB of an RP2040 with MicroPython's rp2 port: 64-byte packets, a ring of 512 bytes for stdin, about 1 MB/s. */
export const rp2Link: LinkProfile = { bytesPerSecond: 1_000_000, latencyMs: 1, packetBytes: 64, ringBytes: 512 };

/** A clock's tick: what a late timer may catch up on. */
const slackMs = 2;
/** A computer's driver holds about so many bytes that its program has not fetched. */
const mostInFlight = 4096;

/** What all lines of a board share: the profile, and the faults that were ordered. */
export class Link {
  readonly #changed = new Emitter<void>();
  readonly #garbage = new Emitter<{ direction: LinkDirection; bytes: Uint8Array }>();
  #profile = directLink;
  #unplug: { direction: LinkDirection | null; bytesLeft: number } | null = null;
  #noise: { direction: LinkDirection; probability: number; random: () => number } | null = null;

  readonly onDidChange = this.#changed.event;
  readonly onGarbage = this.#garbage.event;

  get profile(): LinkProfile {
    return this.#profile;
  }

  set profile(profile: LinkProfile) {
    this.#profile = profile;
    this.#changed.fire();
  }

  /** Nothing is to be done to the bytes. */
  get isPlain(): boolean {
    return this.#profile === directLink && this.#unplug === null && this.#noise === null;
  }

  /** Pulls the cable once so many bytes went; `direction` null counts both. */
  unplugAfter(bytes: number, direction: LinkDirection | null): void {
    this.#unplug = { direction, bytesLeft: bytes };
    if (bytes === 0) this.#changed.fire();
  }

  /** Replaces that part of the bytes, 0 to 1, by others; the same seed gives the same ones. */
  setNoise(probability: number, direction: LinkDirection, seed: number): void {
    this.#noise = probability === 0 ? null : { direction, probability, random: randomNumbers(seed) };
  }

  /** Puts so many bytes of nonsense on the line now. */
  addGarbage(count: number, direction: LinkDirection, seed: number): void {
    this.#garbage.fire({ direction, bytes: randomBytes(count, randomNumbers(seed)) });
  }

  /** No more faults; the profile stays. */
  clearFaults(): void {
    this.#unplug = null;
    this.#noise = null;
  }

  /** Whether the cable is to be pulled before anything else goes. */
  get isOut(): boolean {
    return this.#unplug?.bytesLeft === 0;
  }

  /** The cable was pulled; the next one holds. */
  noteUnplugged(): void {
    this.#unplug = null;
  }

  /** What comes through of these bytes, and as what. */
  pass(bytes: Uint8Array, direction: LinkDirection): Uint8Array {
    let passed = bytes;
    const unplug = this.#unplug;
    if (unplug !== null && (unplug.direction ?? direction) === direction) {
      passed = passed.subarray(0, unplug.bytesLeft);
      unplug.bytesLeft -= passed.length;
    }
    const noise = this.#noise;
    if (noise?.direction !== direction) return passed;
    return passed.map((byte) => (noise.random() < noise.probability ? Math.floor(noise.random() * 256) : byte));
  }

  dispose(): void {
    this.#changed.dispose();
    this.#garbage.dispose();
  }
}

type DataListener = (bytes: Uint8Array) => void | Promise<void>;

/** A board's line through the link. */
export class Cable implements BoardLine {
  readonly #line: BoardLine;
  readonly #link: Link;
  readonly #clock: Clock;
  readonly #closed = new Emitter<{ reason: 'lost' | 'reset'; message: string }>();
  readonly onClose = this.#closed.event;
  readonly #listeners = new Set<DataListener>();
  readonly #subscriptions: Disposable[];
  readonly #timers = new Set<Disposable>();
  #isOver = false;
  #writing: Promise<void> = Promise.resolve();
  #writesPending = 0;
  #arriving: Promise<void> = Promise.resolve();
  #inFlight = 0;
  #drained = Promise.withResolvers<void>();
  readonly #busyUntilMs = { 'to-board': 0, 'from-board': 0 };

  constructor(line: BoardLine, link: Link, clock: Clock) {
    this.#line = line;
    this.#link = link;
    this.#clock = clock;
    this.#subscriptions = [
      line.onData((bytes) => this.#receive(bytes)),
      line.onClose((end) => this.#end(end)),
      link.onDidChange(() => this.#pullIfOut()),
      link.onGarbage(({ direction, bytes }) => {
        if (direction === 'from-board') void this.#deliver(bytes);
        else void this.#line.write(bytes).catch(() => {});
      }),
    ];
  }

  readonly onData = (listener: DataListener): Disposable => {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  };

  write(bytes: Uint8Array): Promise<void> {
    if (this.#isOver) return Promise.reject(pulled());
    if (this.#link.isPlain && this.#writesPending === 0) return this.#line.write(bytes);
    this.#writesPending += 1;
    const send = () => this.#send(bytes);
    const written = this.#writing.then(send, send).finally(() => {
      this.#writesPending -= 1;
    });
    this.#writing = written;
    return written;
  }

  dispose(): void {
    this.#stop();
    this.#line.dispose();
  }

  async #send(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      if (this.#isOver) throw pulled();
      const packet = bytes.subarray(done, done + this.#link.profile.packetBytes);
      done += packet.length;
      const dueAt = this.#dueAt(packet.length, 'to-board');
      if (dueAt - this.#clock.now() >= 1) await this.#until(dueAt);
      const passed = this.#link.pass(packet, 'to-board');
      if (passed.length > 0 && !this.#isOver) await this.#line.write(passed);
      if (this.#pullIfOut()) throw pulled();
    }
  }

  #receive(bytes: Uint8Array): void | Promise<void> {
    const { bytesPerSecond, packetBytes, latencyMs } = this.#link.profile;
    if (this.#link.isPlain && this.#inFlight === 0) return this.#deliver(bytes);
    // A timer ticks by the millisecond: what arrives within one arrives together.
    const piece = Math.max(packetBytes, Math.ceil((bytesPerSecond ?? 0) / 1000));
    for (let done = 0; done < bytes.length; done += piece) {
      const part = bytes.slice(done, done + piece);
      const dueAt = Math.max(this.#dueAt(part.length, 'from-board'), this.#clock.now()) + latencyMs;
      this.#inFlight += part.length;
      this.#arriving = this.#arriving.then(() => this.#arrive(part, dueAt));
    }
    return this.#inFlight > mostInFlight ? this.#drained.promise : undefined;
  }

  async #arrive(bytes: Uint8Array, dueAt: number): Promise<void> {
    if (dueAt > this.#clock.now()) await this.#until(dueAt);
    if (!this.#isOver) await this.#deliver(this.#link.pass(bytes, 'from-board'));
    this.#pullIfOut();
    this.#inFlight -= bytes.length;
    if (this.#inFlight > mostInFlight) return;
    this.#drained.resolve();
    this.#drained = Promise.withResolvers<void>();
  }

  #deliver(bytes: Uint8Array): void | Promise<void> {
    if (bytes.length === 0) return;
    const waits = [...this.#listeners].flatMap((listener) => listener(bytes) ?? []);
    if (waits.length > 0) return Promise.allSettled(waits).then(() => {});
  }

  /** When the last of so many bytes is through. */
  #dueAt(byteCount: number, direction: LinkDirection): number {
    const { bytesPerSecond } = this.#link.profile;
    const now = this.#clock.now();
    if (bytesPerSecond === null) return now;
    const from = Math.max(this.#busyUntilMs[direction], now - slackMs);
    this.#busyUntilMs[direction] = from + (byteCount * 1000) / bytesPerSecond;
    return this.#busyUntilMs[direction];
  }

  #until(dueAt: number): Promise<void> {
    // The clock goes on while it is asked: it may be past already.
    const waitMs = Math.max(0, dueAt - this.#clock.now());
    return new Promise((resolve) => {
      const timer = this.#clock.schedule(() => {
        this.#timers.delete(timer);
        resolve();
      }, waitMs);
      this.#timers.add(timer);
    });
  }

  #pullIfOut(): boolean {
    if (this.#isOver || !this.#link.isOut) return this.#isOver;
    this.#link.noteUnplugged();
    this.#line.dispose();
    this.#end({ reason: 'lost', message: 'The cable to the simulated board was pulled.' });
    return true;
  }

  #end(end: { reason: 'lost' | 'reset'; message: string }): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#closed.fire(end);
    this.#stop();
  }

  #stop(): void {
    this.#isOver = true;
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const timer of this.#timers) timer.dispose();
    this.#timers.clear();
    this.#drained.resolve();
    this.#listeners.clear();
    this.#closed.dispose();
  }
}

function pulled(): BrambleError {
  return new BrambleError('connection-lost', 'The cable to the simulated board was pulled. Connect again.');
}
