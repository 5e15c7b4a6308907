import { expect, it } from 'vitest';
import type { SyslogRow } from '../../../app/syslog/index.ts';
import { alertInWords, whenInWords } from './alert-words.ts';

it('an alert says what came, and from whom, with nothing hidden', () => {
  const rule = { name: 'hot', query: 'temp', threshold: 3, periodSeconds: 300, isOn: true };
  const row = { hostname: 'kit\u202echen', address: '::1', text: `temp=90\u0007${'x'.repeat(300)}` } as SyslogRow;
  expect(alertInWords({ rule, row })).toBe(
    `3 lines within 5 minutes of “hot”. kit⟨U+202E⟩chen: temp=90⟨BEL⟩${'x'.repeat(192)}…`,
  );
  expect(alertInWords({ rule: { ...rule, threshold: 1 }, row })).toMatch(/^A line of “hot”/);
  const endless = { ...row, hostname: 'h'.repeat(255), text: 'hot' };
  expect(alertInWords({ rule, row: endless })).toBe(`3 lines within 5 minutes of “hot”. ${'h'.repeat(40)}…: hot`);
});

it('a rule for each line says how often it tells', () => {
  expect([1, 3].map((threshold) => whenInWords({ threshold, periodSeconds: 300 }))).toEqual([
    'at most once in 5 minutes: a line',
    '3 lines within 5 minutes',
  ]);
});
