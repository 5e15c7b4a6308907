import { expect, it } from 'vitest';
import { nameProgram } from './traceback.ts';

it('names the program’s own frames after its file, and leaves the others and the message alone', () => {
  const traceback = [
    'Traceback (most recent call last):',
    '  File "<stdin>", line 3, in <module>',
    '  File "lib/wifi.py", line 7, in connect',
    'ValueError: see File "<stdin>", line 1',
    '',
  ].join('\n');
  expect(nameProgram(traceback, 'src/$&.py')).toBe(
    [
      'Traceback (most recent call last):',
      '  File "src/$&.py", line 3, in <module>',
      '  File "lib/wifi.py", line 7, in connect',
      'ValueError: see File "<stdin>", line 1',
      '',
    ].join('\n'),
  );
});
