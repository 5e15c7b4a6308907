/** Maxim's DS18B20: a thermometer on the 1-Wire bus (datasheet 19-7487). Not in parasite power, no alarms. */
import type { Clock } from '../../base/index.ts';
import { OneWireResponder } from '../one-wire.ts';
import { type Part, partValue } from '../part.ts';

const command = {
  convert: 0x44,
  copyScratchpad: 0x48,
  writeScratchpad: 0x4e,
  powerSupply: 0xb4,
  recall: 0xb8,
  readScratchpad: 0xbe,
};
/** A temperature takes this long at 12 bits, and half as long for each bit less. */
const conversionMs = 750;
/** The scratchpad after power-on says 85 °C. */
const powerOnTemperature = 85 * 16;

export interface Ds18b20Options {
  clock: Clock;
  /** The middle six bytes of its ROM code, as a number, to tell several on one bus apart. */
  serial?: number;
}

/** `values`: temperature in °C. */
export function ds18b20({ clock, serial = 1 }: Ds18b20Options) {
  const values = { temperature: partValue(21, '°C', -55, 125) };
  let reading = powerOnTemperature;
  /** High alarm, low alarm, configuration: what it is set to, and what its EEPROM keeps. */
  let settings = Uint8Array.of(0x4b, 0x46, 0x7f);
  let kept = settings.slice();
  let readyMs = Number.NEGATIVE_INFINITY;
  let written: number[] | null = null;

  const resolutionLoss = () => 3 - (((settings[2] ?? 0) >> 5) & 3);
  const responder = new OneWireResponder({
    family: 0x28,
    serial,
    onCommand(code) {
      written = null;
      if (code === command.convert) {
        const steps = Math.round(values.temperature.value * 16);
        // Bits below the resolution are undefined on the chip; here they are 0.
        reading = (steps >> resolutionLoss()) << resolutionLoss();
        readyMs = clock.now() + conversionMs / 2 ** resolutionLoss();
      } else if (code === command.writeScratchpad) written = [];
      else if (code === command.copyScratchpad) kept = settings.slice();
      else if (code === command.recall) settings = kept.slice();
      else if (code === command.readScratchpad) {
        return Uint8Array.of(reading & 0xff, (reading >> 8) & 0xff, ...settings, 0xff, 0x0c, 0x10);
      } else if (code === command.powerSupply) return 'ones';
      // While it converts it answers 0, then 1.
      return code === command.convert ? () => (clock.now() >= readyMs ? 1 : 0) : 'ones';
    },
    onByte(byte) {
      if (written === null || written.length === 3) return;
      written.push(byte);
      // Of the configuration, only the two bits of the resolution can be written.
      if (written.length === 3) settings = Uint8Array.of(written[0] ?? 0, written[1] ?? 0, (byte & 0x60) | 0x1f);
    },
  });
  return {
    name: 'DS18B20',
    usualWiring: { data: 'GP22' },
    values,
    oneWire: responder,
    powerOn() {
      reading = powerOnTemperature;
      settings = kept.slice();
      readyMs = Number.NEGATIVE_INFINITY;
    },
  } as const satisfies Part;
}
