import { expect, test } from 'vitest';
import { toggledColumn, usualColumns } from './log-columns.ts';

test('columns come and go in their usual order, and the message stays', () => {
  expect(toggledColumn(usualColumns, 'facility')).toEqual(['severity', 'time', 'host', 'facility', 'app', 'message']);
  expect(toggledColumn(toggledColumn(usualColumns, 'host'), 'host')).toEqual(usualColumns);
  expect(toggledColumn(['message'], 'message')).toEqual(['message']);
});
