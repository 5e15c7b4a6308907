/** Steering from a test and over a channel: the example of docs/simulator-steering.md, kept equal to it, and the contract's service. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { BoardSession } from '../../app/board/index.ts';
import { connectToHost, HostEventHub, memoryChannelPair } from '../../app/contract/index.ts';
import { serveClient } from '../../app/contract/serve-client.ts';
import type { Services } from '../../app/contract/services.ts';
import { parseScenario, type SteeringCommand } from '../../app/simulator/index.ts';
import { systemClock } from '../../main/platform/system-clock.ts';
import { SimulatedBoardsService } from '../../main/services/simulator-service.ts';
import { playScenario } from '../../main/simulator/scenario-on-board.ts';
import { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { SimulatedTransport } from '../../main/transports/simulated-transport.ts';
import { toggler as program } from '../support/toggler.ts';

const flashFolder = mkdtempSync(join(tmpdir(), 'bramble-steering-'));
afterAll(() => rmSync(flashFolder, { recursive: true }));

// [test]
it('switches the lamp at each press', async () => {
  const board = await SimulatedBoard.start({ name: 'lamp', flashFolder });
  onTestFinished(() => board.dispose());
  const transport = new SimulatedTransport({ name: 'lamp', openLine: async () => board.openLine() });
  const session = new BoardSession({ transport, clock: systemClock });
  onTestFinished(() => session.dispose());
  await session.connect();

  const playing = playScenario(
    board,
    'expect output "ready"\npress GP15\nexpect output "lamp 1"\nexpect output "let go"',
  );
  const running = session.run(program, { name: 'lamp.py' });
  expect(await playing).toEqual({ kind: 'passed', expected: 3 });

  const lamp = () => board.snapshot().pins.find(({ name }) => name === 'GP14');
  expect(lamp()).toMatchObject({ mode: 'out', level: 1 });
  await board.steer('press GP15 for 50ms');
  expect(await playScenario(board, 'expect GP14 low')).toMatchObject({ kind: 'passed' });

  await session.stop();
  expect(await running).toEqual({ kind: 'stopped' });
});
// [end]

it('keeps docs/simulator-steering.md equal to the test that runs, and its scenario readable', () => {
  const file = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');
  const [, test = 'missing'] = /^\/\/ \[test\]\n(.*?)^\/\/ \[end\]$/ms.exec(file('./simulator-steering.test.ts')) ?? [];
  const document = file('../../docs/simulator-steering.md');
  const [, scenario = ''] = /^```\n(.*?)^```$/ms.exec(document) ?? [];

  expect([...document.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text]) => text)).toEqual([test]);
  expect(parseScenario(scenario, 'The example').lines).toHaveLength(7);
});

it('gives a scenario up when it is told to, and says what it did not understand', async () => {
  const board = await SimulatedBoard.start({ name: 'lamp', flashFolder });
  onTestFinished(() => board.dispose());
  const givenUp = new AbortController();
  const playing = playScenario(board, 'expect output "never" within 10min', { signal: givenUp.signal });
  givenUp.abort(new Error('The test is over.'));
  await expect(playing).rejects.toThrow('The test is over.');
  await expect(playScenario(board, 'presss GP15')).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining('The scenario, line 1: "presss" is no command for a board.'),
  });
});

it('steers a board and lists the parts over a channel', async () => {
  const board = await SimulatedBoard.start({ name: 'lamp', flashFolder });
  onTestFinished(() => board.dispose());
  const events = new HostEventHub();
  const simulator = new SimulatedBoardsService({ hardware: async () => board, clock: systemClock, events });
  const [hostEnd, clientEnd] = memoryChannelPair(structuredClone);
  const host = serveClient(hostEnd, { simulator } as unknown as Services, events, { clock: systemClock });
  const client = connectToHost(clientEnd);
  onTestFinished(() => {
    for (const each of [client, host, simulator]) each.dispose();
  });
  const remote = client.services.simulator;

  const changed = new Promise((resolve) => void client.onEvent('simulator.changed', ({ address }) => resolve(address)));
  const attach: SteeringCommand = {
    kind: 'attach',
    part: 'bme280',
    id: 'outside',
    wiring: { sda: 'GP6', scl: 'GP7' },
    numbers: {},
  };
  expect(await remote.steer('sim:', attach)).toEqual({ id: 'outside' });
  expect(await changed).toBe('sim:');
  expect(await remote.steer('sim:', { kind: 'set', id: 'outside', name: 'temperature', value: -5 })).toEqual({
    id: null,
  });
  expect(await remote.steer('sim:', { kind: 'pin', pin: 'GP2', level: 1 })).toEqual({ id: null });
  const { parts, pins } = await remote.snapshot('sim:');
  expect(parts).toMatchObject([
    { id: 'outside', wiring: { sda: 'GP6', scl: 'GP7' }, values: { temperature: { value: -5 } } },
  ]);
  expect(pins.find(({ name }) => name === 'GP2')).toMatchObject({ level: 1, drivenFromOutside: 1 });

  const described = await remote.parts();
  expect(described.find(({ kind }) => kind === 'button')).toBeDefined();
  await expect(remote.steer('sim:', { kind: 'detach', id: 'inside' })).rejects.toMatchObject({ code: 'usage' });
  await expect(remote.steer('sim:', { kind: 'press', pin: 'GP99', forMs: 1 })).rejects.toMatchObject({
    code: 'bad-request',
  });
  await expect(remote.steer('tcp:127.0.0.1:1', attach)).rejects.toMatchObject({ code: 'not-supported' });
});
