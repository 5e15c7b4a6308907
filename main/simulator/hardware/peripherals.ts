/** The peripherals of a simulated board's chip, on its bench: what a program asks of them, and what they show. */
import type { Clock, Disposable } from '../../../app/base/index.ts';
import {
  type Bench,
  BenchListeners,
  type PinBank,
  Pio,
  PwmPins,
  PwmSlices,
  pinFunction,
  pinName,
  pwmSnapshot,
  Timers,
  UartLines,
  Watchdog,
} from '../../../app/simulator/index.ts';
import { errno } from '../board-errno.ts';
import { analogCalls } from './analog-calls.ts';
import { busCalls } from './bus-calls.ts';
import { pioCalls } from './pio-calls.ts';
import { singleWireCalls } from './single-wire-calls.ts';
import type { ResetKind, SystemCall, SystemCallProvider } from './system-calls.ts';

export interface PeripheralsOptions {
  clock: Clock;
  pins: PinBank;
  /** Stays its owner's to dispose. */
  bench: Bench;
  /** Something that a snapshot shows changed. */
  notify: () => void;
  /** The watchdog starved: the board is to restart. */
  restart: () => void;
  /** An interrupt waits in the pins' flags: the program is to look. */
  interrupt: () => void;
  /** Ends the program's wait. */
  wake: () => void;
}

export class Peripherals implements SystemCallProvider, Disposable {
  readonly calls: Readonly<Record<string, SystemCall>>;
  readonly #options: PeripheralsOptions;
  readonly #pwm = new PwmSlices();
  readonly #pwmPins: PwmPins;
  readonly #uarts: UartLines;
  readonly #watchdog: Watchdog;
  readonly #timers: Timers;
  readonly #pio: Pio;
  readonly #wires: Disposable;

  constructor(options: PeripheralsOptions) {
    this.#options = options;
    const { clock, bench, pins, notify, restart } = options;
    this.#uarts = new UartLines({ clock, bench });
    this.#watchdog = new Watchdog({ clock, onStarved: restart });
    this.#timers = new Timers({
      clock,
      onDue: (slot) => {
        pins.interrupts.raiseTimer(slot);
        options.interrupt();
      },
    });
    // A cycle is far shorter than a millisecond.
    const fine: Clock = { now: () => performance.now(), schedule: (task, delayMs) => clock.schedule(task, delayMs) };
    this.#pwmPins = new PwmPins({ clock: fine, pins, slices: this.#pwm });
    this.#wires = bench.onDidChange(() => this.#pwmPins.update());
    this.#pio = new Pio({
      clock: fine,
      pins,
      listeners: new BenchListeners({ bench, uarts: this.#uarts }),
      wake: options.wake,
      changed: notify,
      interrupt: (flag) => {
        pins.interrupts.raisePio(flag);
        options.interrupt();
      },
    });
    this.calls = this.#guarded({
      ...pioCalls(this.#pio),
      'pins.look': () => {
        this.#pio.advance();
        this.#pwmPins.look();
        return 0;
      },
      ...analogCalls({ bench, pwm: this.#pwm, waves: this.#pwmPins, notify }),
      ...busCalls({ bench, pins, uarts: this.#uarts }),
      ...singleWireCalls(bench),
      ...this.#timerCalls(),
      'rp2.bootsel': () => Number(bench.bootsel),
      'watchdog.start': ([timeoutMs]) => {
        this.#watchdog.start(Number(timeoutMs));
        return 0;
      },
      'watchdog.enabled': () => (this.#watchdog.isRunning ? 1 : 0),
      'watchdog.stop': () => {
        this.#watchdog.reset();
        return 0;
      },
      'watchdog.feed': () => {
        this.#watchdog.feed();
        return 0;
      },
    });
  }

  /** The waves at the pins that the program gave to the PWM. */
  snapshot() {
    this.#pio.advance();
    const slices = pwmSnapshot(this.#pwm, (gpio) => this.#options.pins.settings(gpio).function === pinFunction.pwm);
    const machines = this.#pio.waves().flatMap(({ gpio, ...wave }) => {
      const pin = pinName(gpio);
      return pin === undefined ? [] : [{ pin, ...wave }];
    });
    return { pwm: [...slices, ...machines] };
  }

  /** A soft reset stops the PWM and closes the UARTs; only a harder one stops the watchdog, and takes the parts' power. */
  reset(kind: ResetKind = 'soft'): void {
    this.#uarts.reset();
    this.#timers.reset();
    this.#pio.reset();
    this.#pwmPins.reset();
    this.#options.pins.forgetInterrupts();
    if (kind === 'soft') {
      this.#pwm.stopAll();
      return;
    }
    this.#pwm.reset();
    this.#watchdog.reset();
    this.#options.bench.powerOn();
  }

  dispose(): void {
    this.#watchdog.dispose();
    this.#timers.dispose();
    this.#pio.dispose();
    this.#pwmPins.dispose();
    this.#wires.dispose();
  }

  /** A part is anybody's code: what it throws is an I/O error to the program, and told to whoever listens to the bench. */
  #guarded(calls: Record<string, SystemCall>): Record<string, SystemCall> {
    const guarded = Object.entries(calls).map(([name, call]): [string, SystemCall] => [
      name,
      (args, memory) => {
        try {
          return call(args, memory);
        } catch (error) {
          this.#options.bench.noteFailure(error);
          return -errno.EIO;
        }
      },
    ]);
    return Object.fromEntries(guarded);
  }

  #timerCalls(): Record<string, SystemCall> {
    return {
      // A period can be longer than a number that travels: seconds and microseconds.
      'timer.start': ([seconds, microseconds, periodic]) =>
        this.#timers.start(Number(seconds) * 1000 + Number(microseconds) / 1000, periodic === 1) ?? -errno.ENOMEM,
      'timer.stop': ([slot]) => {
        this.#timers.stop(Number(slot));
        this.#options.pins.interrupts.dropTimer(Number(slot));
        return 0;
      },
    };
  }
}
