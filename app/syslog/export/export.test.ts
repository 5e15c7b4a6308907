import { expect, it } from 'vitest';
import { read, row } from '../testing/read.ts';
import { csvLine, rfc5424Line } from './export.ts';

it.each([
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "hi"\nagain', '"say ""hi""\nagain"'],
  ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
])('the text %j is %j in CSV', (text, expected) => {
  expect(csvLine(row({ text }))).toBe(`7,2024-05-01T12:00:00.000Z,,notice,user,192.168.1.7,192.168.1.7,,,,${expected}`);
});

it('no field of CSV begins a formula', () => {
  const line = csvLine(row({ hostname: '=h', appName: '+a', procId: '-p', msgId: '@m' }));
  expect(line).toContain(",'=h,192.168.1.7,'+a,'-p,'@m,");
});

it('a row is written as RFC 5424, and read back the same', () => {
  const given = { hostname: 'picow', appName: 'app', procId: '7', msgId: 'ID', text: 'größer ] "' };
  const structuredData = [{ id: 'x@1', parameters: [['k', 'a]"\\b']] as [string, string][] }];
  const line = rfc5424Line(row({ ...given, structuredData, facility: 16, severity: 3 }));
  expect(read(line)).toMatchObject({ ...given, structuredData, facility: 16, severity: 3, format: 'rfc5424' });
});

it('RFC 5424 is filled in and stays a line of its syntax, whatever the row', () => {
  const hostile = row({ hostname: 'a b\nß', appName: 'x'.repeat(60), procId: '', text: 'one\ntwo\x1b' });
  expect([rfc5424Line(row({ text: 'hi' })), rfc5424Line(hostile)]).toEqual([
    '<13>1 2024-05-01T12:00:00.000Z 192.168.1.7 - - - - hi',
    `<13>1 2024-05-01T12:00:00.000Z a?b?? ${'x'.repeat(48)} - - - one#012two#033`,
  ]);
});
