import { expect, test } from 'vitest';
import type { Severity } from '../../app/syslog/index.ts';
import { severityLook } from './severity.ts';

test('every severity has a letter of its own beside its colour', () => {
  const looks = ([0, 1, 2, 3, 4, 5, 6, 7] as Severity[]).map(severityLook);
  expect(looks.map(({ letter, name, tone }) => `${letter} ${name} ${tone}`)).toEqual([
    'X Emergency critical',
    'A Alert critical',
    'C Critical critical',
    'E Error error',
    'W Warning warning',
    'N Notice notice',
    'I Info info',
    'D Debug debug',
  ]);
});
