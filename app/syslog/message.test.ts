import { expect, it } from 'vitest';
import { facilityNames, severityNames } from './index.ts';
import { read } from './testing/read.ts';

it.each([
  ['<0>', 'kern', 'emergency'],
  ['<11>', 'user', 'error'],
  ['<84>', 'authpriv', 'warning'],
  ['<191>', 'local7', 'debug'],
])('%s is named %s and %s', (pri, facilityName, severityName) => {
  const { facility, severity } = read(`${pri}x`);
  expect([facilityNames[facility], severityNames[severity]]).toEqual([facilityName, severityName]);
});
