import { expect, test } from 'vitest';
import { type LogLinkOf, linksOf, programOf } from './row-links.ts';

const row = (id: number, part: Partial<Parameters<typeof programOf>[0]> = {}) => ({
  id,
  address: '192.168.1.20',
  hostname: 'kitchen',
  appName: 'main',
  msgId: null,
  text: 'File "<stdin>", line 3',
  receivedAtMs: 60_000 + id,
  ...part,
});
const printed = (id: number, appName: string, part = {}) => row(id, { address: 'serial/sim:', appName, ...part });

test('what a board printed has the name of the program that it calls <stdin>', () => {
  const lines = [printed(1, 'main.py'), printed(2, 'main.py', { text: 'File "wifi.py", line 3' })];
  expect(lines.map((each) => programOf(each, lines))).toEqual(['main.py', null]);
});

test('what a board sent is of the program that printed at that time', () => {
  const crash = row(10);
  const shed = printed(9, 'shed.py', { hostname: 'shed' });
  const before = printed(1, 'before.py', { receivedAtMs: 1000 });
  expect([
    programOf(crash, [before, crash]),
    programOf(crash, [before, printed(5, 'tea.py'), shed, crash]),
    programOf(crash, [before, printed(5, 'tea.py'), crash, printed(11, 'kettle.py')]),
    programOf({ ...crash, msgId: 'LAST-CRASH' }, [crash, printed(11, 'kettle.py')]),
  ]).toEqual([null, 'tea.py', 'kettle.py', null]);
});

test('<stdin> leads to the program, and other names where they lead, as the board had them then', () => {
  const asked: unknown[] = [];
  const linkOf: LogLinkOf = (...place) => {
    asked.push(place);
    return null;
  };
  const of = { address: '192.168.1.20', hostname: 'kitchen', receivedAtMs: 60_001 };
  linksOf(row(1), 'main.py', linkOf)?.('<stdin>', 3);
  linksOf(row(1), 'main.py', linkOf)?.('lib/wifi.py', 4);
  linksOf(row(1), null, linkOf)?.('<stdin>', 5);
  linksOf(row(1, { msgId: 'LAST-CRASH' }), null, linkOf)?.('main.py', 6);
  expect(asked).toEqual([
    ['main.py', 3, { ...of, file: '<stdin>', program: 'main.py' }],
    ['lib/wifi.py', 4, { ...of, file: 'lib/wifi.py', program: null }],
    ['<stdin>', 5, { ...of, file: '<stdin>', program: null }],
    ['main.py', 6, null],
  ]);
});
