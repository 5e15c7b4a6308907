import { describe, expect, it } from 'vitest';
import { parseBoardAddress } from '../../app/board/index.ts';
import type { OfferedBoard } from '../platform/offered-boards.ts';
import { findBoards, resolveAddress } from './discovery.ts';
import type { SerialPortInfo } from './serial-port-info.ts';

const pico: SerialPortInfo = { path: '/dev/ttyACM0', vendorId: '2E8A', productId: '0005', serialNumber: 'E6614104' };
const probe: SerialPortInfo = { path: '/dev/ttyACM1', vendorId: '2e8a', productId: '000c', serialNumber: 'E6600000' };
const other: SerialPortInfo = { path: '/dev/ttyUSB0', vendorId: '10c4', productId: 'ea60' };
const offered: OfferedBoard = { name: 'default', tcp: 'tcp:127.0.0.1:2217', pty: '/dev/pts/5', flash: '/f', pid: 41 };

function sources(ports: SerialPortInfo[], boards: OfferedBoard[] = []) {
  return { listSerialPorts: async () => ports, listOfferedBoards: async () => boards };
}

describe('the boards that can be seen', () => {
  it('are those of Raspberry Pi, without its debug probes, and the simulated ones that are offered', async () => {
    const inTerminal: OfferedBoard = { ...offered, name: 'weather', tcp: null };
    expect(await findBoards(sources([pico, probe, other], [offered, inTerminal]))).toEqual([
      { address: 'serial:/dev/ttyACM0', title: 'Pico on /dev/ttyACM0', kind: 'serial', serialNumber: 'E6614104' },
      { address: 'tcp:127.0.0.1:2217', title: 'Simulated Pico W of process 41', kind: 'simulated', serialNumber: null },
      {
        address: 'serial:/dev/pts/5',
        title: 'Simulated Pico W "weather" of process 41',
        kind: 'simulated',
        serialNumber: null,
      },
    ]);
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
