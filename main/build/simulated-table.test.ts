import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { declaredNotes, simulatedTable, simulatorPage, withTable } from './simulated-table.ts';

it('the table of docs/simulator.md is what a simulated board says of itself: else run node main/build/simulated-table.ts', async () => {
  const page = readFileSync(simulatorPage, 'utf8');

  expect(page).toContain('main/build/simulated-table.ts');
  expect(withTable(page, await simulatedTable())).toBe(page);
});

it('takes differences from the Python that they speak of', () => {
  const notes = declaredNotes();

  expect(notes).toContainEqual({ place: 'machine.I2S', differs: null });
  expect(notes.find(({ place }) => place === 'machine.ADC')?.differs).toContain('no noise');
});
