/** A start that Run ordered, of a real MicroPython board whose address does not tell who it is: behind a TCP port, as behind a serial one. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { HostEventHub } from '../../app/contract/index.ts';
import { systemClock } from '../../main/platform/system-clock.ts';
import { BoardSessions } from '../../main/services/boards-service.ts';
import { tellOrderedStarts } from '../../main/services/ordered-starts.ts';
import { serveBoardOverTcp } from '../../main/simulator/lines/tcp-server.ts';
import { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { TcpTransport } from '../../main/transports/tcp-transport.ts';
import { RunningServer } from './syslog/running-server.ts';

const patience = { timeout: 30_000, interval: 20 };
/** As the simulated Wi-Fi gives it. */
const ownAddress = '192.0.2.2';
const joining = `import network, time
wlan = network.WLAN(network.STA_IF)
wlan.active(True)
wlan.connect("Bramble", "")
while not wlan.isconnected(): time.sleep_ms(10)
`;

async function arrange() {
  const server = await RunningServer.start();
  const { handle: log } = server;
  const home = mkdtempSync(join(tmpdir(), 'bramble-starts-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const board = await SimulatedBoard.start({ name: 'starts', flashFolder: home });
  onTestFinished(() => board.dispose());
  const served = await serveBoardOverTcp(() => board.openLine(), { port: 0 });
  onTestFinished(() => served.dispose());
  const { address } = served;
  const open = async () => new TcpTransport({ host: served.host, port: served.port });
  const boards = new BoardSessions({
    openBoard: async () => ({ transport: await open(), address, findAgain: open }),
    nameBoard: async () => {},
    rtcTime: () => null,
    listDevices: async () => [],
    clock: systemClock,
    events: new HostEventHub(),
    serialLog: { printed: () => {}, typed: () => {} },
    noteStart: tellOrderedStarts({ clock: systemClock, log, knownName: () => null }),
    sent: { note: () => {} },
  });
  onTestFinished(() => boards.dispose());
  await boards.connect(address);
  const run = async (source: string) => {
    expect(await boards.run(address, { source, name: 'main.py' })).toEqual({ kind: 'finished' });
  };
  const starts = async () =>
    (await log.boardEvents(0, 1000)).map(({ board, event }) => [board, event.kind === 'boot' && event.by]);
  /** Lines of another library's, which has no boot line; the simulated board's own would all come from this computer's address. */
  const send = (name: string, from: string, numbers: readonly number[]) => {
    const receivedAtMs = Date.now();
    const lines = numbers.map((number) => `<14>1 - ${name} app - - [meta sequenceId="${number}"] line ${number}`);
    log.take(lines.map((line) => ({ bytes: Buffer.from(line), address: from, receivedAtMs })));
  };
  return { server, log, run, reset: () => boards.softReset(address), starts, send };
}

it('is told as ordered of a board that the log knows by its unique id', async () => {
  const { server, run, starts } = await arrange();
  const library = readFileSync(new URL('../../app/micropython/library/bramble_log.py', import.meta.url), 'utf8');
  await run(`with open("/bramble_log.py", "w") as file: file.write(${JSON.stringify(library)})`);
  const program = `${joining}import bramble_log\nbramble_log.start("127.0.0.1", ${server.port}, name="garage")\n`;
  await run(program);
  await server.storedUpTo(1);
  await run(program);
  await vi.waitFor(async () => expect(await starts()).toHaveLength(2), patience);
  expect(await starts()).toEqual([
    ['garage', undefined],
    ['garage', 'run'],
  ]);
});

it.each(['run', 'reset'] as const)(
  'is told as ordered (%s) of a board that the log knows by its address in the Wi-Fi only',
  async (by) => {
    const { log, run, reset, starts, send } = await arrange();
    await run(joining);
    send('garage', ownAddress, [1, 2, 3]);
    send('attic', '192.0.2.9', [1, 2, 3]);
    await vi.waitFor(async () => expect(await log.boards()).toHaveLength(2), patience);
    await (by === 'run' ? run(joining) : reset());
    send('garage', ownAddress, [1, 2]);
    send('attic', '192.0.2.9', [1, 2]);
    await vi.waitFor(async () => expect(await starts()).toHaveLength(2), patience);
    expect(await starts()).toEqual([
      ['garage', by],
      ['attic', undefined],
    ]);
  },
);
