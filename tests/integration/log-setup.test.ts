/** "Send this board's logs here" on a board that runs the real MicroPython, into the real syslog server. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BoardFiles } from '../../app/board/index.ts';
import type { BoardLogSettings } from '../../app/contract/index.ts';
import { systemClock } from '../../main/platform/system-clock.ts';
import { createBoardSetUps } from '../../main/services/log-setup/board-set-ups.ts';
import { boardAndServer } from './board-with-log.ts';

const address = 'sim:log-setup';
const wifi = { ssid: 'bramble', password: '' };
const on = boardAndServer('log-setup');

const setUps = () =>
  createBoardSetUps({
    source: on.server.handle,
    sessionOf: () => on.session,
    filesOf: () => new BoardFiles(on.session),
    clock: systemClock,
    onSetUp: async () => {},
  });
const setUp = (change: Partial<BoardLogSettings> = {}) =>
  setUps().setUpBoard(address, { wifi, host: '127.0.0.1', port: on.server.port, name: 'kitchen', ...change });
const onFlash = (name: string) => readFileSync(join(on.flash, name), 'utf8');

/** Runs a program as the IDE does, after a soft reset; gives its traceback. */
async function run(source: string): Promise<string | null> {
  return (await on.session.exec(source, { softResetFirst: true })).traceback;
}

describe('a board that is set up to log', () => {
  it('has its test line in the log, and from then on what its programs log', async () => {
    writeFileSync(join(on.flash, 'boot.py'), 'import machine\nmachine.freq(133_000_000)\n');
    expect(await setUp()).toEqual({ arrived: true, board: 'kitchen', rowId: expect.any(Number), remark: null });
    expect(onFlash('boot.py')).toMatch(/^import machine\nmachine\.freq\(133_000_000\)\n\n# >>> Bramble: logs/);

    const { lastId } = await on.server.handle.status();
    expect(await run('import bramble_log\nbramble_log.info("tea is ready")\n')).toBeNull();
    await on.server.storedUpTo(lastId + 2);
    const rows = await on.server.handle.rowsAfter({}, lastId, 10);
    expect(rows.map(({ hostname, msgId, text }) => [hostname, msgId, text])).toEqual([
      ['kitchen', 'BOOT', expect.stringMatching(/^Started, /)],
      ['kitchen', null, 'tea is ready'],
    ]);
  });

  it('has the lines of every logger of `logging` in the log, set up by the program or not', async () => {
    mkdirSync(join(on.flash, 'lib'));
    writeFileSync(join(on.flash, 'lib/logging.py'), loggingModule);
    await setUp();
    const { lastId } = await on.server.handle.status();
    const program = `import logging
logging.basicConfig(level=20)
logging.getLogger("sensors").log(20, "21 degrees")
print(logging.getLogger().level)
`;
    const { output } = await on.session.exec(program, { softResetFirst: true });
    // The program's own set-up is what counts.
    expect(Buffer.from(output).toString()).toBe('20\r\n');
    await on.server.storedUpTo(lastId + 2);
    const [, row] = await on.server.handle.rowsAfter({}, lastId, 10);
    expect(row).toMatchObject({ appName: 'sensors', severity: 6, text: '21 degrees', hostname: 'kitchen' });
  });

  it('may be set up again, and keeps the Wi-Fi that it was given before', async () => {
    await setUp();
    const boot = onFlash('boot.py');
    expect(await setUp({ wifi: null, name: 'cellar' })).toMatchObject({ arrived: true, board: 'cellar' });
    expect(onFlash('boot.py')).toBe(boot);
    expect(JSON.parse(onFlash('bramble_log.json'))).toMatchObject({ name: 'cellar', wifi: ['bramble', ''] });
  });

  it('is as it was before when that is taken away again', async () => {
    writeFileSync(join(on.flash, 'boot.py'), 'x = 1\n');
    await setUp();
    expect(await setUps().tearDownBoard(address)).toBe(true);
    expect(onFlash('boot.py')).toBe('x = 1\n');
    expect(existsSync(join(on.flash, 'bramble_log.json'))).toBe(false);
    expect(existsSync(join(on.flash, 'lib/bramble_log.py'))).toBe(false);
    expect(await setUps().tearDownBoard(address)).toBe(false);
  });

  it('says what is in the way when boot.py ends before the log begins', async () => {
    writeFileSync(join(on.flash, 'boot.py'), '1 / 0\n');
    expect(await setUp()).toMatchObject({ arrived: true, remark: expect.stringMatching(/boot\.py ends before/) });
  });
});

describe('a set-up that does not work', () => {
  it('tells that the Wi-Fi is not there, or refuses the password, though another one works', async () => {
    await setUp();
    await on.board.steer('wifi password the-right-one');
    const refused = await setUp({ wifi: { ssid: 'bramble', password: 'the-wrong-one' } });
    expect(refused).toEqual({ arrived: false, reason: expect.stringMatching(/^The Wi-Fi “bramble” refuses/) });
    await on.board.steer('wifi password any');
    await on.board.steer('wifi off');
    const missing = await setUp();
    await on.board.steer('wifi on');
    expect(missing).toEqual({ arrived: false, reason: expect.stringMatching(/^The board finds no Wi-Fi “bramble”/) });
  });

  it('tells that the board sends to another port', async () => {
    const outcome = await setUp({ port: 9 });
    expect(outcome).toEqual({ arrived: false, reason: expect.stringMatching(/sends to port 9, but .* Use that one/) });
  });

  it('refuses what no Wi-Fi has, before the board is touched', async () => {
    await expect(setUp({ wifi: { ssid: 'home', password: 'short' } })).rejects.toMatchObject({ code: 'usage' });
    await expect(setUp({ wifi: { ssid: '', password: '' } })).rejects.toMatchObject({ code: 'usage' });
    expect(readdirSync(on.flash)).toEqual([]);
  });
});

/** What micropython-lib's `logging` does of what is asked here, written afresh. */
const loggingModule = `class Record:
    pass
class Logger:
    def __init__(self, name):
        self.name, self.level, self.handlers = name, 0, []
    def setLevel(self, level):
        self.level = level
    def addHandler(self, handler):
        self.handlers.append(handler)
    def log(self, level, text):
        root = getLogger()
        if level < (self.level or root.level or 30):
            return
        record = Record()
        record.name, record.levelno, record.message = self.name, level, text
        for handler in self.handlers or root.handlers:
            handler.emit(record)
loggers = {}
def getLogger(name="root"):
    if name not in loggers:
        loggers[name] = Logger(name)
        if name == "root":
            basicConfig()
    return loggers[name]
def basicConfig(level=30):
    if "root" not in loggers:
        loggers["root"] = Logger("root")
    if not loggers["root"].handlers:
        loggers["root"].setLevel(level)
`;
