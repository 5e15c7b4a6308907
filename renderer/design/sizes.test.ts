import { expect, test } from 'vitest';
import { formatBytes } from './sizes.ts';

test('amounts of bytes are written short and whole', () => {
  expect([0, 812, 1024, 1536, 12_400, 651_264, 1_048_576, 1_468_006].map(formatBytes)).toEqual([
    '0 B',
    '812 B',
    '1 KB',
    '1.5 KB',
    '12 KB',
    '636 KB',
    '1 MB',
    '1.4 MB',
  ]);
});
