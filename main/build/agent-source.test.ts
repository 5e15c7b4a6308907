import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { agentModules } from './agent-source.ts';

const folder = new URL('../../app/micropython/agent/', import.meta.url);
const scripts = readdirSync(folder)
  .filter((name) => name.endsWith('.py'))
  .sort();

it('the agents that are sent to boards are the Python of app/micropython/agent: else run node main/build/agent-source.ts', () => {
  const modules = agentModules();
  expect(modules.map(({ file }) => readFileSync(file, 'utf8'))).toEqual(modules.map(({ text }) => text));
  expect(modules.map(({ text }) => /agent\/(\w+\.py)/.exec(text)?.[1]).sort()).toEqual(scripts);
});

it('the Python leaves the letters free that its names are given', () => {
  const letters = scripts.flatMap((name) => {
    const code = readFileSync(new URL(name, folder), 'utf8')
      .replace(/^"""[\s\S]*?"""/, '')
      .replace(/b?"(?:[^"\\]|\\.)*"|#.*/g, '');
    return code.match(/(?<!\w)[A-Za-z](?!\w)/g) ?? [];
  });
  expect([...new Set(letters)].sort()).toEqual(['a', 'b', 'c']);
});
