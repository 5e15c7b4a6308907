/** Which pins a Pico W has and what they are called: in the bank, to a program, and in a snapshot. Holds no state. */
import type { PinSnapshot } from './snapshot.ts';

/** GPIOs of the RP2040. 23, 24, 25 and 29 belong to the wireless chip and have no pad on the edge of the board. */
export const gpioCount = 30;

/** Pins of the wireless chip follow the GPIOs: WL_GPIO0 is the on-board LED, 1 the regulator's mode, 2 senses VBUS. */
export const ledPin = 30;
export const vbusPin = 32;
const wirelessPinCount = 3;
export const pinCount = gpioCount + wirelessPinCount;

const onTheEdge = (gpio: number) => gpio <= 22 || (gpio >= 26 && gpio <= 28);

/** The pins a snapshot shows, by index in the bank: those with a pad on the board's edge, then the LED. */
export const visiblePins: readonly { index: number; name: PinSnapshot['name'] }[] = [
  ...Array.from({ length: gpioCount }, (_, index) => ({ index, name: `GP${index}` as const })).filter(({ index }) =>
    onTheEdge(index),
  ),
  { index: ledPin, name: 'LED' },
];

const indexByName: ReadonlyMap<string, number> = new Map(visiblePins.map(({ index, name }) => [name, index]));

/** The bank's index of a pin by its snapshot name, or undefined when the board has no such pin. */
export function pinIndex(name: string): number | undefined {
  return indexByName.get(name);
}

/** The snapshot name of a pin by its index in the bank, or undefined when it is not on the board's edge. */
export function pinName(index: number): PinSnapshot['name'] | undefined {
  return visiblePins.find((pin) => pin.index === index)?.name;
}
