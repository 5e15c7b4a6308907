/** `bramble_log.py` on a board that is in trouble: what ended a program is told all the same, and nothing of it reaches the program. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { boardWithLog, wifiOff, wifiOn } from './board-with-log.ts';

const on = boardWithLog('board-log-trouble');
const { run, start } = on;

describe('what ended a program', () => {
  it('is told by the end of a deep traceback too, now and after the reboot', async () => {
    const source = `${wifiOn}${start()}
def down(n):
  if n == 0: raise ValueError("the reason")
  down(n - 1)
with bramble_log.guard:
  down(60)`;
    expect(await run(source)).toContain('ValueError: the reason');
    const [, crash] = await on.server.rowsWhenStored(2);
    const call = '  File "<stdin>", line \\d+, in (?:down|<module>)\\n';
    expect(crash?.text).toMatch(
      new RegExp(`^Traceback \\(most recent call last\\):\\n {2}\\.\\.\\.\\n(?:${call}){10,}ValueError: the reason$`),
    );

    expect(await run(wifiOn + start())).toBe('');
    const [, , , last] = await on.server.rowsWhenStored(4);
    expect(last?.text).toBe(`The last run ended by this:\n${crash?.text}`);
  });

  it('is told by its kind where its message is longer than a line may be', async () => {
    expect(await run(`${wifiOn}${start()}bramble_log.crash(ValueError("x" * 3000 + " end"))`)).toBe('');
    const [, crash] = await on.server.rowsWhenStored(2);
    expect(crash?.text).toMatch(/^ValueError: x{800,}\.\.\.$/);
  });

  it('waits on the flash until the Wi-Fi took it, over reboots and whatever else was logged', async () => {
    await run(`${wifiOff}${start()}bramble_log.crash(ValueError("dry"))`);
    const noisy = 'for number in range(60): bramble_log.info("line %d", number)\n';
    expect(await run(`${wifiOff}${start()}${start()}${noisy}`)).toBe('');
    expect(await run(`${wifiOn}${start()}`)).toBe('');
    const [, last] = await on.server.rowsWhenStored(2);
    expect(last).toMatchObject({ msgId: 'LAST-CRASH', text: 'The last run ended by this:\nValueError: dry' });
    expect(existsSync(join(on.flash, 'bramble_crash.txt'))).toBe(false);
  });

  it('does not keep the board from starting when power was lost as it was written', async () => {
    writeFileSync(join(on.flash, 'bramble_crash.txt'), Buffer.from([0x54, 0xff, 0xfe]));
    expect(await run(wifiOn + start())).toBe('');
    const [, last] = await on.server.rowsWhenStored(2);
    expect(last).toMatchObject({ msgId: 'LAST-CRASH' });
    expect(existsSync(join(on.flash, 'bramble_crash.txt'))).toBe(false);
  });

  it('is not hidden by a memory that is full', async () => {
    const source = `${wifiOn}${start()}
class Link: pass
first = last = Link()
last.next = None
dry = ValueError("dry")
try:
  while True:
    last.next = Link()
    last = last.next
except MemoryError:
  pass
try:
  with bramble_log.guard: raise dry
except ValueError:
  first = last = None
  print("went on")`;
    expect(await run(source)).toBe('went on');
  });

  it('is no task that was cancelled', async () => {
    const source = `${wifiOn}${start()}
import asyncio
async def pump():
  with bramble_log.guard: await asyncio.sleep(10)
async def main():
  task = asyncio.create_task(pump())
  await asyncio.sleep_ms(10)
  task.cancel()
  await asyncio.sleep_ms(10)
asyncio.run(main())
bramble_log.info("went on")`;
    expect(await run(source)).toBe('');
    const [, line] = await on.server.rowsWhenStored(2);
    expect(line?.text).toBe('went on');
  });
});

describe('a program', () => {
  it('is not stopped by what it gives of its own', async () => {
    const source = `${wifiOn}${start()}
bramble_log.on_task_error(None, {"message": "nobody waited"})
handler = bramble_log.Handler()
handler.setLevel("INFO")
class Record: name, levelno, message = "sensors", 30, "warm"
handler.emit(Record)
print("went on")`;
    expect(await run(source)).toBe('went on');
    const [, crash] = await on.server.rowsWhenStored(2);
    expect(crash).toMatchObject({ msgId: 'CRASH', text: "'nobody waited'" });
  });

  it('has its lines sent later also where it had all timers itself for a while', async () => {
    const source = `${wifiOff}${start()}
import machine
class Timer:
  def __init__(self, number): pass
  def init(self, **options): raise OSError(12)
  def deinit(self): pass
class Machine:
  Timer, unique_id = Timer, machine.unique_id
bramble_log._retry(False)
bramble_log.machine = Machine
bramble_log.info("one")
print(bramble_log.flush())
bramble_log.machine = machine
bramble_log.info("two")
${wifiOn}
while bramble_log._queue: time.sleep_ms(20)`;
    expect(await run(source)).toBe('False');
    const rows = await on.server.rowsWhenStored(3);
    expect(rows.map(({ text }) => text).slice(1)).toEqual(['one', 'two']);
  });

  it('that is silent for a week has not started anew', async () => {
    const source = `${wifiOff}${start()}
week = 7 * 24 * 3600 * 1000
bramble_log._seen_at = time.ticks_add(time.ticks_ms(), -(week // 2))
bramble_log._seen_at = time.ticks_add(bramble_log._seen_at, -(week // 2))
print(bramble_log._up_centiseconds() // 100 // 3600)`;
    expect(await run(`import time\n${source}`)).toBe('168');
  });

  it('has a long text in its log when the memory holds it just once', async () => {
    const source = `${wifiOn}${start()}
import gc
text = "y" * 60_000
kept = []
try:
  while True: kept.append(bytearray(4096))
except MemoryError:
  pass
del kept[-3:]
bramble_log.info(text)`;
    expect(await run(source)).toBe('');
    const [, row] = await on.server.rowsWhenStored(2);
    expect(row?.text).toMatch(/^y{900,}\.\.\.$/);
  });

  it('loses no line to a callback that logs in the midst of one being sent', async () => {
    const source = `${wifiOn}${start()}
sent = []
class Socket:
  def sendto(self, datagram, address):
    sent.append(datagram.split(b" ")[-1])
    if datagram.endswith(b"a"):
      for letter in "bcde": bramble_log.info("%s", "x" * 300 + letter)
  def close(self): pass
bramble_log._socket = Socket()
bramble_log.info("a")
print([text[-1:] for text in sent], len(bramble_log._queue))`;
    expect(await run(source)).toBe("[b'a', b'c', b'd', b'e'] 0");
  });
});

describe('a program that logs through `logging`', () => {
  // As micropython-lib's: the root logger is made and set up when it is first wanted, or when the program says how.
  const logging = `
_loggers = {}
class Logger:
  def __init__(self): self.handlers = []
  def addHandler(self, handler):
    if handler not in self.handlers: self.handlers.append(handler)
class Record: pass
def basicConfig():
  if "root" not in _loggers: _loggers["root"] = Logger()
def getLogger():
  if "root" not in _loggers: basicConfig()
  return _loggers["root"]
def error(message):
  record = Record()
  record.name, record.levelno, record.message = "root", 40, message
  for handler in getLogger().handlers: handler.emit(record)`;

  it('has each line once, whoever asked for it and when', async () => {
    writeFileSync(join(on.flash, 'logging.py'), logging);
    const source = `${wifiOn}${start()}
import logging
logging.basicConfig()
bramble_log.follow_logging()
bramble_log.follow_logging()
logging.error("one")
logging.basicConfig()
logging.error("two")
bramble_log.info("end")`;
    expect(await run(source)).toBe('');
    const rows = await on.server.rowsWhenStored(4);
    expect(rows.map(({ text }) => text).slice(1)).toEqual(['one', 'two', 'end']);
  });
});
