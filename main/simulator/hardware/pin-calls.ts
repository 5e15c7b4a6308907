/**
 * The pins as a program on the board reaches them: functions that run in the program's own thread on shared memory, so that
 * toggling a pin asks nobody. Registered in Python's `_host` module under these names; `machine.py` is their only caller.
 */
// Not through the index: a board's thread has no use for the parts, which would take a third of its start.
import { PinBank } from '../../../app/simulator/pin-bank.ts';
import { chipFunctionMask } from '../../../app/simulator/pin-function.ts';

/** Python knows pins by their index in the bank: GPIO number, or 30 to 32 for the wireless chip's. */
export function pinCalls(
  shared: SharedArrayBuffer,
  notify: () => void,
  interrupt: () => void = () => {},
  /** Has the owner bring the pins up to now, for PIO and PWM; and, before the program changes one, take notice of what it was. */
  ask: (what: 'pins.look' | 'pins.change') => void = () => {},
): Readonly<Record<string, (...args: number[]) => number>> {
  const bank = new PinBank(shared, notify, interrupt);
  const beforeChange = (pin: number) => {
    if (bank.isSampled(pin)) ask('pins.change');
  };
  return {
    pin_get: (pin = 0) => {
      if (bank.isTimed(pin)) ask('pins.look');
      return bank.level(pin);
    },
    pin_put: (pin = 0, value = 0) => {
      beforeChange(pin);
      bank.put(pin, value);
      return 0;
    },
    pin_toggle: (pin = 0) => {
      beforeChange(pin);
      bank.toggle(pin);
      return 0;
    },
    pin_latch: (pin = 0) => bank.latch(pin),
    /** `direction` is MicroPython's mode: 0 input, 1 output, 2 open drain. */
    pin_configure: (pin = 0, fn = 0, direction = 0, pull = 0) => {
      beforeChange(pin);
      bank.configure(pin, { function: fn, output: direction !== 0, openDrain: direction === 2, pull });
      return 0;
    },
    pin_function: (pin = 0) => bank.settings(pin).function & chipFunctionMask,
    pin_direction: (pin = 0) => {
      const { output, openDrain } = bank.settings(pin);
      if (openDrain) return 2;
      return output ? 1 : 0;
    },
    pin_pull: (pin = 0) => bank.settings(pin).pull,
    /** `edges` as MicroPython's `Pin.IRQ_FALLING | Pin.IRQ_RISING`; 0 ends it. */
    pin_irq: (pin = 0, edges = 0) => {
      bank.watch(pin, edges);
      // Who drives the pin by time is to know that its edges are seen from now on.
      if (bank.isTimed(pin)) ask('pins.look');
      return 0;
    },
    /** A pin in the low byte and its edges above, a timer's slot with bit 16, a flag of the PIO with bit 17, or -1. */
    next_interrupt: () => {
      const pending = bank.interrupts.take();
      if (pending === null) return -1;
      if (pending.kind === 'pio') return pending.flag | (1 << 17);
      return pending.kind === 'timer' ? pending.slot | (1 << 16) : pending.pin | (pending.edges << 8);
    },
  };
}
