/** A strip of WS2812 LEDs ("NeoPixels"): green, red, blue and, on some, white, eight bits each. */
import type { Part, PartPicture } from '../part.ts';

export interface NeopixelStripOptions {
  count?: number;
  /** 4 for strips with a white LED. */
  bytesPerPixel?: 3 | 4;
}

/** A strip whose `picture()` is one row of colours. White is mixed into them, as the eye does. */
export function neopixelStrip({ count = 8, bytesPerPixel = 3 }: NeopixelStripOptions = {}): Part & {
  picture(): PartPicture;
} {
  const bytes = new Uint8Array(count * bytesPerPixel);
  return {
    name: 'NeoPixel',
    usualWiring: { data: 'GP28' },
    bitstream: {
      // Each LED takes the first bytes for itself and passes the others on; what the last one passes on goes nowhere.
      receive: (stream) => bytes.set(stream.subarray(0, bytes.length)),
    },
    picture() {
      const pixels = new Uint8Array(count * 3);
      for (let at = 0; at < count; at++) {
        const [green = 0, red = 0, blue = 0, white = 0] = bytes.subarray(at * bytesPerPixel, (at + 1) * bytesPerPixel);
        pixels.set(
          [red, green, blue].map((colour) => Math.min(255, colour + white)),
          at * 3,
        );
      }
      return { width: count, height: 1, format: 'rgb', pixels };
    },
    powerOn: () => void bytes.fill(0),
  };
}
