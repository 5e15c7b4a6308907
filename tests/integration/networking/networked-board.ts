/** A simulated board on the Wi-Fi, with a session that runs programs on it, for tests of what it does on the network. */
import { BoardSession } from '../../../app/board/index.ts';
import { systemClock } from '../../../main/platform/system-clock.ts';
import type { SimulatedBoard } from '../../../main/simulator/simulated-board.ts';
import { SimulatedTransport } from '../../../main/transports/simulated-transport.ts';
import { boardStart } from '../../support/board-start.ts';
import { startTemporaryBoard } from '../../support/temporary-board.ts';

export interface NetworkedBoard {
  board: SimulatedBoard;
  session: BoardSession;
  /** What a program printed, with its traceback's last line if it raised. */
  run(source: string): Promise<string>;
  dispose(): Promise<void>;
}

const joinNetwork =
  'import network, time\nw = network.WLAN(network.WLAN.IF_STA)\nw.active(True)\nw.connect("Lab", "")\n';

export async function networkedBoard(name: string): Promise<NetworkedBoard> {
  const temporary = await startTemporaryBoard({ name, ...boardStart });
  const { board } = temporary;
  const transport = new SimulatedTransport({ name, openLine: async () => board.openLine() });
  const session = new BoardSession({ transport, clock: systemClock });
  await session.connect();
  const run = async (source: string) => {
    const { output, traceback } = await session.exec(source);
    const printed = Buffer.from(output).toString().replaceAll('\r\n', '\n');
    return printed + (traceback === null ? '' : `${traceback.trimEnd().split('\n').at(-1)}\n`);
  };
  await run(`${joinNetwork}while not w.isconnected():\n    time.sleep_ms(5)`);
  const dispose = async () => {
    session.dispose();
    await temporary.dispose();
  };
  return { board, session, run, dispose };
}
