/** `bramble_log.py` on a board that runs the real MicroPython, sending over its Wi-Fi to the real syslog server. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BoardSession } from '../../app/board/index.ts';
import { datagramOf, type SyslogRow } from '../../app/syslog/index.ts';
import { systemClock } from '../../main/platform/system-clock.ts';
import { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { SimulatedTransport } from '../../main/transports/simulated-transport.ts';
import { RunningServer } from './syslog/running-server.ts';

const library = readFileSync(new URL('../../app/micropython/library/bramble_log.py', import.meta.url), 'utf8');

let flash: string;
let board: SimulatedBoard;
let session: BoardSession;
let server: RunningServer;

beforeAll(async () => {
  flash = mkdtempSync(join(tmpdir(), 'bramble-board-log-'));
  board = await SimulatedBoard.start({ name: 'board-log', flashFolder: flash });
  session = new BoardSession({
    transport: new SimulatedTransport({ name: 'board-log', openLine: async () => board.openLine() }),
    clock: systemClock,
  });
  await session.connect();
});

afterAll(() => {
  session.dispose();
  board.dispose();
  rmSync(flash, { recursive: true });
});

beforeEach(async () => {
  for (const name of readdirSync(flash)) rmSync(join(flash, name), { recursive: true });
  writeFileSync(join(flash, 'bramble_log.py'), library);
  server = await RunningServer.start();
});

const wifiOff = 'import network\nnetwork.WLAN(network.STA_IF).active(False)\n';
const wifiOn = `
import network, time
wlan = network.WLAN(network.STA_IF)
wlan.active(True)
wlan.connect("bramble", "")
while not wlan.isconnected(): time.sleep_ms(10)
`;
const start = () => `import bramble_log\nbramble_log.start("127.0.0.1", ${server.port}, name="kitchen")\n`;

/** Runs a program on a fresh interpreter; gives what it printed, or its traceback. */
async function run(source: string): Promise<string> {
  const { output, traceback } = await session.exec(source, { softResetFirst: true });
  return traceback ?? Buffer.from(output).toString().replaceAll('\r\n', '\n').trimEnd();
}

const parameters = (row: SyslogRow | undefined) =>
  Object.fromEntries(row?.structuredData.find(({ id }) => id === 'meta')?.parameters ?? []);

describe('a program that logs in three lines', () => {
  it('has its lines in the log, with name, severity, sequence and time since the boot', async () => {
    expect(await run(`${wifiOn}${start()}bramble_log.info("The door is open, %d lux", 140)\n`)).toBe('');
    const [boot, line] = await server.rowsWhenStored(2);
    expect(boot).toMatchObject({ severity: 5, msgId: 'BOOT', hostname: 'kitchen', format: 'rfc5424', raw: null });
    expect(boot?.text).toMatch(/^Started, reset cause \d, 3\.4\.0; MicroPython .*, board [0-9a-f]{16}$/);
    expect(line).toMatchObject({ severity: 6, appName: 'main', msgId: null, text: 'The door is open, 140 lux' });
    expect([boot, line].map((row) => parameters(row).sequenceId)).toEqual(['1', '2']);
    expect(Number(parameters(line).sysUpTime)).toBeGreaterThanOrEqual(Number(parameters(boot).sysUpTime));
  });

  it('may name each severity, and any text', async () => {
    const calls = ['critical', 'error', 'warning', 'notice', 'info', 'debug'].map(
      (name) => `bramble_log.${name}("é 🍓")`,
    );
    expect(await run(`${wifiOn}${start()}${calls.join('\n')}\n`)).toBe('');
    const [, ...rows] = await server.rowsWhenStored(7);
    expect(rows.map(({ severity, text }) => ({ severity, text }))).toEqual(
      [2, 3, 4, 5, 6, 7].map((severity) => ({ severity, text: 'é 🍓' })),
    );
  });

  it('has a text that is too long cut between two characters', async () => {
    expect(await run(`${wifiOn}${start()}bramble_log.info("é" * 3000)\n`)).toBe('');
    const [, row] = await server.rowsWhenStored(2);
    expect(row?.text).toMatch(/^é{400,}\.\.\.$/);
    expect(row && datagramOf(row).length).toBeLessThanOrEqual(1024);
  });

  it('has the server’s address from a file', async () => {
    const configuration = { host: '127.0.0.1', port: server.port, name: 'two words', wifi: ['bramble', ''] };
    writeFileSync(join(flash, 'bramble_log.json'), JSON.stringify(configuration));
    expect(await run('import bramble_log\nbramble_log.start()\n')).toBe('');
    const [boot] = await server.rowsWhenStored(1);
    expect(boot).toMatchObject({ hostname: 'two-words', msgId: 'BOOT' });
  });
});

describe('a program that logs', () => {
  it('is never stopped by it', async () => {
    const source = `import bramble_log
bramble_log.info("before start")
bramble_log.start("no such host.invalid", wifi=("bramble", ""))
bramble_log.start()
class Bad:
  def __str__(self): raise RuntimeError("no")
bramble_log.info("%d", "no number")
bramble_log.info("%s", Bad())
bramble_log.info(Bad())
bramble_log.info(None)
bramble_log.start("127.0.0.1", ${server.port}, name="")
bramble_log.info("%d and %d", 1)
print("went on")`;
    expect(await run(source)).toBe(
      'bramble_log: nothing is sent, for /bramble_log.json cannot be read: OSError(2,)\nwent on',
    );
  });

  it('keeps its newest lines while the Wi-Fi is away, and sends them without being asked', async () => {
    const source = `${wifiOff}${start()}
for number in range(60): bramble_log.warning("line %d", number)
print(sum(len(datagram) for datagram in bramble_log._queue) <= 2048)
${wifiOn}
while bramble_log._queue: time.sleep_ms(20)
bramble_log.info("back")`;
    expect(await run(source)).toBe('True');
    await untilText('back');
    const rows = await server.handle.rows({}, { limit: 1000 });
    const numbers = rows.slice(0, -1).map(({ text }) => Number(text.replace('line ', '')));
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => 60 - numbers.length + index));
    // The server sees what is missing: line 0 was the second of the sequence.
    expect(rows.map((row) => Number(parameters(row).sequenceId))).toEqual([...numbers.map((line) => line + 2), 62]);
  });

  it('has what ends it reported, and again after the reboot', async () => {
    const source = `${wifiOn}${start()}
def main():
  return {}["temperature"]
with bramble_log.guard:
  main()`;
    expect(await run(source)).toContain('KeyError: temperature');
    const [, crash] = await server.rowsWhenStored(2);
    expect(crash).toMatchObject({ severity: 2, msgId: 'CRASH' });
    expect(crash?.text).toMatch(/^Traceback \(most recent call last\):\n.*in main\nKeyError: temperature$/s);

    expect(await run(`${wifiOn}${start()}${start()}`)).toBe('');
    const [, , , last, second] = await server.rowsWhenStored(5);
    expect(last).toMatchObject({ severity: 3, msgId: 'LAST-CRASH' });
    expect(last?.text).toBe(`The last run ended by this:\n${crash?.text}`);
    expect(second).toMatchObject({ msgId: 'BOOT' });
  });

  it('through the handler of `logging` has its levels and its loggers’ names', async () => {
    const source = `${wifiOn}${start()}
class Record:
  pass
handler = bramble_log.Handler()
handler.setLevel(20)
for level in 10, 20, 25, 30, 40, 50:
  record = Record()
  record.name, record.levelno, record.message = "sensors", level, "level %d" % level
  handler.emit(record)`;
    expect(await run(source)).toBe('');
    const [, ...rows] = await server.rowsWhenStored(6);
    expect(rows.map(({ severity, appName, text }) => [severity, appName, text])).toEqual([
      [6, 'sensors', 'level 20'],
      [5, 'sensors', 'level 25'],
      [4, 'sensors', 'level 30'],
      [3, 'sensors', 'level 40'],
      [2, 'sensors', 'level 50'],
    ]);
  });
});

/** Resolves when a row with this text is stored. */
async function untilText(text: string): Promise<void> {
  for (;;) {
    const { lastId } = await server.handle.status();
    if ((await server.handle.rows({ text }, { limit: 1 })).length > 0) return;
    await server.storedUpTo(lastId + 1);
  }
}
