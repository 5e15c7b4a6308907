/**
 * `bramble_log.py` on MicroPython 1.22, the oldest that it promises: the last preview of it that its makers publish for WebAssembly, with
 * stand-ins for what only a board has. What it does on a board with a network is board-log.test.ts's.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

const library = readFileSync(new URL('../../app/micropython/library/bramble_log.py', import.meta.url), 'utf8');
const require = createRequire(import.meta.url);
const program = require.resolve('micropython-1.22');

interface MicroPython {
  FS: { writeFile(path: string, text: string): void };
  runPython(source: string): void;
}

/** As a Pico W of that time has them: its `network` names no interface but by `STA_IF` and `AP_IF`. */
const standIns = `
import sys
class Timer:
  running = []
  def __init__(self, number): pass
  def init(self, *, period, callback): self.running.append(callback)
  def deinit(self): self.running.clear()
class WLAN:
  up = False
  def __init__(self, interface): pass
  def active(self, on=None): return True
  def isconnected(self): return self.up
  def connect(self, name, key): pass
class Socket:
  sent = []
  def setblocking(self, on): pass
  def sendto(self, datagram, address): self.sent.append(datagram)
  def close(self): pass
class Module:
  def __init__(self, **names):
    for name in names: setattr(self, name, names[name])
sys.modules["machine"] = Module(Timer=Timer, unique_id=lambda: b"\\xe6\\x61\\x04\\x31", reset_cause=lambda: 1)
sys.modules["network"] = Module(WLAN=WLAN, STA_IF=0, AP_IF=1)
sys.modules["socket"] = Module(
  AF_INET=2, SOCK_DGRAM=2, socket=lambda *_: Socket(), getaddrinfo=lambda host, port: [(2, 2, 0, "", (host, port))])
`;

/** What a program of several lines prints, with the library beside it. */
async function printed(source: string): Promise<string[]> {
  const { loadMicroPython }: { loadMicroPython(options: object): Promise<MicroPython> } = await import(
    pathToFileURL(program).href
  );
  const lines: string[] = [];
  const micropython = await loadMicroPython({
    url: program.replace(/\.mjs$/, '.wasm'),
    stdout: (line: string) => lines.push(line),
    linebuffer: true,
  });
  micropython.FS.writeFile('/bramble_log.py', library);
  micropython.runPython(standIns + source);
  return lines;
}

it('logs, waits for the Wi-Fi, and reports what ended a program', async () => {
  const lines = await printed(`
print(sys.implementation.version[:2])
import bramble_log
bramble_log.start("192.168.1.20", wifi=("my wifi", "its password"))
bramble_log.info("The door is open, %d lux", 140)
print(len(Socket.sent), len(Timer.running))
WLAN.up = True
Timer.running[0](None)
print(len(Timer.running))
class Record: pass
record = Record()
record.name, record.levelno, record.message = "sensors", 30, "warm é"
bramble_log.Handler().emit(record)
bramble_log.follow_logging()
try:
  with bramble_log.guard: {}["temperature"]
except KeyError as error: print(repr(error))
bramble_log.start("192.168.1.20")
for datagram in Socket.sent: print(datagram.decode().split("] ", 1)[1].replace("\\ufeff", "").split("\\n")[0], "|", datagram[:5])
`);
  expect(lines).toEqual([
    '(1, 22)',
    '0 1',
    '0',
    "KeyError('temperature',)",
    expect.stringMatching(/^Started, reset cause 1, 3\.4\.0; MicroPython v1\.22\.0.*, board e6610431 \| b'<133>'$/),
    "The door is open, 140 lux | b'<134>'",
    "warm é | b'<132>'",
    "Traceback (most recent call last): | b'<130>'",
    expect.stringMatching(/^Started, /),
    "The last run ended by this: | b'<131>'",
  ]);
});
