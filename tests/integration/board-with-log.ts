/** A simulated board of a test file's own, with `bramble_log.py` on its flash or an empty one, and a syslog server a test. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { BoardSession } from '../../app/board/index.ts';
import { systemClock } from '../../main/platform/system-clock.ts';
import type { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { SimulatedTransport } from '../../main/transports/simulated-transport.ts';
import { startTemporaryBoard, type TemporaryBoard } from '../support/temporary-board.ts';
import { RunningServer } from './syslog/running-server.ts';

const library = readFileSync(new URL('../../app/micropython/library/bramble_log.py', import.meta.url), 'utf8');

export const wifiOff = 'import network\nnetwork.WLAN(network.STA_IF).active(False)\n';
export const wifiOn = `
import network, time
wlan = network.WLAN(network.STA_IF)
wlan.active(True)
wlan.connect("bramble", "")
while not wlan.isconnected(): time.sleep_ms(10)
`;

export interface BoardAndServer {
  /** The board's files on this computer; none before each test. */
  readonly flash: string;
  readonly board: SimulatedBoard;
  readonly session: BoardSession;
  /** Of the test that runs. */
  readonly server: RunningServer;
}

/** To be called at the top of a test file. */
export function boardAndServer(name: string): BoardAndServer {
  let temporary: TemporaryBoard;
  let flash: string;
  let board: SimulatedBoard;
  let session: BoardSession;
  let server: RunningServer;

  beforeAll(async () => {
    temporary = await startTemporaryBoard({ name });
    ({ board, flash } = temporary);
    session = new BoardSession({
      transport: new SimulatedTransport({ name, openLine: async () => board.openLine() }),
      clock: systemClock,
    });
    await session.connect();
  });

  afterAll(async () => {
    session.dispose();
    await temporary.dispose();
  });

  beforeEach(async () => {
    for (const file of readdirSync(flash)) rmSync(join(flash, file), { recursive: true });
    server = await RunningServer.start();
  });

  return {
    get flash() {
      return flash;
    },
    get board() {
      return board;
    },
    get session() {
      return session;
    },
    get server() {
      return server;
    },
  };
}

export interface BoardWithLog {
  /** The board's files on this computer; before each test only the library is there. */
  readonly flash: string;
  /** Of the test that runs. */
  readonly server: RunningServer;
  /** Runs a program on a fresh interpreter; gives what it printed, or its traceback. */
  run(source: string): Promise<string>;
  /** The lines of Python that have the board log to the server. */
  start(): string;
}

/** To be called at the top of a test file. */
export function boardWithLog(name: string): BoardWithLog {
  const on = boardAndServer(name);
  beforeEach(() => writeFileSync(join(on.flash, 'bramble_log.py'), library));
  return {
    get flash() {
      return on.flash;
    },
    get server() {
      return on.server;
    },
    async run(source) {
      const { output, traceback } = await on.session.exec(source, { softResetFirst: true });
      return traceback ?? Buffer.from(output).toString().replaceAll('\r\n', '\n').trimEnd();
    },
    start: () => `import bramble_log\nbramble_log.start("127.0.0.1", ${on.server.port}, name="kitchen")\n`,
  };
}
