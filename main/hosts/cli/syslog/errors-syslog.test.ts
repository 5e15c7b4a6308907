import { expect, it } from 'vitest';
import { errorKind } from '../../../../app/syslog/testing/error-kinds.ts';
import { errorsText } from './errors-syslog.ts';

it('a board with an endless name leaves the table readable', () => {
  const more = { kinds: 0, lines: 0, isAtLeast: false };
  const endless = errorKind({ boards: ['x'.repeat(255), 'attic'], boardCount: 2 });
  const [, short, long] = errorsText({ kinds: [errorKind(), endless], more }).split('\n');
  expect(long).toMatch(/ {2}x{31}…, attic {2}app: lost #$/);
  expect(short).toHaveLength(long?.length ?? 0);
});
