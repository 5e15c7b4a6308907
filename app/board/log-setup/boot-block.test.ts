import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withBootBlock, withoutBootBlock } from './boot-block.ts';

const own = 'import machine\nmachine.freq(133_000_000)\n';

it('the block comes after what boot.py has already, once however often it is put in', () => {
  const once = withBootBlock(own);
  expect(once).toMatch(
    /^import machine\nmachine\.freq\(133_000_000\)\n\n# >>> Bramble: logs.*\ntry:\n {4}import bramble_log\n/,
  );
  expect(once).toMatch(/\n# <<< Bramble: logs\n$/);
  expect(withBootBlock(once)).toBe(once);
});

it('a last line without an end, and lines that end as on Windows, stay whole', () => {
  expect(withBootBlock('a = 1')).toMatch(/^a = 1\n\n# >>>/);
  const windows = withBootBlock('a = 1\r\n');
  expect(windows.replaceAll('\r\n', '')).not.toContain('\n');
  expect(withoutBootBlock(windows)).toBe('a = 1\r\n');
});

it('what was written after it stays', () => {
  expect(withoutBootBlock(`${withBootBlock(own)}print("later")\n`)).toBe(`${own}print("later")\n`);
});

it('a block whose end was deleted takes nothing else with it', () => {
  const broken = withBootBlock(own).replace('# <<< Bramble: logs\n', 'print("mine")\n');
  expect(withoutBootBlock(broken)).toContain('print("mine")');
});

it('taking it out gives any file of whole lines back', () => {
  const line = fc.string({ unit: 'binary-ascii' }).map((text) => text.replaceAll(/[\r\n]/g, ''));
  fc.assert(
    fc.property(fc.array(line), (linesOf) => {
      const text = linesOf.map((each) => `${each}\n`).join('');
      fc.pre(!text.includes('Bramble: logs'));
      expect(withoutBootBlock(withBootBlock(text))).toBe(text);
    }),
  );
});
