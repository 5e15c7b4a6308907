/** What a workbench is given on a real computer: the wiring of every host, the simulated boards' hardware, the log. */
import { describeError } from '../../app/base/index.ts';
import { formatBoardAddress } from '../../app/board/index.ts';
import type { Device } from '../services/boards-service.ts';
import { startSyslogServer } from '../syslog/index.ts';
import { keepWasmCode } from './wasm-code.ts';
import { createWiring, type Wiring } from './wiring.ts';
import type { WorkbenchAdapters } from './workbench.ts';

/** The simulated board of this process, there from the start. */
const ownBoard: Device = { address: 'sim:', title: 'Simulated Pico W', kind: 'simulated', name: null, remedy: null };

export function openAdapters(environment: NodeJS.ProcessEnv): WorkbenchAdapters {
  keepWasmCode();
  const wiring = createWiring(environment, { keepBench: (error) => console.error(describeError(error).message) });
  return {
    dataFolder: wiring.dataFolder,
    openBoard: (address) => wiring.openTransport(address),
    nameBoard: (address, name) => wiring.nameBoard(address, name),
    rtcTime: wiring.rtcTime,
    listDevices: async () => [{ ...ownBoard, name: await wiring.nameOf(ownBoard.address) }, ...(await devices(wiring))],
    hardware: async (name) => (await wiring.simulatedBoards()).board(name),
    startLog: startSyslogServer,
    dispose: () => wiring.dispose(),
  };
}

/** A system that does not tell its serial ports must not take the simulated board away; its reason goes to the terminal. */
async function devices(wiring: Wiring): Promise<Device[]> {
  try {
    const found = await wiring.findBoards();
    return found.map(({ serialNumber, address, ...board }) => ({
      ...board,
      // Known by what stays the same when it is plugged in elsewhere.
      address: serialNumber === null ? address : formatBoardAddress({ kind: 'id', serialNumber }),
    }));
  } catch (error) {
    console.error(describeError(error).message);
    return [];
  }
}
