/** The RP2040's analog-to-digital converter as numbers: volts in, what MicroPython's `ADC.read_u16()` gives out. No noise. */

export const adcReferenceVolts = 3.3;
/** Channels 0 to 2 are GP26 to GP28, 3 is VSYS through a divider by three, 4 the temperature sensor. */
export const adcChannel = { firstGpio: 26, vsys: 3, temperature: 4 } as const;

/** Twelve bits, spread over sixteen so that full scale is 65535. */
export function adcReading(volts: number): number {
  const raw = Math.max(0, Math.min(4095, Math.floor((volts / adcReferenceVolts) * 4096)));
  return (raw << 4) | (raw >> 8);
}

/** What the temperature sensor gives (RP2040 datasheet 4.9.5). */
export function temperatureSensorVolts(celsius: number): number {
  return 0.706 - (celsius - 27) * 0.001721;
}
