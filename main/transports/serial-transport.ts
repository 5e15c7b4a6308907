/** A board on a serial port: a Pico W's USB, or a pseudo-terminal. */
import { SerialPort } from 'serialport';
import type { Disposable } from '../../app/base/index.ts';
import { formatBoardAddress, type Transport } from '../../app/board/index.ts';
import { holdersForPeople, holdersOf } from '../platform/port-holders.ts';
import type { LockPort } from '../platform/port-lock.ts';
import { isHungUp, serialOpenError } from './serial-errors.ts';
import { waitForBoth } from './serial-waits.ts';
import { lineEnded, TransportEvents } from './transport-events.ts';
import { writeInTime, writeTimeoutMs } from './write-timeout.ts';

export interface SerialTransportOptions {
  /** `/dev/ttyACM0`, `COM3`. */
  path: string;
  writeTimeoutMs?: number;
  /** Takes the port's lock, or throws who has it. */
  lockPort?: LockPort;
}

/** USB does not care; a UART bridge runs MicroPython at this rate. Never 1200, which puts a Pico into its bootloader. */
const baudRate = 115_200;

/** How often a port is asked whether it is still there. */
const aliveMs = 500;

export class SerialTransport implements Transport {
  readonly address: string;
  readonly #options: SerialTransportOptions & { writeTimeoutMs: number };
  #lock: Disposable | null = null;
  readonly #events = new TransportEvents();
  readonly onData = this.#events.onData;
  readonly onClose = this.#events.onClose;
  readonly #port: SerialPort;
  #watch: NodeJS.Timeout | undefined;

  constructor(options: SerialTransportOptions) {
    this.#options = { writeTimeoutMs, ...options };
    this.address = formatBoardAddress({ kind: 'serial', path: options.path });
    // Closing drops DTR (hupcl), by which a Pico knows that nobody listens and need not wait for anyone to read.
    this.#port = new SerialPort({ path: options.path, baudRate, autoOpen: false, lock: true, hupcl: true });
  }

  async open(): Promise<void> {
    this.#events.begin();
    const { path } = this.#options;
    this.#takeLock();
    const error = await new Promise<Error | null>((resolve) => this.#port.open(resolve));
    if (error !== null) {
      this.#end();
      throw serialOpenError(error.message, path, process.platform, error, holdersForPeople(await holdersOf(path)));
    }
    waitForBoth(this.#port);
    this.#listen();
    if (!this.#events.opened()) {
      this.#lock?.dispose();
      this.#port.close(() => {});
      throw lineEnded(this.address);
    }
    await this.#assertReady();
  }

  write(bytes: Uint8Array): Promise<void> {
    if (!this.#events.isOpen) return Promise.reject(lineEnded(this.address));
    if (bytes.length === 0) return Promise.resolve();
    return writeInTime(this.address, this.#options.writeTimeoutMs, (done) => {
      this.#port.write(bytes, (error) => done(error ? lineEnded(this.address) : null));
    });
  }

  dispose(): void {
    const wasOpen = this.#events.isOpen;
    clearInterval(this.#watch);
    if (!this.#end()) return;
    // An error of the closing is of no use to anyone: the line is given up.
    if (wasOpen) this.#port.close(() => {});
  }

  #takeLock(): void {
    try {
      this.#lock = this.#options.lockPort?.(this.#options.path) ?? null;
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  #end(): boolean {
    this.#lock?.dispose();
    this.#lock = null;
    return this.#events.end();
  }

  /**
   * A Pico sends only to a port whose DTR is set, and Windows opens without. Both lines at once is what leaves an ESP32's reset
   * circuit alone. A pseudo-terminal has no such lines and refuses: nothing is lost.
   */
  async #assertReady(): Promise<void> {
    await new Promise<void>((resolve) => this.#port.set({ dtr: true, rts: true }, () => resolve()));
  }

  #listen(): void {
    this.#port.on('data', (bytes: Uint8Array) => {
      const wait = this.#events.data(bytes);
      if (wait === undefined) return;
      this.#port.pause();
      void wait.finally(() => this.#port.resume());
    });
    this.#port.on('error', () => {});
    this.#port.on('close', () => this.#lost());
    this.#watch = setInterval(() => this.#lookAlive(), aliveMs).unref();
  }

  /**
   * The bindings notice that a port went away only while they wait for bytes: not while reading is paused, and when a read was
   * just under way they read its zero bytes for ever.
   */
  #lookAlive(): void {
    this.#port.get((error) => {
      if (error == null || !isHungUp(error.message)) return;
      this.#lost();
      this.#port.close(() => {});
    });
  }

  #lost(): void {
    clearInterval(this.#watch);
    this.#lock?.dispose();
    this.#lock = null;
    this.#events.closed({
      reason: 'lost',
      message: `The board at ${this.address} was unplugged, or its port went away.`,
    });
  }
}
