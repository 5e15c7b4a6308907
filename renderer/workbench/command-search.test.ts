import { expect, test } from 'vitest';
import type { Command } from '../design/command.ts';
import { matchingCommands } from './command-search.ts';

const command = (label: string, enabled = true): Command => ({ id: label, label, enabled, run: () => {} });
const commands = [
  command('Save the file', false),
  command('Save every file'),
  command('Run'),
  command('Go to the shell'),
];
const labels = (text: string) => matchingCommands(commands, text).map(({ label }) => label);

test('every typed word has to be in the label, in any order and case', () => {
  expect([labels('FILE save'), labels('run'), labels('xyz')]).toEqual([
    ['Save every file', 'Save the file'],
    ['Run'],
    [],
  ]);
});

test('with nothing typed every command is there, those that work first', () => {
  expect(labels('')).toEqual(['Save every file', 'Run', 'Go to the shell', 'Save the file']);
});
