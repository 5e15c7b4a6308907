import { expect, test } from 'vitest';
import { PinBank, pinBankBytes, pinPull } from './pin-bank.ts';
import { pinFunction } from './pin-function.ts';
import { pinSignal, pinSignals } from './pin-signals.ts';

test('a GPIO has the signals that a Pico W’s pinout prints beside it', () => {
  expect(Object.fromEntries([0, 5, 9, 16, 22, 26].map((gpio) => [gpio, pinSignals(gpio)]))).toEqual({
    0: ['I2C0 SDA', 'SPI0 RX', 'UART0 TX', 'PWM 0A'],
    5: ['I2C0 SCL', 'SPI0 CSn', 'UART1 RX', 'PWM 2B'],
    9: ['I2C0 SCL', 'SPI1 CSn', 'UART1 RX', 'PWM 4B'],
    16: ['I2C0 SDA', 'SPI0 RX', 'UART0 TX', 'PWM 0A'],
    22: ['I2C1 SDA', 'SPI0 SCK', 'UART1 CTS', 'PWM 3A'],
    26: ['ADC0', 'I2C1 SDA', 'SPI1 SCK', 'UART1 CTS', 'PWM 5A'],
  });
});

test('plain input and output, and none, are no signal; a clock is one where the chip leads it out', () => {
  const { sio, none, clock, pio0, analog } = pinFunction;
  expect([sio, none, pio0].map((fn) => pinSignal(2, fn))).toEqual([null, null, 'PIO0']);
  expect([pinSignal(21, clock), pinSignal(2, clock), pinSignal(2, analog)]).toEqual(['GPOUT0', null, null]);
});

test('a snapshot says which signal a program gave a pin to', () => {
  const bank = new PinBank(new ArrayBuffer(pinBankBytes));
  bank.reset();
  bank.configure(4, { function: pinFunction.i2c, output: false, openDrain: false, pull: pinPull.up });
  bank.configure(26, { function: pinFunction.analog, output: false, openDrain: false, pull: pinPull.none });
  const shown = bank.snapshot().filter(({ mode }) => mode !== 'unused');
  expect(shown.map(({ name, mode, signal }) => [name, mode, signal])).toEqual([
    ['GP4', 'alt', 'I2C0 SDA'],
    ['GP26', 'alt', 'ADC0'],
  ]);
});
