/**
 * What the chip's own peripherals can do at each GPIO, by the names that the pinout of a Pico W prints: `I2C0 SDA`, `PWM 7A`.
 * From the RP2040 datasheet, 2.19.2, table "GPIO bank 0 functions".
 */
import { adcChannel } from './adc.ts';
import { pinFunction } from './pin-function.ts';
import { pwmPlace } from './pwm.ts';

const clockSignals: Readonly<Record<number, string>> = { 20: 'GPIN0', 21: 'GPOUT0', 22: 'GPIN1' };

/** The name of the signal that a function number leads to a GPIO; null for plain input and output, and for none. */
export function pinSignal(gpio: number, functionNumber: number): string | null {
  const ofFour = <T>(names: readonly [T, T, T, T]): T => names[(gpio & 3) as 0 | 1 | 2 | 3];
  switch (functionNumber) {
    case pinFunction.spi:
      return `SPI${(gpio >> 3) & 1} ${ofFour(['RX', 'CSn', 'SCK', 'TX'])}`;
    case pinFunction.uart:
      return `UART${((gpio + 4) >> 3) & 1} ${ofFour(['TX', 'RX', 'CTS', 'RTS'])}`;
    case pinFunction.i2c:
      return `I2C${(gpio >> 1) & 1} ${(gpio & 1) === 0 ? 'SDA' : 'SCL'}`;
    case pinFunction.pwm: {
      const { slice, channel } = pwmPlace(gpio);
      return `PWM ${slice}${channel === 0 ? 'A' : 'B'}`;
    }
    case pinFunction.pio0:
      return 'PIO0';
    case pinFunction.pio1:
      return 'PIO1';
    case pinFunction.clock:
      return clockSignals[gpio] ?? null;
    case pinFunction.analog:
      return adcSignal(gpio);
    default:
      return null;
  }
}

/** Every signal that a GPIO can be given to, those that people look for first. */
export function pinSignals(gpio: number): string[] {
  const { analog, i2c, spi, uart, pwm } = pinFunction;
  return [analog, i2c, spi, uart, pwm].flatMap((each) => pinSignal(gpio, each) ?? []);
}

function adcSignal(gpio: number): string | null {
  const channel = gpio - adcChannel.firstGpio;
  return channel >= 0 && channel < adcChannel.vsys ? `ADC${channel}` : null;
}
