import { describe, expect, it } from 'vitest';
import { openTransport, type TransportSources } from './open-transport.ts';
import type { SerialPortInfo } from './serial-port-info.ts';

/** A computer whose ports a test plugs and unplugs. */
function computer(...ports: SerialPortInfo[]) {
  const state = { ports };
  const sources: TransportSources = {
    listSerialPorts: async () => state.ports,
    listOfferedBoards: async () => [],
    listBootloaders: async () => [],
    boardNames: async () => ({ kitchen: 'id:E661' }),
    openSimulatedLine: null,
    lockPort: () => {
      throw new Error('nothing is opened in these tests');
    },
  };
  return { state, sources };
}

const pico = (path: string, serialNumber: string): SerialPortInfo => ({
  path,
  vendorId: '2e8a',
  productId: '0005',
  serialNumber,
});

describe('a board with a serial number', () => {
  it.each(['auto', 'id:e661', 'kitchen', 'serial:/dev/ttyACM0'])(
    'is found again by it, on whatever port it comes back (%s)',
    async (address) => {
      const { state, sources } = computer(pico('/dev/ttyACM0', 'E661'));
      const found = await openTransport(address, sources);
      expect([found.address, found.transport.address]).toEqual(['id:E661', 'serial:/dev/ttyACM0']);
      state.ports = [pico('/dev/ttyACM0', 'E662'), pico('/dev/ttyACM7', 'E661')];
      expect((await found.findAgain()).address).toBe('serial:/dev/ttyACM7');
      state.ports = [pico('/dev/ttyACM0', 'E661'), pico('/dev/ttyACM7', 'E661')];
      expect((await found.findAgain()).address).toBe('serial:/dev/ttyACM0');
      state.ports = [pico('/dev/ttyACM0', 'E662')];
      await expect(found.findAgain()).rejects.toMatchObject({ code: 'no-board' });
    },
  );
});

it('a port without a serial number is found again at its path', async () => {
  const { state, sources } = computer();
  const found = await openTransport('serial:/dev/ttyS0', sources);
  state.ports = [pico('/dev/ttyACM0', 'E661')];
  expect([found.address, (await found.findAgain()).address]).toEqual(['serial:/dev/ttyS0', 'serial:/dev/ttyS0']);
});
