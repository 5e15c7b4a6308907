/** The pixels of a part's picture as colours of a screen. */
import type { PartSnapshot } from '../../app/simulator/index.ts';

type Picture = NonNullable<PartSnapshot['picture']>;

/** What an OLED's white looks like, and its glass where nothing is lit. */
const oledLight = [214, 238, 255] as const;
const glass = [6, 8, 12] as const;

/** Red, green, blue and opaque for each pixel, as a canvas takes them. */
export function pictureColours({ width, height, format, pixels }: Picture): Uint8ClampedArray<ArrayBuffer> {
  const colours = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    const colour =
      format === 'rgb'
        ? [pixels[at * 3] ?? 0, pixels[at * 3 + 1] ?? 0, pixels[at * 3 + 2] ?? 0]
        : glass.map((dark, index) => dark + (((oledLight[index] ?? 255) - dark) * (pixels[at] ?? 0)) / 255);
    colours.set([...colour, 255], at * 4);
  }
  return colours;
}

/** Each lamp's hue at full strength, and how bright it is: a lamp that is dim is not black. */
export function stripColours({ pixels }: Picture): { at: number; colour: string; brightness: number }[] {
  return Array.from({ length: Math.floor(pixels.length / 3) }, (_, at) => {
    const rgb = [...pixels.subarray(at * 3, at * 3 + 3)];
    const strongest = Math.max(...rgb);
    const full = rgb.map((each) => (strongest === 0 ? 0 : Math.round((each * 255) / strongest)));
    return { at, colour: `rgb(${full.join(' ')})`, brightness: strongest / 255 };
  });
}
