/** What the interpreter reads of Bramble's own Python. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { leanSource, ownModuleFiles, ownModulesFolder } from './own-modules.ts';

it('leaves docstrings and comments out, and every line at its number', () => {
  const source = '"""Of a module,\nin two lines."""\n# About x.\nx = "# no comment"\nclass A:\n    """All of it."""\n';

  expect(leanSource(source)).toBe('0\n\n\nx = "# no comment"\nclass A:\n    0\n');
});

it('keeps the number of lines of every module', () => {
  for (const file of ownModuleFiles()) {
    const source = readFileSync(new URL(file, ownModulesFolder), 'utf8');
    const lean = leanSource(source);
    expect([file, lean.split('\n').length, lean.includes('"""')]).toEqual([file, source.split('\n').length, false]);
  }
});
