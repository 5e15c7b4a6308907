/** What lies around a simulated board, seen and steered from outside while the real interpreter runs. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { BoardLine } from '../../app/simulator/index.ts';
import { partCatalogue } from '../../app/simulator/index.ts';
import { boardStart } from '../../tests/support/board-start.ts';
import { startTemporaryBoard, type TemporaryBoard } from '../../tests/support/temporary-board.ts';
import { systemClock } from '../platform/system-clock.ts';
import type { SimulatedBoard } from './simulated-board.ts';

let temporary: TemporaryBoard;
let board: SimulatedBoard;
let line: BoardLine;
let shown = '';
let arrived = () => {};

beforeAll(async () => {
  temporary = await startTemporaryBoard({ name: 'bench', ...boardStart });
  board = temporary.board;
});
afterAll(() => temporary.dispose());
beforeEach(async () => {
  line = plug();
  await line.write(Buffer.from('\r\x03\x03\x01\x04'));
  await shows(/soft reboot\r\nraw REPL; CTRL-B to exit\r\n>/);
  onTestFinished(() => line.dispose());
});

function plug(): BoardLine {
  const opened = board.openLine();
  shown = '';
  opened.onData((bytes) => {
    shown += Buffer.from(bytes).toString('latin1');
    arrived();
  });
  return opened;
}

/** Resolves when the board has said it, and forgets what came before its end. */
async function shows(expected: RegExp): Promise<string> {
  for (;;) {
    const found = expected.exec(shown);
    if (found !== null) {
      shown = shown.slice(found.index + found[0].length);
      return found[0];
    }
    await new Promise<void>((resolve) => {
      arrived = resolve;
    });
  }
}

async function run(code: string): Promise<string> {
  await line.write(Buffer.from(`${code}\x04`));
  const answer = await shows(/OK[^\x04]*\x04[^\x04]*\x04>/);
  return answer.slice(2, -1).replaceAll('\x04', '').replaceAll('\r\n', '\n');
}

/** Resolves at the next change after which `isSo`. */
function changed(isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const subscription = board.onDidChange(() => {
      if (!isSo()) return;
      subscription.dispose();
      resolve();
    });
  });
}

const part = (name: keyof typeof partCatalogue) => {
  const made = partCatalogue[name]?.(systemClock);
  if (made === undefined) throw new Error(`There is no ${name}.`);
  return made;
};

describe('a button', () => {
  it.each(['import time\ntime.sleep(60)', 'while True: pass'])('interrupts a program that runs %j', async (program) => {
    const handler = 'lambda pin: print("pressed", pin())';
    const setUp = `from machine import Pin\nPin("GP14", Pin.IN, Pin.PULL_UP).irq(${handler}, Pin.IRQ_FALLING)`;
    onTestFinished(() => board.drivePin('GP14', null));
    await line.write(Buffer.from(`${setUp}\nprint("ready")\n${program}\x04`));
    await shows(/ready\r\n/);

    board.drivePin('GP14', 0);

    expect(await shows(/pressed \d/)).toBe('pressed 0');
    await line.write(Buffer.from('\x03'));
    await shows(/KeyboardInterrupt/);
  });
});

describe('a command in words', () => {
  it('presses a button, and lets it go', async () => {
    // Of an interrupt, for a program that only looks may look too seldom to see 50 ms.
    const program = `
from machine import Pin
seen = []
def changed(p):
  if p.irq().flags() & Pin.IRQ_FALLING: seen.append("low")
  if p.irq().flags() & Pin.IRQ_RISING: seen.append("high")
Pin("GP14", Pin.IN, Pin.PULL_UP).irq(changed)
print("ready")
while len(seen) < 2: pass
print(*seen)`;
    await line.write(Buffer.from(`${program}\x04`));
    await shows(/ready\r\n/);

    await board.steer('press GP14 for 50ms');

    expect(await shows(/[^\x04]*\x04\x04>/)).toBe('low high\r\n\x04\x04>');
  });

  it('joins a part that the program reads, and sets it', async () => {
    await board.steer('attach dht22 data=GP15 as outside');
    await board.steer('set outside temperature -7.5');
    const code =
      'import dht\nfrom machine import Pin\nd = dht.DHT22(Pin(15))\nd.measure()\nprint(round(d.temperature(), 1))';

    const out = await run(code);
    await board.steer('detach outside');

    expect(out).toBe('-7.5\n');
  });

  it('takes the power, ends the line, and gives the power back', async () => {
    const ended = new Promise<{ reason: string }>((resolve) => {
      line.onClose(resolve);
    });
    await board.steer('power off');
    const { reason } = await ended;
    const refused = () => board.openLine();
    expect(refused).toThrow(/has no power\. Give it some: power on\./);
    expect([reason, board.activity]).toEqual(['lost', 'off']);

    await board.steer('power on');

    line = plug();
    await line.write(Buffer.from('\r\x03\x03\x01'));
    await shows(/raw REPL; CTRL-B to exit\r\n>/);
    expect(await run('print(6 * 7)')).toBe('42\n');
  });
});

describe('the cable and the flash of an RP2040', () => {
  it('carry a program larger than the ring, and write whole files', async () => {
    await board.steer('link rp2 latency 4ms');
    await board.steer('flash-speed rp2');
    onTestFinished(async () => {
      await board.steer('link direct');
      await board.steer('flash-speed free');
    });
    const code = `with open('/long.txt', 'w') as f:\n f.write('''${'x'.repeat(5000)}''')\nimport os\nprint(os.stat('/long.txt')[6])`;

    expect(await run(code)).toBe('5000\n');
  });

  it('lose the line where they are told to, and take a new one', async () => {
    const ended = new Promise<{ reason: string; message: string }>((resolve) => {
      line.onClose(resolve);
    });
    await board.steer('fault unplug after 100 bytes to-board');

    await expect(line.write(Buffer.from(`#${'x'.repeat(200)}\n`))).rejects.toMatchObject({ code: 'connection-lost' });

    expect(await ended).toMatchObject({ reason: 'lost' });
    line = plug();
    await line.write(Buffer.from('\r\x03\x03\x01'));
    await shows(/raw REPL; CTRL-B to exit\r\n>/);
    expect(await run('print(6 * 7)')).toBe('42\n');
  });
});

describe('a timer', () => {
  it('goes on at the prompt after its program has ended, until a soft reset', async () => {
    await run('from machine import Timer\nn = 0\ndef tick(t):\n  global n\n  n += 1\n  if n == 3: print("three")');
    await run('t = Timer(period=5, callback=tick)');

    await shows(/three/);

    await line.write(Buffer.from('\x04'));
    await shows(/soft reboot\r\nraw REPL; CTRL-B to exit\r\n>/);
    expect(await run('from machine import Timer\nprint([Timer(period=60000) for _ in range(16)][15])')).toMatch(
      /^Timer/,
    );
  });

  it('is refused when sixteen run', async () => {
    expect(await run('from machine import Timer\nts = [Timer(period=60000) for _ in range(17)]')).toMatch(/ENOMEM\n$/);
  });
});

describe('the watchdog', () => {
  it('restarts a board whose program does not feed it, and says so', async () => {
    const ended = new Promise<{ reason: string }>((resolve) => {
      line.onClose(resolve);
    });

    await line.write(Buffer.from('from machine import WDT\nw = WDT(timeout=50)\nwhile True: pass\x04'));

    expect((await ended).reason).toBe('reset');
    line = plug();
    await line.write(Buffer.from('\r\x03\x03\x01'));
    await shows(/raw REPL; CTRL-B to exit\r\n>/);
    expect(await run('import machine\nprint(machine.reset_cause() == machine.WDT_RESET)')).toBe('True\n');
  });

  it('leaves one alone that is fed', async () => {
    const out = await run(
      'from machine import WDT\nimport time\nw = WDT(timeout=8000)\nfor _ in range(3): w.feed()\nprint("fed")',
    );

    expect(out).toBe('fed\n');
    await board.powerCycle();
  });
});

describe('a snapshot', () => {
  it('shows waves, voltages, wires and parts with what may be set on them', async () => {
    const sensor = board.bench.attach(part('bme280'), { sda: 'GP6', scl: 'GP7' });
    const wire = board.bench.join('GP2', 'GP3');
    board.bench.setVolts('GP26', 1.2);
    onTestFinished(() => {
      sensor.dispose();
      wire.dispose();
      board.bench.setVolts('GP26', null);
    });
    await run('from machine import PWM, Pin\np = PWM(Pin(10), freq=1000, duty_u16=32768)');

    const { pwm, volts, wires, parts } = board.snapshot();

    expect({ pwm, volts, wires }).toEqual({
      pwm: [{ pin: 'GP10', frequencyHz: 1000, duty: expect.closeTo(0.5, 3) }],
      volts: { GP26: 1.2 },
      wires: [['GP2', 'GP3']],
    });
    expect(parts).toEqual([
      {
        id: sensor.id,
        name: 'BME280',
        wiring: { sda: 'GP6', scl: 'GP7' },
        values: {
          temperature: { value: 21, unit: '°C', minimum: -40, maximum: 85 },
          pressure: { value: 1013.25, unit: 'hPa', minimum: 300, maximum: 1100 },
          humidity: { value: 45, unit: '%', minimum: 0, maximum: 100 },
        },
        picture: null,
        light: null,
        memory: null,
      },
    ]);
  });

  it('shows the colours that a program gives to NeoPixels, and tells that they changed', async () => {
    onTestFinished(board.bench.attach(part('neopixel')).dispose);
    const first = () => [...(board.snapshot().parts[0]?.picture?.pixels.subarray(0, 3) ?? [])];
    const red = changed(() => first()[0] === 255);

    await run(
      'from machine import Pin\nfrom neopixel import NeoPixel\nn = NeoPixel(Pin(28), 8)\nn[0] = (255, 1, 2)\nn.write()',
    );
    await red;

    expect(first()).toEqual([255, 1, 2]);
  });

  it('shows what a program draws on a display', async () => {
    onTestFinished(board.bench.attach(part('ssd1306')).dispose);

    await run(`
import framebuf
from machine import I2C
i = I2C(0)
buf = bytearray(1024)
fb = framebuf.FrameBuffer(buf, 128, 64, framebuf.MONO_VLSB)
fb.pixel(3, 2, 1)
fb.pixel(127, 63, 1)
for c in (0x20, 0, 0x21, 0, 127, 0x22, 0, 7, 0xA1, 0xC8, 0xAF): i.writeto(0x3C, bytes((0x80, c)))
i.writevto(0x3C, (b"\\x40", buf))`);

    const pixels = board.snapshot().parts[0]?.picture?.pixels ?? new Uint8Array();
    const lit = [...pixels.entries()].filter(([, grey]) => grey > 0).map(([at]) => [at % 128, Math.floor(at / 128)]);
    expect(lit).toEqual([
      [3, 2],
      [127, 63],
    ]);
  });
});

describe('a part that throws', () => {
  it('is an I/O error to the program, and told to whoever listens', async () => {
    const broken = { name: 'Broken', usualWiring: { sda: 'GP4', scl: 'GP5' } } as const;
    const read = () => {
      throw new Error('no such register');
    };
    onTestFinished(board.bench.attach({ ...broken, i2c: { address: 9, write: () => undefined, read } }).dispose);
    const failures: unknown[] = [];
    onTestFinished(board.bench.onDidFail((error) => failures.push(error)).dispose);

    const out = await run('from machine import I2C\nI2C(0).readfrom(9, 1)');

    expect([out.trimEnd().split('\n').at(-1), String(failures)]).toEqual([
      'OSError: [Errno 5] EIO',
      'Error: no such register',
    ]);
  });
});

describe('a value that somebody sets', () => {
  it('is what the program reads next', async () => {
    const { id, dispose } = board.bench.attach(part('dht22'));
    onTestFinished(dispose);
    board.bench.setValue(id, 'temperature', -7.5);

    const out = await run(
      'import dht\nfrom machine import Pin\nd = dht.DHT22(Pin(15))\nd.measure()\nprint(round(d.temperature(), 1))',
    );

    expect(out).toBe('-7.5\n');
  });

  it('is a voltage at an analog pin', async () => {
    onTestFinished(() => board.bench.setVolts('GP27', null));
    board.bench.setVolts('GP27', 3.3 / 4);

    expect(await run('from machine import ADC\nprint(ADC(27).read_u16())')).toBe('16388\n');
  });
});
