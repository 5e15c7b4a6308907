import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createWiring } from './wiring.ts';

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bramble-wiring-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

it('switches off what was asked for, and nothing is switched on afterwards', async () => {
  const folder = dataFolder();
  const wiring = createWiring({ BRAMBLE_HOME: folder });
  const { transport } = await wiring.openTransport('sim:desk');
  const refused = expect(transport.open()).rejects.toMatchObject({ code: 'no-board' });
  await wiring.dispose();
  await refused;
  await expect(wiring.simulatedBoards()).rejects.toMatchObject({ code: 'no-board' });
  expect(readdirSync(folder, { recursive: true }).filter((name) => /\.(lock|json)$/.test(String(name)))).toEqual([]);
});

it('ends without boards that nobody asked for', async () => {
  const folder = dataFolder();
  const wiring = createWiring({ BRAMBLE_HOME: folder });
  await wiring.dispose();
  expect(readdirSync(folder)).toEqual([]);
});
