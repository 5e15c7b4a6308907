import { expect, test } from 'vitest';
import { paletteFor, themeChoices } from './theme.ts';

test('each choice gives a palette for each look of the system', () => {
  const looks = [
    { dark: false, moreContrast: false },
    { dark: true, moreContrast: false },
    { dark: false, moreContrast: true },
    { dark: true, moreContrast: true },
  ];
  expect(themeChoices.map((choice) => [choice, ...looks.map((look) => paletteFor(choice, look))])).toEqual([
    ['system', 'light', 'dark', 'contrast-light', 'contrast-dark'],
    ['light', 'light', 'light', 'light', 'light'],
    ['dark', 'dark', 'dark', 'dark', 'dark'],
    ['contrast', 'contrast-light', 'contrast-dark', 'contrast-light', 'contrast-dark'],
  ]);
});
