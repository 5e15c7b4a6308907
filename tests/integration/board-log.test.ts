/** `bramble_log.py` on a board that runs the real MicroPython, sending over its Wi-Fi to the real syslog on.server. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { datagramOf, type SyslogRow } from '../../app/syslog/index.ts';
import { boardWithLog, wifiOff, wifiOn } from './board-with-log.ts';

const on = boardWithLog('board-log');
const { run, start } = on;

const parameters = (row: SyslogRow | undefined) =>
  Object.fromEntries(row?.structuredData.find(({ id }) => id === 'meta')?.parameters ?? []);

describe('a program that logs in three lines', () => {
  it('has its lines in the log, with name, severity, sequence and time since the boot', async () => {
    expect(await run(`${wifiOn}${start()}bramble_log.info("The door is open, %d lux", 140)\n`)).toBe('');
    const [boot, line] = await on.server.rowsWhenStored(2);
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
    const [, ...rows] = await on.server.rowsWhenStored(7);
    expect(rows.map(({ severity, text }) => ({ severity, text }))).toEqual(
      [2, 3, 4, 5, 6, 7].map((severity) => ({ severity, text: 'é 🍓' })),
    );
  });

  it('has a text that is too long cut between two characters', async () => {
    expect(await run(`${wifiOn}${start()}bramble_log.info("é" * 3000)\n`)).toBe('');
    const [, row] = await on.server.rowsWhenStored(2);
    expect(row?.text).toMatch(/^é{400,}\.\.\.$/);
    expect(row && datagramOf(row).length).toBeLessThanOrEqual(1024);
  });

  it('has the server’s address from a file', async () => {
    const configuration = { host: '127.0.0.1', port: on.server.port, name: 'two words', wifi: ['bramble', ''] };
    writeFileSync(join(on.flash, 'bramble_log.json'), JSON.stringify(configuration));
    expect(await run('import bramble_log\nbramble_log.start()\n')).toBe('');
    const [boot] = await on.server.rowsWhenStored(1);
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
bramble_log.start("127.0.0.1", ${on.server.port}, name="")
bramble_log.info("%d and %d", 1)
print("went on")`;
    expect(await run(source)).toBe(
      'bramble_log: nothing is sent, for /bramble_log.json cannot be read: OSError(2,)\nwent on',
    );
  });

  it('keeps its newest lines while the Wi-Fi is away, and sends them without being asked', async () => {
    const source = `${wifiOff}${start()}
for number in range(60): bramble_log.warning("line %d", number)
print(sum(len(datagram) for datagram in bramble_log._queue) <= 1536)
${wifiOn}
while bramble_log._queue: time.sleep_ms(20)
bramble_log.info("back")`;
    expect(await run(source)).toBe('True');
    await untilText('back');
    const rows = await on.server.handle.rows({}, { limit: 1000 });
    const numbers = rows.slice(0, -1).map(({ text }) => Number(text.replace('line ', '')));
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => 60 - numbers.length + index));
    // The server sees what is missing: line 0 was the second of the sequence.
    expect(rows.map((row) => Number(parameters(row).sequenceId))).toEqual([...numbers.map((line) => line + 2), 62]);
  });

  it('joins its Wi-Fi again after that went away, but not one that the program switched off', async () => {
    const source = `import bramble_log, network, time
bramble_log.start("127.0.0.1", ${on.server.port}, name="kitchen", wifi=("bramble", ""))
wlan = network.WLAN(network.STA_IF)
while bramble_log._queue: time.sleep_ms(20)
def as_if_long_after_the_last_try():
  bramble_log._joined_at = time.ticks_add(time.ticks_ms(), -60_000)
wlan.disconnect()
bramble_log.info("away")
print(wlan.isconnected(), len(bramble_log._queue))
as_if_long_after_the_last_try()
while bramble_log._queue: time.sleep_ms(20)
print(wlan.isconnected())
wlan.active(False)
bramble_log.info("off")
as_if_long_after_the_last_try()
bramble_log._try_again(None)
print(wlan.active())`;
    expect(await run(source)).toBe('False 1\nTrue\nFalse');
    await untilText('away');
  });

  it('spends less than 8 KB of the heap, with a full queue', async () => {
    const source = `import gc
import io, json, machine, network, os, socket, sys, time
before = 0
gc.collect()
before = gc.mem_alloc()
${start()}
for number in range(60): bramble_log.warning("line %d", number)
gc.collect()
print(gc.mem_alloc() - before)`;
    const bytes = Number(await run(wifiOff + source));
    expect(bytes).toBeGreaterThan(1000);
    expect(bytes).toBeLessThan(8192);
  });

  it('goes on while the network takes nothing, and sends when it does', async () => {
    const source = `${wifiOn}${start()}
sent = []
waits = []
class Socket:
  full = True
  def setblocking(self, blocks): waits.append(blocks)
  def sendto(self, datagram, address):
    if self.full: raise OSError(11)
    sent.append(datagram)
  def close(self): pass
class Module:
  AF_INET, SOCK_DGRAM, getaddrinfo = socket.AF_INET, socket.SOCK_DGRAM, socket.getaddrinfo
  socket = lambda *_: Socket()
bramble_log.socket, bramble_log._socket = Module, None
bramble_log.info("one")
bramble_log.info("two")
print(waits, len(sent), len(bramble_log._queue))
Socket.full = False
while bramble_log._queue: time.sleep_ms(20)
print([datagram.split(b" ")[-1] for datagram in sent])`;
    expect(await run(`import socket\n${source}`)).toBe("[False] 0 2\n[b'one', b'two']");
  });

  it('goes on while its Wi-Fi is not to be joined', async () => {
    const source = `import network
network.WLAN(network.STA_IF).active(False)
import bramble_log
bramble_log.start("127.0.0.1", ${on.server.port}, wifi=("nobody's network", "its password"))
print(network.WLAN(network.STA_IF).isconnected(), len(bramble_log._queue), bramble_log.flush())`;
    expect(await run(source)).toBe('False 1 False');
  });

  it('has what ends a task of asyncio reported', async () => {
    const source = `${wifiOn}${start()}
import asyncio
async def pump():
  raise ValueError("dry")
async def main():
  asyncio.get_event_loop().set_exception_handler(bramble_log.on_task_error)
  asyncio.create_task(pump())
  await asyncio.sleep_ms(20)
  print("went on")
asyncio.run(main())`;
    expect(await run(source)).toBe('went on');
    const [, crash] = await on.server.rowsWhenStored(2);
    expect(crash).toMatchObject({ severity: 2, msgId: 'CRASH' });
    expect(crash?.text).toMatch(/in pump\nValueError: dry$/);
  });

  it('goes on with a full flash, and has what ends it reported', async () => {
    const source = `${wifiOn}${start()}
def no_space(*_): raise OSError(28)
bramble_log.open = no_space
try:
  {}["temperature"]
except KeyError as error:
  bramble_log.crash(error)
print("went on")`;
    expect(await run(source)).toBe('went on');
    const [, crash] = await on.server.rowsWhenStored(2);
    expect(crash).toMatchObject({ msgId: 'CRASH' });
  });

  it('has what ends it reported, and again after the reboot', async () => {
    const source = `${wifiOn}${start()}
def main():
  return {}["temperature"]
with bramble_log.guard:
  main()`;
    expect(await run(source)).toContain('KeyError: temperature');
    const [, crash] = await on.server.rowsWhenStored(2);
    expect(crash).toMatchObject({ severity: 2, msgId: 'CRASH' });
    expect(crash?.text).toMatch(/^Traceback \(most recent call last\):\n.*in main\nKeyError: temperature$/s);

    expect(await run(`${wifiOn}${start()}${start()}`)).toBe('');
    const [, , , last, second] = await on.server.rowsWhenStored(5);
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
    const [, ...rows] = await on.server.rowsWhenStored(6);
    expect(rows.map(({ severity, appName, text }) => [severity, appName, text])).toEqual([
      [6, 'sensors', 'level 20'],
      [5, 'sensors', 'level 25'],
      [4, 'sensors', 'level 30'],
      [3, 'sensors', 'level 40'],
      [2, 'sensors', 'level 50'],
    ]);
  });
});

describe('a program that logs through `logging`', () => {
  // As micropython-lib's module goes about it: the root logger has its handlers when the program says which, or first logs.
  const logging = `
class Record: pass
class Logger:
  def __init__(self, name): self.name, self.handlers = name, []
  def addHandler(self, handler): self.handlers.append(handler)
  def log(self, level, message):
    record = Record()
    record.name, record.levelno, record.message = self.name, level, message
    if not getLogger().handlers: basicConfig()
    for handler in self.handlers or getLogger().handlers: handler.emit(record)
_loggers = {}
def getLogger(name="root"): return _loggers.setdefault(name, Logger(name))
class Printer:
  def emit(self, record): print(record.message)
def basicConfig(): getLogger().addHandler(Printer())`;

  it('has all its loggers’ lines in the log, and where it had them before', async () => {
    writeFileSync(join(on.flash, 'logging.py'), logging);
    const source = `${wifiOn}${start()}bramble_log.follow_logging()
import logging
logging.getLogger("sensors").log(30, "The room is warm")`;
    expect(await run(source)).toBe('The room is warm');
    const [, row] = await on.server.rowsWhenStored(2);
    expect(row).toMatchObject({ severity: 4, appName: 'sensors', text: 'The room is warm' });
  });

  it('goes on without it where that is not installed', async () => {
    expect(await run(`${wifiOff}${start()}bramble_log.follow_logging()\nprint("went on")`)).toBe('went on');
  });
});

/** Resolves when a row with this text is stored. */
async function untilText(text: string): Promise<void> {
  for (;;) {
    const { lastId } = await on.server.handle.status();
    if ((await on.server.handle.rows({ text }, { limit: 1 })).length > 0) return;
    await on.server.storedUpTo(lastId + 1);
  }
}
