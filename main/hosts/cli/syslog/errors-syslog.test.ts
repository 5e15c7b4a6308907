import { expect, it } from 'vitest';
import type { ErrorKind } from '../../../../app/syslog/index.ts';
import { errorsText } from './errors-syslog.ts';

const kind: ErrorKind = {
  title: 'lost #',
  place: null,
  app: 'app',
  term: '/^lost/',
  fingerprint: '0',
  severity: 3,
  count: 1,
  boards: ['shed'],
  boardCount: 1,
  firstMs: 0,
  lastMs: 0,
  firstEverMs: 0,
  lastId: 1,
  sentBy: null,
  newSince: null,
};

it('a board with an endless name leaves the table readable', () => {
  const more = { kinds: 0, lines: 0, isAtLeast: false };
  const endless = { ...kind, boards: ['x'.repeat(255), 'attic'], boardCount: 2 };
  const [, short, long] = errorsText({ kinds: [kind, endless], more }).split('\n');
  expect(long).toMatch(/ {2}x{31}…, attic {2}app: lost #$/);
  expect(short).toHaveLength(long?.length ?? 0);
});
