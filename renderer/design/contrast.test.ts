import { describe, expect, test } from 'vitest';
import { contrastRatio } from './contrast.ts';
import { type Palette, type PaletteName, palettes } from './palette.ts';

const surfaces = ['background', 'surface', 'sunken', 'hover', 'selection'] as const satisfies (keyof Palette)[];
const texts = [
  'text',
  'muted',
  'accent',
  'stop',
  'warning',
  'logError',
  'logWarning',
  'logNotice',
] as const satisfies (keyof Palette)[];
const code = ['codeKeyword', 'codeString', 'codeNumber', 'codeDecorator'] as const satisfies (keyof Palette)[];

/** Every pair of text on a ground that the interface draws. */
const textPairs: [keyof Palette, keyof Palette][] = [
  ...surfaces.flatMap((surface) => texts.map((text): [keyof Palette, keyof Palette] => [text, surface])),
  ...(['background', 'surface'] as const).flatMap((surface) =>
    code.map((text): [keyof Palette, keyof Palette] => [text, surface]),
  ),
  ['run', 'background'],
  ['run', 'surface'],
  ['onAccent', 'accent'],
  ['onRun', 'run'],
  ['onStop', 'stop'],
  ['onLogCritical', 'logCritical'],
];

const edgePairs: [keyof Palette, keyof Palette][] = (['controlBorder', 'focus'] as const).flatMap((edge) =>
  (['background', 'surface', 'sunken'] as const).map((surface): [keyof Palette, keyof Palette] => [edge, surface]),
);

function below(name: PaletteName, pairs: [keyof Palette, keyof Palette][], ratio: number): string[] {
  const palette = palettes[name];
  return pairs
    .map(([fore, back]) => ({ fore, back, got: contrastRatio(palette[fore], palette[back]) }))
    .filter(({ got }) => got < ratio)
    .map(({ fore, back, got }) => `${fore} on ${back}: ${got.toFixed(2)}`);
}

test('black on white is 21 to 1 and a colour on itself 1 to 1', () => {
  expect([contrastRatio('#000000', '#FFFFFF'), contrastRatio('#A3154A', '#a3154a')]).toEqual([21, 1]);
});

test('a colour that is not #RRGGBB is refused', () => {
  expect(() => contrastRatio('red', '#FFFFFF')).toThrow(RangeError);
});

describe.each(Object.keys(palettes) as PaletteName[])('the %s palette', (name) => {
  test('has every text at AA, or AAA in high contrast', () => {
    expect(below(name, textPairs, name.startsWith('contrast') ? 7 : 4.5)).toEqual([]);
  });

  test('has every edge of a control and the focus ring at 3 to 1', () => {
    expect(below(name, edgePairs, 3)).toEqual([]);
  });
});
