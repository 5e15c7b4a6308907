import { describe, expect, it } from 'vitest';
import { parseBoardAddress } from '../../app/board/index.ts';
import type { OfferedBoard } from '../platform/offered-boards.ts';
import type { Bootloader } from './bootloaders.ts';
import { findBoards, resolveAddress } from './discovery.ts';
import type { SerialPortInfo } from './serial-port-info.ts';

const pico: SerialPortInfo = { path: '/dev/ttyACM0', vendorId: '2E8A', productId: '0005', serialNumber: 'E6614104' };
const probe: SerialPortInfo = { path: '/dev/ttyACM1', vendorId: '2e8a', productId: '000c', serialNumber: 'E6600000' };
const other: SerialPortInfo = { path: '/dev/ttyUSB0', vendorId: '10c4', productId: 'ea60' };
const offered: OfferedBoard = { name: 'default', tcp: 'tcp:127.0.0.1:2217', pty: '/dev/pts/5', flash: '/f', pid: 41 };

function sources(
  ports: SerialPortInfo[],
  boards: OfferedBoard[] = [],
  bootloaders: Bootloader[] = [],
  names: Record<string, string> = {},
) {
  return {
    listSerialPorts: async () => ports,
    listOfferedBoards: async () => boards,
    listBootloaders: async () => bootloaders,
    boardNames: async () => names,
  };
}

const unnamed = { serialNumber: null, name: null, remedy: null };

describe('the boards that can be seen', () => {
  it('are those of Raspberry Pi, without its debug probes, and the simulated ones that are offered', async () => {
    const inTerminal: OfferedBoard = { ...offered, name: 'weather', tcp: null };
    expect(await findBoards(sources([pico, probe, other], [offered, inTerminal]))).toEqual([
      {
        ...unnamed,
        address: 'serial:/dev/ttyACM0',
        title: 'Pico on /dev/ttyACM0',
        kind: 'serial',
        serialNumber: 'E6614104',
      },
      { ...unnamed, address: 'tcp:127.0.0.1:2217', title: 'Simulated Pico W of process 41', kind: 'simulated' },
      {
        ...unnamed,
        address: 'serial:/dev/pts/5',
        title: 'Simulated Pico W "weather" of process 41',
        kind: 'simulated',
      },
    ]);
  });
});

describe('a board in BOOTSEL mode', () => {
  const bootloader: Bootloader = { device: '1-2', chip: 'RP2040' };

  it('is listed with what to do', async () => {
    expect(await findBoards(sources([], [], [bootloader]))).toEqual([
      {
        ...unnamed,
        address: 'bootsel:1-2',
        title: 'RP2040 in BOOTSEL mode',
        kind: 'bootloader',
        remedy: expect.stringMatching(/\.uf2/),
      },
    ]);
  });

  it.each(['auto', 'bootsel:1-2'])('is why %s finds no board', async (address) => {
    const resolving = resolveAddress(parseBoardAddress(address), sources([], [], [bootloader]));
    await expect(resolving).rejects.toMatchObject({
      code: 'board-in-bootloader',
      message: expect.stringMatching(/uf2/),
    });
  });

  it('is no second board for auto', async () => {
    const resolved = await resolveAddress(parseBoardAddress('auto'), sources([pico], [], [bootloader]));
    expect(resolved).toEqual({ kind: 'serial', path: '/dev/ttyACM0' });
  });
});

describe('a name', () => {
  const names = { kitchen: 'id:E6614104', bench: 'tcp:10.0.0.7:2217' };

  it('stands beside the board that has it', async () => {
    const boards = await findBoards(sources([pico, probe], [], [], names));
    expect(boards.map(({ name }) => name)).toEqual(['kitchen']);
  });

  it.each([
    ['kitchen', { kind: 'serial', path: '/dev/ttyACM0' }],
    ['name:bench', { kind: 'tcp', host: '10.0.0.7', port: 2217 }],
  ])('%s means its board', async (address, expected) => {
    expect(await resolveAddress(parseBoardAddress(address), sources([pico], [], [], names))).toEqual(expected);
  });

  it('that no board has is refused with those that are there', async () => {
    const resolving = resolveAddress(parseBoardAddress('attic'), sources([pico], [], [], names));
    await expect(resolving).rejects.toMatchObject({
      code: 'no-board',
      message: expect.stringMatching(/No board is named attic \(there is bench, kitchen\)/),
    });
  });
});

describe('an address', () => {
  it.each([
    ['auto', [pico], [], { kind: 'serial', path: '/dev/ttyACM0' }],
    ['auto', [other], [offered], { kind: 'tcp', host: '127.0.0.1', port: 2217 }],
    ['id:e6614104', [probe, pico], [offered], { kind: 'serial', path: '/dev/ttyACM0' }],
    ['sim:', [], [], { kind: 'sim', name: 'default' }],
  ])('%s is resolved', async (address, ports, boards, expected) => {
    expect(await resolveAddress(parseBoardAddress(address), sources(ports, boards))).toEqual(expected);
  });

  it.each([
    ['auto', [other], [], 'no-board', /Plug in a Pico W, or use --device sim:/],
    ['auto', [pico], [offered], 'several-boards', /serial:\/dev\/ttyACM0 .* tcp:127\.0\.0\.1:2217/],
    ['id:E99', [pico], [], 'no-board', /E99 .*there is E6614104/],
  ])('%s that means no one board is refused with the remedy', async (address, ports, boards, code, message) => {
    const resolving = resolveAddress(parseBoardAddress(address), sources(ports, boards));
    await expect(resolving).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });
});
