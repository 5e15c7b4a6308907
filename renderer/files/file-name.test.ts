import { expect, test } from 'vitest';
import { nameProblem } from './file-name.ts';

test('good names of any language pass', () => {
  expect(
    ['main.py', 'my file.txt', 'größe.py', '温度.py', 'lib', '.env'].map((name) => nameProblem(name, new Set())),
  ).toEqual(Array(6).fill(null));
});

test('a bad name gets a sentence that says what to do', () => {
  const names = ['', '  ', ' a', 'a/b', 'a\\b', 'a\nb', 'a:b', '.', '..', 'x'.repeat(201), 'main.py'];
  expect(names.filter((name) => nameProblem(name, new Set(['main.py'])) === null)).toEqual([]);
});
