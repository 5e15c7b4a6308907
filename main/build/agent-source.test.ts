import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { agentSource, agentSourceFile } from './agent-source.ts';

it('the agent that is sent to boards is the Python of app/micropython/agent: else run node main/build/agent-source.ts', () => {
  expect(readFileSync(agentSourceFile, 'utf8')).toBe(agentSource());
});

it('the Python leaves the letters free that its names are given', () => {
  const folder = new URL('../../app/micropython/agent/', import.meta.url);
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.py'));
  const letters = scripts.flatMap((name) => {
    const code = readFileSync(new URL(name, folder), 'utf8')
      .replace(/^"""[\s\S]*?"""/, '')
      .replace(/b?"(?:[^"\\]|\\.)*"|#.*/g, '');
    return code.match(/(?<!\w)[A-Za-z](?!\w)/g) ?? [];
  });
  expect([...new Set(letters)].sort()).toEqual(['a', 'b', 'c']);
});
