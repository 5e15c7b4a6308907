import { expect, test } from 'vitest';
import { isEmptyPrompt, standsAtPrompt } from './prompt.ts';

test('only a bare prompt is an empty prompt', () => {
  expect(['>>> ', '>>>', '>>> x', '... ', '', '    '].map(isEmptyPrompt)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});

test('a board at a prompt is told from one that runs what was typed', () => {
  const lines = [
    '>>> ',
    '>>> for i in range(3):',
    '...     print(i)',
    '=== x = 1',
    '42>>> ',
    '',
    '>',
    'hello',
    '    >>>',
  ];
  expect(lines.map(standsAtPrompt)).toEqual([true, true, true, true, true, false, false, false, false]);
});
