/** RP2040 pin functions (datasheet 2.19.2): what a pin is wired to inside the chip. */
export const pinFunction = {
  spi: 1,
  uart: 2,
  i2c: 3,
  pwm: 4,
  sio: 5,
  pio0: 6,
  pio1: 7,
  clock: 8,
  none: 31,
  /** The chip has no such function: a pin that the converter measures has none (31). The bit above the chip's five notes it. */
  analog: 31 | 32,
} as const;

/** The bits of a function number that the chip knows. */
export const chipFunctionMask = 31;
