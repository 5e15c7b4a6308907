/**
 * A UART of the RP2040: bytes leave one after another at the speed of the line, and arrive where a wire leads. Knows time from the
 * clock alone: nothing is scheduled, what has arrived by now is counted when somebody asks.
 */
import type { Clock } from '../base/index.ts';

export interface UartSettings {
  baudrate: number;
  bits: number;
  parity: 'none' | 'even' | 'odd';
  stop: number;
  /** GPIO numbers. */
  tx: number;
  rx: number;
  receiveBytes: number;
  transmitBytes: number;
}

/** The hardware's own FIFO, in front of MicroPython's buffer. */
const fifoBytes = 32;

export interface SentBytes {
  bytes: Uint8Array;
  /** When each byte's stop bit ends, in the clock's ms. */
  arrivesAtMs: (index: number) => number;
}

export class UartPort {
  readonly #clock: Clock;
  settings: UartSettings | null = null;
  /** Still on the line, in the order of their arrival. */
  #coming: { byte: number; atMs: number }[] = [];
  #received: number[] = [];
  /** When the last byte handed over will have left. */
  #idleAtMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  configure(settings: UartSettings): void {
    this.settings = settings;
    this.#coming = [];
    this.#received = [];
    this.#idleAtMs = Number.NEGATIVE_INFINITY;
  }

  reset(): void {
    this.settings = null;
    this.#coming = [];
    this.#received = [];
    this.#idleAtMs = Number.NEGATIVE_INFINITY;
  }

  /** How long a byte takes on the line: start bit, data, parity, stop bits. */
  get byteMs(): number {
    if (this.settings === null) return 0;
    const { bits, parity, stop, baudrate } = this.settings;
    return ((1 + bits + (parity === 'none' ? 0 : 1) + stop) * 1000) / baudrate;
  }

  /** Hands bytes to the transmitter; gives those that it took, fewer when its buffer is full. */
  send(bytes: Uint8Array): SentBytes {
    const { byteMs } = this;
    const now = this.#clock.now();
    const startMs = Math.max(now, this.#idleAtMs);
    const waiting = byteMs === 0 ? 0 : Math.ceil((startMs - now) / byteMs);
    const room = Math.max(0, (this.settings?.transmitBytes ?? 0) + fifoBytes - waiting);
    const taken = bytes.slice(0, room);
    this.#idleAtMs = startMs + taken.length * byteMs;
    return { bytes: taken, arrivesAtMs: (index) => startMs + (index + 1) * byteMs };
  }

  /** Everything has left. */
  get isIdle(): boolean {
    return this.#clock.now() >= this.#idleAtMs;
  }

  /** Bytes on their way to the receiver. */
  receive({ bytes, arrivesAtMs }: SentBytes): void {
    if (this.settings === null) return;
    bytes.forEach((byte, index) => {
      this.#coming.push({ byte, atMs: arrivesAtMs(index) });
    });
  }

  /** A byte has come to its end at the receiver. */
  receiveNow(byte: number): void {
    const now = this.#clock.now();
    this.receive({ bytes: Uint8Array.of(byte), arrivesAtMs: () => now });
  }

  /** How many bytes have arrived. */
  get available(): number {
    this.#settle();
    return this.#received.length;
  }

  /** Takes up to `count` bytes that have arrived. */
  read(count: number): Uint8Array {
    this.#settle();
    return Uint8Array.from(this.#received.splice(0, count));
  }

  /** What came since somebody asked last: nobody read meanwhile, so what the buffer cannot hold is lost, as on the board. */
  #settle(): void {
    const now = this.#clock.now();
    const later = this.#coming.findIndex(({ atMs }) => atMs > now);
    const arrived = this.#coming.splice(0, later < 0 ? this.#coming.length : later);
    const room = (this.settings?.receiveBytes ?? 0) + fifoBytes - this.#received.length;
    this.#received.push(...arrived.slice(0, Math.max(0, room)).map(({ byte }) => byte));
  }
}

/** Whether two ends of a line understand each other. */
export function sameFraming(a: UartSettings, b: UartSettings): boolean {
  return a.baudrate === b.baudrate && a.bits === b.bits && a.parity === b.parity && a.stop === b.stop;
}
