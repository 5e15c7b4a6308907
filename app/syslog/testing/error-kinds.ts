/** A kind of errors as the log answers with it, for the tests of who shows it. */
import type { ErrorKind } from '../errors/error-tally.ts';

export function errorKind(parts: Partial<ErrorKind> = {}): ErrorKind {
  return {
    title: 'lost #',
    place: null,
    app: 'app',
    term: 'severity>=error app:app /^lost/',
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
    ...parts,
  };
}
