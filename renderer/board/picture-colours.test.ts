import { expect, test } from 'vitest';
import { pictureColours, stripColours } from './picture-colours.ts';

test('a display’s dark pixels are its glass, its lit ones its light', () => {
  const picture = { width: 2, height: 1, format: 'grey' as const, pixels: Uint8Array.of(0, 255) };
  expect([...pictureColours(picture)]).toEqual([6, 8, 12, 255, 214, 238, 255, 255]);
});

test('a picture in colours is those colours', () => {
  const picture = { width: 1, height: 1, format: 'rgb' as const, pixels: Uint8Array.of(1, 2, 3) };
  expect([...pictureColours(picture)]).toEqual([1, 2, 3, 255]);
});

test('a lamp keeps its hue when it is dim', () => {
  const picture = { width: 2, height: 1, format: 'rgb' as const, pixels: Uint8Array.of(51, 0, 0, 0, 0, 0) };
  expect(stripColours(picture)).toEqual([
    { at: 0, colour: 'rgb(255 0 0)', brightness: 0.2 },
    { at: 1, colour: 'rgb(0 0 0)', brightness: 0 },
  ]);
});
