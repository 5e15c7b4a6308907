/** The Python faces of the hardware, run by the real interpreter: what a program on a Pico W sees. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { boardStart } from '../../../tests/support/board-start.ts';
import { startTemporaryBoard, type TemporaryBoard } from '../../../tests/support/temporary-board.ts';
import type { SimulatedBoard } from '../simulated-board.ts';

let temporary: TemporaryBoard;
let board: SimulatedBoard;
let softReset: () => Promise<void>;
let run: (code: string) => Promise<{ out: string; error: string }>;

/** Runs programs through the raw REPL; each waits for the two EOTs that end its output. */
function runnerOf(board: SimulatedBoard) {
  const line = board.openLine();
  let text = '';
  let arrived = () => {};
  line.onData((bytes) => {
    text += Buffer.from(bytes).toString('latin1');
    arrived();
  });
  const until = async (end: RegExp) => {
    for (let found = end.exec(text); ; found = end.exec(text)) {
      if (found !== null) {
        const before = text.slice(0, found.index + found[0].length);
        text = text.slice(before.length);
        return before;
      }
      await new Promise<void>((resolve) => {
        arrived = resolve;
      });
    }
  };
  return {
    line,
    async enter() {
      await line.write(Buffer.from('\r\x03\x03\x01'));
      await until(/raw REPL; CTRL-B to exit\r\n>/);
    },
    /** Ctrl-D with nothing typed. */
    async softReset() {
      await line.write(Buffer.from('\x04'));
      await until(/soft reboot\r\n.*raw REPL; CTRL-B to exit\r\n>/s);
    },
    async run(code: string) {
      await line.write(Buffer.from(`${code}\x04`));
      const answer = await until(/\x04[^\x04]*\x04>/);
      const [, out = '', error = ''] = /^OK([^\x04]*)\x04([^\x04]*)\x04>$/.exec(answer) ?? [];
      return { out: out.replaceAll('\r\n', '\n'), error: error.replaceAll('\r\n', '\n') };
    },
  };
}

beforeAll(async () => {
  temporary = await startTemporaryBoard({ name: 'default', ...boardStart });
  board = temporary.board;
  const runner = runnerOf(board);
  await runner.enter();
  ({ run, softReset } = runner);
});
afterAll(() => temporary.dispose());

const pinOf = (name: string) => board.snapshot().pins.find((pin) => pin.name === name);
/** The last line of a traceback. */
const raised = async (code: string) => (await run(code)).error.trimEnd().split('\n').at(-1);

describe('machine.Pin', () => {
  it('writes itself as a board does', async () => {
    const { out } = await run(`
from machine import Pin
print(Pin(0), Pin(2, Pin.OUT), Pin(3, Pin.IN, Pin.PULL_UP), Pin("LED", Pin.OUT), Pin("GP5"))
print(Pin(6, Pin.OPEN_DRAIN), Pin(7, Pin.IN, Pin.PULL_UP | Pin.PULL_DOWN))`);

    expect(out).toBe(
      'Pin(GPIO0, mode=ALT, pull=PULL_DOWN, alt=31) Pin(GPIO2, mode=OUT) Pin(GPIO3, mode=IN, pull=PULL_UP) ' +
        'Pin(EXT_GPIO0, mode=OUT) Pin(GPIO5, mode=ALT, pull=PULL_DOWN, alt=31)\n' +
        'Pin(GPIO6, mode=OPEN_DRAIN) Pin(GPIO7, mode=IN, pull=PULL_UP|PULL_DOWN)\n',
    );
  });

  it('refuses what is no pin in the words of a board', async () => {
    const refused = [
      '99',
      '-1',
      '2.5',
      'None',
      '"X1"',
      '"GP23"',
      '"LED", Pin.OUT, Pin.PULL_UP',
      '"LED", Pin.OPEN_DRAIN',
    ];
    const lines: unknown[] = [];
    for (const args of refused) lines.push(await raised(`from machine import Pin\nPin(${args})`));

    expect(lines).toEqual([
      ...Array(4).fill('ValueError: invalid pin'),
      'ValueError: unknown named pin "X1"',
      'ValueError: unknown named pin "GP23"',
      'ValueError: pulls are not supported for external pins',
      'ValueError: only Pin.OUT and Pin.IN are supported for this pin',
    ]);
  });

  it('drives and reads pins that others see and drive', async () => {
    await run('from machine import Pin\nled = Pin("LED", Pin.OUT, value=1)\nbutton = Pin("GP14", Pin.IN, Pin.PULL_UP)');
    expect([pinOf('LED')?.level, pinOf('GP14')]).toEqual([
      1,
      { name: 'GP14', mode: 'in', pull: 'up', level: 1, drivenFromOutside: null, signal: null },
    ]);

    board.drivePin('GP14', 0);

    expect((await run('led(button()); print(button.value(), led.value(), Pin("LED") is led)')).out).toBe('0 0 True\n');
    expect(pinOf('LED')?.level).toBe(0);
    board.drivePin('GP14', null);
  });

  it('switches with on, off, high, low, toggle and a Signal', async () => {
    const { out } = await run(`
from machine import Pin, Signal
p = Pin(15, Pin.OUT)
seen = []
for act in (p.on, p.off, p.high, p.low, p.toggle): act(); seen.append(p())
s = Signal(p, invert=True)
s.on(); seen.append((p(), s.value())); s.off(); seen.append((p(), s()))
print(seen)`);

    expect(out).toBe('[1, 0, 1, 0, 1, (0, 1), (1, 0)]\n');
  });

  it('tells who watches that a pin changed', async () => {
    board.snapshot();
    const changed = new Promise<void>((resolve) => {
      const subscription = board.onDidChange(() => {
        if (pinOf('GP16')?.level !== 1) return;
        subscription.dispose();
        resolve();
      });
    });

    await run('from machine import Pin\nPin(16, Pin.OUT, value=1)');

    await changed;
  });
});

describe('a soft reset', () => {
  it('leaves pins and Wi-Fi as they are and closes the sockets, as on a Pico W', async () => {
    const taken = createSocket('udp4');
    taken.bind(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address();
    taken.close();
    await run('from machine import Pin\nPin("LED", Pin.OUT, value=1)');
    await run('import network, socket, time\nw = network.WLAN()\nw.active(True)\nw.connect("My home")');
    await run('while not w.isconnected(): time.sleep_ms(5)');
    await run(`u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\nu.bind(("127.0.0.1", ${port}))`);

    await softReset();

    const { out, error } = await run(`
import network, socket
from machine import Pin
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
u.bind(("127.0.0.1", ${port}))
u.close()
print(Pin("LED").value(), network.WLAN().isconnected())`);
    expect({ out, error }).toEqual({ out: '1 True\n', error: '' });
  });
});

describe('the board', () => {
  it('knows its clock, its number and why it started', async () => {
    const { out } = await run('import machine\nprint(machine.freq(), len(machine.unique_id()), machine.reset_cause())');

    expect(out).toBe('125000000 8 1\n');
  });
});

describe('network.WLAN', () => {
  it('is down at first, and everything that leaves the board fails', async () => {
    const { out, error } = await run(`
import network, socket
w = network.WLAN(network.STA_IF)
w.active(False)
print(w, w.active(), w.isconnected(), w.status() == network.STAT_IDLE, w.ifconfig())
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try: u.sendto(b"x", ("127.0.0.1", 514))
except OSError as e: print(e)
try: socket.socket().connect(("127.0.0.1", 80))
except OSError as e: print(e)
try: socket.getaddrinfo("localhost", 80)
except OSError as e: print(e)
u.close()`);

    expect(error).toBe('');
    expect(out).toBe(
      "<CYW43 STA down 0.0.0.0> False False True ('0.0.0.0', '0.0.0.0', '0.0.0.0', '0.0.0.0')\n" +
        '[Errno 113] EHOSTUNREACH\n[Errno 113] EHOSTUNREACH\n-2\n',
    );
  });

  it('finds networks, joins one and shows its address', async () => {
    const { out, error } = await run(`
import network, time
w = network.WLAN(network.STA_IF)
w.disconnect()
w.active(True)
print([n[0] for n in w.scan()], len(w.config("mac")))
w.connect("My home", "secret")
print(w.status() == network.STAT_CONNECTING)
while not w.isconnected(): time.sleep_ms(5)
print(w.status() == network.STAT_GOT_IP, w.config("ssid"), w.ifconfig()[0] == w.ipconfig("addr4")[0])`);

    expect(error).toBe('');
    expect(out).toBe("[b'Bramble', b'Workshop', b'Garden guests'] 6\nTrue\nTrue My home True\n");
    expect(board.snapshot().wifi).toMatchObject({ active: true, connected: true, ssid: 'My home' });
  });
});

describe('socket', () => {
  beforeEach(async () => {
    await run(
      'import network, socket, time\nw = network.WLAN()\nw.active(True)\nif not w.isconnected(): w.connect("x")\n' +
        'while not w.isconnected(): time.sleep_ms(5)',
    );
  });

  it('sends a syslog datagram to a program of the computer', async () => {
    const receiver = createSocket('udp4');
    onTestFinished(() => void receiver.close());
    receiver.bind(0, '127.0.0.1');
    await once(receiver, 'listening');
    const heard = once(receiver, 'message');

    await run(`
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.sendto("<134>1 - pico blink - - - on", socket.getaddrinfo("127.0.0.1", ${receiver.address().port})[0][-1])
s.close()`);

    expect(String((await heard)[0])).toBe('<134>1 - pico blink - - - on');
  });

  it('fetches a page over TCP line by line', async () => {
    const server = createServer((client) => {
      client.once('data', (request) => client.end(`HTTP/1.0 200 OK\r\nX: ${request.toString().trim()}\r\n\r\nbody`));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();

    const { out, error } = await run(`
c = socket.socket()
c.connect(("127.0.0.1", ${typeof address === 'object' ? address?.port : 0}))
c.write(b"GET / HTTP/1.0\\r\\n")
print(c.readline(), c.readline(), c.readline(), c.read(), c.recv(1))
c.close()`);

    expect(error).toBe('');
    expect(out).toBe(String.raw`b'HTTP/1.0 200 OK\r\n' b'X: GET / HTTP/1.0\r\n' b'\r\n' b'body' b''`.concat('\n'));
  });

  it('raises the errors of lwIP', async () => {
    const { out, error } = await run(`
def tried(act, *args):
    try: act(*args)
    except Exception as e: print(type(e).__name__, e)
c = socket.socket()
tried(c.connect, ("127.0.0.1", 1))
tried(c.connect, ("localhost", 1))
c.close()
tried(c.recv, 1)
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
u.bind(("127.0.0.1", 0))
u.settimeout(0.05)
tried(u.recv, 1)
u.setblocking(False)
tried(u.recv, 1)
u.close()
tried(socket.getaddrinfo, "no-such-host.invalid", 80)`);

    expect(error).toBe('');
    expect(out.split('\n')).toEqual([
      'OSError [Errno 104] ECONNRESET',
      'ValueError invalid arguments',
      'OSError [Errno 9] EBADF',
      'OSError [Errno 110] ETIMEDOUT',
      'OSError [Errno 11] EAGAIN',
      'OSError -2',
      '',
    ]);
  });

  it('lets Ctrl-C end a wait for a datagram that never comes', async () => {
    const runner = runnerOf(board);
    onTestFinished(() => runner.line.dispose());
    const waiting = run(
      'u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\nu.bind(("", 0))\nprint("waiting")\nu.recv(1)',
    );
    let seen = '';
    await new Promise<void>((resolve) => {
      runner.line.onData((bytes) => {
        seen += Buffer.from(bytes).toString();
        if (seen.includes('waiting')) resolve();
      });
    });

    await runner.line.write(Buffer.from('\x03'));

    expect((await waiting).error).toMatch(/KeyboardInterrupt: ?\n$/);
    await run('u.close()');
  });
});
