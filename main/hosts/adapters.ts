/** What a workbench is given on a real computer: the wiring of every host, the simulated boards' hardware, the log. */
import { describeError } from '../../app/base/index.ts';
import type { Device } from '../services/boards-service.ts';
import { startSyslogServer } from '../syslog/index.ts';
import { createWiring, type Wiring } from './wiring.ts';
import type { WorkbenchAdapters } from './workbench.ts';

/** The simulated board of this process, there from the start. */
const ownBoard: Device = { address: 'sim:', title: 'Simulated Pico W', kind: 'simulated' };

export function openAdapters(environment: NodeJS.ProcessEnv): WorkbenchAdapters {
  const wiring = createWiring(environment);
  return {
    dataFolder: wiring.dataFolder,
    openTransport: (address) => wiring.openTransport(address),
    listDevices: async () => [ownBoard, ...(await devices(wiring))],
    hardware: async (name) => (await wiring.simulatedBoards()).board(name),
    startLog: startSyslogServer,
    dispose: () => wiring.dispose(),
  };
}

/** A system that does not tell its serial ports must not take the simulated board away; its reason goes to the terminal. */
async function devices(wiring: Wiring): Promise<Device[]> {
  try {
    const found = await wiring.findBoards();
    return found.map(({ address, title, kind }) => ({ address, title, kind }));
  } catch (error) {
    console.error(describeError(error).message);
    return [];
  }
}
