import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../app/base/index.ts';
import { type BoardSummary, HostEventHub } from '../../app/contract/index.ts';
import { type BoardProgram, ScriptedBoard } from '../../tests/support/scripted-board.ts';
import { endless, settle } from '../../tests/support/session-bench.ts';
import { BoardSessions, type Device } from './boards-service.ts';

const pico: Device = { address: 'id:E66', title: 'Pico on /dev/ttyACM0', kind: 'serial', name: null, remedy: null };

function bench() {
  const clock = new ManualClock(1_000_000);
  const events = new HostEventHub();
  const told: BoardSummary[][] = [];
  const sent: unknown[][] = [];
  events.subscribe({
    take: async (name, payload) => {
      if (name === 'boards.changed') told.push(payload as BoardSummary[]);
    },
  });
  const world = { devices: [] as Device[], board: new ScriptedBoard(), names: [] as [string, string | null][] };
  const service = new BoardSessions({
    clock,
    events,
    listDevices: async () => world.devices,
    openBoard: async (address) => ({ transport: world.board, address, findAgain: async () => world.board }),
    nameBoard: async (address, name) => void world.names.push([address, name]),
    rtcTime: () => null,
    serialLog: { printed: () => {}, typed: () => {} },
    noteStart: () => undefined,
    sent: { note: (...noted) => void sent.push(noted) },
  });
  /** Lets time pass in steps. */
  const pass = async (ms: number) => {
    for (let done = 0; done < ms; done += 100) {
      await settle();
      clock.advance(100);
    }
    await settle();
  };
  const state = async () => (await service.list()).find(({ address }) => address === 'id:E66')?.state;
  return { world, service, told, sent, pass, state };
}

describe('boards that come and go', () => {
  it('are told within a second of being plugged in and pulled', async () => {
    const { world, told, pass, service } = bench();
    await pass(100);
    world.devices = [pico];
    await pass(1_000);
    expect(told.at(-1)).toMatchObject([{ address: 'id:E66', state: { kind: 'disconnected' } }]);
    world.devices = [];
    await pass(1_000);
    expect(told.at(-1)).toEqual([]);
    service.dispose();
  });

  it('in BOOTSEL mode are told with what to do', async () => {
    const { world, service } = bench();
    const remedy = 'Copy MicroPython onto it.';
    world.devices = [
      { address: 'bootsel:1-2', title: 'RP2040 in BOOTSEL mode', kind: 'bootloader', name: null, remedy },
    ];
    expect(await service.list()).toMatchObject([{ kind: 'bootloader', state: { kind: 'lost', remedy } }]);
    service.dispose();
  });

  it('are connected again, in the same session, when they are plugged in long after they were pulled', async () => {
    const { world, service, pass, state } = bench();
    world.devices = [pico];
    await Promise.all([service.connect('id:E66'), pass(2_000)]);
    const session = service.session('id:E66');
    const pulled = world.board;
    world.board = new ScriptedBoard();
    const refuse = world.board;
    refuse.refuses = true;
    pulled.unplug();
    world.devices = [];
    await pass(40_000);
    expect((await state())?.kind).toBe('lost');
    world.board = new ScriptedBoard();
    world.devices = [pico];
    await pass(3_000);
    expect(await state()).toEqual({ kind: 'ready' });
    expect(service.session('id:E66')).toBe(session);
    service.dispose();
  });
});

const ticking: BoardProgram = async (io) => {
  await io.print('tick\n');
  await io.interrupted();
  return { raises: 'KeyboardInterrupt: ' };
};

describe('a board that runs a program', () => {
  it('goes on when it is connected, and stops when it is stopped', async () => {
    const { world, service, pass, state } = bench();
    world.board = new ScriptedBoard({ running: ticking });
    await Promise.all([service.connect('id:E66'), pass(1_000)]);
    expect((await state())?.kind).toBe('running');
    expect(world.board.received).not.toContain('\x03');
    await Promise.all([service.stop('id:E66'), pass(1_000)]);
    expect((await state())?.kind).toBe('ready');
    service.dispose();
  });

  it('is interrupted when it is rescued', async () => {
    const { world, service, pass, state } = bench();
    world.board = new ScriptedBoard({ running: ticking });
    await Promise.all([service.rescue('id:E66'), pass(1_000)]);
    expect(await state()).toEqual({ kind: 'ready' });
    service.dispose();
  });
});

describe('a program that is run', () => {
  it('is noted as what the board has once the board has it, and not before', async () => {
    const { world, service, sent, pass } = bench();
    world.board = new ScriptedBoard({ programs: { 'first()': endless } });
    await Promise.all([service.connect('id:E66'), pass(1_000)]);
    const first = service.run('id:E66', { source: 'first()', name: 'main.py' });
    await pass(1_000);
    expect(sent).toEqual([['id:E66', { program: 'main.py' }, 'first()']]);
    const second = service.run('id:E66', { source: 'second()', name: 'main.py' });
    second.catch(() => {});
    await pass(100);
    expect(sent).toHaveLength(1);
    service.dispose();
    await Promise.allSettled([first, second]);
  });
});
