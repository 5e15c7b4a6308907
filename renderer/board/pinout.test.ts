import { expect, test } from 'vitest';
import { boardHeightMm, boardPins, boardWidthMm } from './pinout.ts';

test('forty pins, each number once, with every GP that a Pico W leads out', () => {
  const gpios = boardPins.filter(({ kind }) => kind === 'gpio').map(({ name }) => Number(name.slice(2)));
  expect({
    numbers: boardPins.map(({ number }) => number).sort((a, b) => a - b),
    gpios: gpios.sort((a, b) => a - b),
    grounds: boardPins.filter(({ name }) => name === 'GND').map(({ number }) => number),
  }).toEqual({
    numbers: Array.from({ length: 40 }, (_, index) => index + 1),
    // 23, 24, 25 and 29 serve the board itself.
    gpios: [...Array(23).keys(), 26, 27, 28],
    grounds: [3, 8, 13, 18, 38, 33, 28, 23],
  });
});

test('some pins whose number everybody knows', () => {
  const numberOf = (name: string) => boardPins.find((pin) => pin.name === name)?.number;
  expect(['GP0', 'GP15', 'GP16', 'GP22', 'GP26', 'RUN', '3V3', 'VSYS', 'VBUS'].map(numberOf)).toEqual([
    1, 20, 21, 29, 31, 30, 36, 39, 40,
  ]);
});

test('the pins stand 2.54 mm apart inside the board, 17.78 mm across', () => {
  const left = boardPins.filter(({ side }) => side === 'left');
  const right = boardPins.filter(({ side }) => side === 'right');
  const steps = left.slice(1).map(({ y }, index) => Number((y - (left[index]?.y ?? 0)).toFixed(6)));
  expect({
    steps: new Set(steps),
    across: Number(((right[0]?.x ?? 0) - (left[0]?.x ?? 0)).toFixed(6)),
    inside: boardPins.every(({ x, y }) => x > 0 && x < boardWidthMm && y > 0 && y < boardHeightMm),
  }).toEqual({ steps: new Set([2.54]), across: 17.78, inside: true });
});
