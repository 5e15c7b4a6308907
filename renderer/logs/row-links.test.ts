import { expect, it } from 'vitest';
import { linksOfRow } from './row-links.ts';

it('leads from <stdin> to the program that printed it, over the serial line only', () => {
  const asked: string[] = [];
  const linkOf = (file: string) => {
    asked.push(file);
    return null;
  };
  linksOfRow({ address: 'serial/sim:', appName: 'main.py' }, linkOf)?.('<stdin>', 3);
  linksOfRow({ address: 'serial/sim:', appName: 'main.py' }, linkOf)?.('lib/wifi.py', 3);
  linksOfRow({ address: '192.168.1.20', appName: 'main.py' }, linkOf)?.('<stdin>', 3);
  expect(asked).toEqual(['main.py', 'lib/wifi.py', '<stdin>']);
});
