import { expect, it } from 'vitest';
import { chosenInWords, fileNameOf, foundInWords, progressInWords, tooManyInWords } from './export-words.ts';

it('says what is exported, as far as that is known', () => {
  expect([
    foundInWords(null, true),
    foundInWords({ rows: 1204, more: false }, true),
    foundInWords({ rows: 1204, more: true }, true),
    foundInWords({ rows: 1, more: false }, false),
    foundInWords({ rows: 0, more: false }, true),
    foundInWords({ rows: 0, more: true }, true),
    chosenInWords(1),
    chosenInWords(3),
  ]).toEqual([
    'All lines that the search finds',
    'All lines that the search finds: 1,204',
    'All lines that the search finds: at least 1,204',
    'The one line of the log',
    'No line passes the search',
    'All lines that the search finds: at least 0',
    'The line that is chosen',
    'The 3 lines that are chosen',
  ]);
});

it('says how far it is, and never that it is done before it is', () => {
  expect(progressInWords({ rows: 12_000, part: 0.999 })).toBe('12,000 lines, 99 %');
});

it('leads to the command line where there are too many', () => {
  expect(tooManyInWords(2_000_000, 500_000, 'csv')).toBe(
    'There are 2,000,000 lines, more than the 500,000 that this browser can save at once. Search for fewer, or export them on the ' +
      'command line: bramble syslog export --format csv',
  );
});

it('names the file after the day', () => {
  const day = new Date(2026, 0, 7);
  expect([
    fileNameOf('csv', day),
    fileNameOf('jsonl', day),
    fileNameOf('text', day),
    fileNameOf('rfc5424', day),
  ]).toEqual([
    'bramble-log-2026-01-07.csv',
    'bramble-log-2026-01-07.jsonl',
    'bramble-log-2026-01-07.txt',
    'bramble-log-2026-01-07.log',
  ]);
});
