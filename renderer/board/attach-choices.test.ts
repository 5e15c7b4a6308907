import { expect, test } from 'vitest';
import { attachChoices } from './attach-choices.ts';

const wiringOf = (pin: `GP${number}`, part: string) =>
  attachChoices(pin).find((choice) => choice.part === part)?.wiring ?? null;

test('a part of one leg goes to the pin itself, a potentiometer only where a voltage is measured', () => {
  expect([wiringOf('GP7', 'button'), wiringOf('GP7', 'potentiometer'), wiringOf('GP27', 'potentiometer')]).toEqual([
    { pin: 'GP7' },
    null,
    { wiper: 'GP27' },
  ]);
});

test('a part on I2C takes the pin and its neighbour of the same bus, where there is one', () => {
  expect([
    wiringOf('GP4', 'bme280'),
    wiringOf('GP5', 'bme280'),
    wiringOf('GP22', 'bme280'),
    wiringOf('GP28', 'bme280'),
  ]).toEqual([{ sda: 'GP4', scl: 'GP5' }, { sda: 'GP4', scl: 'GP5' }, null, null]);
});

test('a part on SPI takes the four pins of the bus from any of those it uses', () => {
  const wiring = { cs: 'GP17', sck: 'GP18', mosi: 'GP19', dc: 'GP20' };
  expect([
    wiringOf('GP18', 'ssd1306-spi'),
    wiringOf('GP17', 'ssd1306-spi'),
    wiringOf('GP16', 'ssd1306-spi'),
    wiringOf('GP22', 'ssd1306-spi'),
  ]).toEqual([wiring, wiring, null, null]);
});
