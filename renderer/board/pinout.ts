/**
 * The pins of a Pico W as they stand at its edges, and its measures in mm. From the Pico W datasheet, figures 2 to 4:
 * https://datasheets.raspberrypi.com/picow/pico-w-datasheet.pdf
 */

export interface BoardPin {
  /** 1 to 40, counted as the datasheet does. */
  number: number;
  /** What is printed beside it. */
  name: string;
  /** `gpio` pins belong to the program; the others are wires of the board. */
  kind: 'gpio' | 'ground' | 'power' | 'control';
  /** What it is for, in words, where the name does not say. */
  purpose: string | null;
  /** The centre of its hole, in mm from the board's top left corner, the USB socket at the top. */
  x: number;
  y: number;
  side: 'left' | 'right';
}

export const boardWidthMm = 21;
export const boardHeightMm = 51;
const pitchMm = 2.54;
const rowDistanceMm = 17.78;

const leftNames = 'GP0 GP1 GND GP2 GP3 GP4 GP5 GND GP6 GP7 GP8 GP9 GND GP10 GP11 GP12 GP13 GND GP14 GP15'.split(' ');
/** From the top, so pin 40 first. */
const rightNames =
  'VBUS VSYS GND 3V3_EN 3V3 ADC_VREF GP28 GND GP27 GP26 RUN GP22 GND GP21 GP20 GP19 GP18 GND GP17 GP16'.split(' ');

const purposes: Record<string, string> = {
  GND: 'ground',
  VBUS: '5 V from USB',
  VSYS: 'supply in, 1.8 to 5.5 V',
  '3V3_EN': 'low switches the board off',
  '3V3': '3.3 V out',
  ADC_VREF: 'reference of the analogue inputs',
  RUN: 'low resets the board',
  GP26: 'analogue input 0',
  GP27: 'analogue input 1',
  GP28: 'analogue input 2',
};

export const boardPins: readonly BoardPin[] = [
  ...leftNames.map((name, index) => pin(name, index + 1, 'left', index)),
  ...rightNames.map((name, index) => pin(name, 40 - index, 'right', index)),
];

function pin(name: string, number: number, side: 'left' | 'right', index: number): BoardPin {
  const edge = (boardWidthMm - rowDistanceMm) / 2;
  const top = (boardHeightMm - 19 * pitchMm) / 2;
  return {
    number,
    name,
    side,
    kind: kindOf(name),
    purpose: purposes[name] ?? null,
    x: side === 'left' ? edge : boardWidthMm - edge,
    y: top + index * pitchMm,
  };
}

function kindOf(name: string): BoardPin['kind'] {
  if (name.startsWith('GP')) return 'gpio';
  if (name === 'GND') return 'ground';
  return name === 'RUN' || name === '3V3_EN' ? 'control' : 'power';
}
