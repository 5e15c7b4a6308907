import { expect, test } from 'vitest';
import { movedInWords } from './source-link.ts';

test('what became of a line is said, with what it was where it is gone', () => {
  expect([
    movedInWords('main.py', 'connect()', 2, { kind: 'there', line: 2 }),
    movedInWords('main.py', 'connect()', 2, { kind: 'there', line: 5 }),
    movedInWords('main.py', 'connect()', 2, { kind: 'gone', line: 2 }),
    movedInWords('main.py', 'x'.repeat(100), 2, { kind: 'gone', line: 1 }),
  ]).toEqual([
    null,
    'main.py was changed since: what was line 2 then is line 5 now.',
    'main.py was changed since: what was line 2 then is no longer there. It read: connect()',
    `main.py was changed since: what was line 2 then is no longer there. It read: ${'x'.repeat(80)}…`,
  ]);
});
