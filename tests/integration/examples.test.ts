/** Every program of examples/ on a simulated board of its own, with the parts that its first lines ask for. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, type TestContext } from 'vitest';
import { partCatalogue, type SimulatorSnapshot } from '../../app/simulator/index.ts';
import { systemClock } from '../../main/platform/system-clock.ts';
import { PreparationCache } from '../../main/simulator/preparation-cache.ts';
import type { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { startTemporaryBoard } from '../support/temporary-board.ts';
import { freePort } from './networking/free-port.ts';
import { SmallBroker } from './networking/small-broker.ts';

const folder = new URL('../../examples/', import.meta.url);
const preparations = new PreparationCache();

interface Stage {
  board: SimulatedBoard;
  /** Gives one of the names in the program's first lines another value, as a person would before running it. */
  edit(name: string, value: number | string): void;
  onTestFinished: TestContext['onTestFinished'];
  /** Resolves when the program printed this, since it did so last; gives the match. */
  printed(text: RegExp): Promise<RegExpExecArray>;
  /** Resolves when the board looks so. */
  shows(look: (snapshot: SimulatorSnapshot) => boolean): Promise<void>;
  /** Joins a part, by its name in the catalogue. */
  attach(name: string, wiring?: Record<string, `GP${number}`>, numbers?: Record<string, number>): string;
}

/** What each example must do. */
const plays: Record<string, (stage: Stage) => Promise<void>> = {
  'asyncio-tasks.py': async ({ printed }) => {
    await printed(/GP15 blinked 4 times\r\nGP16 blinked 3 times\r\ncounted while they blinked: True/);
  },
  'blink.py': async ({ printed, shows }) => {
    await printed(/LED on\r\nLED off\r\nLED on/);
    await shows(levelIs('LED', 0));
    await shows(levelIs('LED', 1));
  },
  'blink-and-log.py': async ({ printed }) => {
    await printed(/Connected, my address is [\d.]+\r\n.*blink 1\r\n/s);
  },
  'blink-with-timer.py': async ({ printed, shows }) => {
    await shows(levelIs('GP15', 1));
    await shows(levelIs('GP15', 0));
    expect(Number((await printed(/called ([1-9]\d*) times/))[1])).toBeGreaterThan(1);
  },
  'bme280-weather.py': async ({ board, printed, attach }) => {
    const id = attach('bme280');
    board.bench.setValue(id, 'temperature', -7.5);
    board.bench.setValue(id, 'pressure', 998.6);
    board.bench.setValue(id, 'humidity', 81);
    await printed(/-7\.5 C, 998\.6 hPa, 81 %/);
  },
  'button-debounce.py': async ({ board, printed, attach }) => {
    const id = attach('button', { pin: 'GP14' }, { bounce: 5 });
    await printed(/Press the button/);
    for (const press of [1, 2]) {
      board.bench.setValue(id, 'pressed', 1);
      await printed(new RegExp(`Press ${press}\\r`));
      board.bench.setValue(id, 'pressed', 0);
      await printed(/Released/);
    }
  },
  'button-interrupt.py': async ({ board, printed, shows }) => {
    await printed(/Press the button/);
    board.drivePin('GP14', 0);
    await printed(/Pressed 1 times/);
    await shows(levelIs('LED', 1));
    board.drivePin('GP14', 1);
    board.drivePin('GP14', 0);
    await printed(/Pressed 2 times/);
    await shows(levelIs('LED', 0));
  },
  'data-logger.py': async ({ board, printed }) => {
    await printed(/10 lines, the last one: 9,2\d\.\d\d/);
    expect(readFileSync(join(board.flashFolder, 'log.csv'), 'utf8')).toMatch(/^0,2\d\.\d\d\n(?:\d,2\d\.\d\d\n){9}$/);
  },
  'dht22-climate.py': async ({ board, printed, attach }) => {
    board.bench.setValue(attach('dht22'), 'temperature', -3.2);
    await printed(/-3\.2 C, 45\.0 %/);
  },
  'ds18b20-thermometers.py': async ({ printed, attach }) => {
    attach('ds18b20', {}, { serial: 1 });
    attach('ds18b20', {}, { serial: 2 });
    await printed(/2 thermometers\r\n(28\w{14} 2\d\.\d+\r\n){2}/);
  },
  'eeprom-24c32.py': async ({ printed, attach }) => {
    attach('24c32');
    await printed(/MicroPython remembers this, page after page\./);
  },
  'http-client.py': async ({ board, printed, onTestFinished }) => {
    const asked: string[] = [];
    const service = createServer(async (request, response) => {
      let body = '';
      for await (const part of request) body += part;
      asked.push(`${request.method} ${request.url} ${body.replace(/\d+\.\d+/, 'T')}`.trim());
      response.end(request.method === 'GET' ? '{"measurements": 2}' : 'thank you');
    });
    service.listen(0, '127.0.0.1');
    await once(service, 'listening');
    onTestFinished(() => void service.close());
    board.redirectPort(8000, (service.address() as AddressInfo).port);
    await printed(/answers 200\r\nIt wants 2 .*\r\nSent measurement 0: thank you\r\nSent measurement 1: thank you/);
    expect(asked).toEqual([
      'GET /settings',
      'POST /measurements {"number": 0, "celsius": T}',
      'POST /measurements {"number": 1, "celsius": T}',
    ]);
  },
  'i2c-scan.py': async ({ printed, attach }) => {
    attach('ssd1306');
    attach('bme280');
    await printed(/2 parts answer\r\n0x3c SSD1306 display\r\n0x76 BME280/);
  },
  'mqtt-thermometer.py': async ({ board, printed, shows, onTestFinished }) => {
    const broker = new SmallBroker();
    onTestFinished(() => broker.stop());
    board.redirectPort(1883, await broker.start());
    const [, text] = await printed(/Connected to 127\.0\.0\.1\r\nPublished (2\d\.\d)/);
    // What the board printed may be here before what it sent.
    await expect
      .poll(() => broker.heard.slice(0, 4), { timeout: 30_000 })
      .toEqual([
        expect.stringMatching(/^connect pico-w /),
        'subscribe pico/led 0',
        'publish pico/state here 1',
        `publish pico/temperature ${text} 0`,
      ]);
    broker.publish('pico/led', Buffer.from('on'));
    await printed(/The LED is on/);
    await shows(levelIs('LED', 1));
  },
  'mpu6050-tilt.py': async ({ board, printed, attach }) => {
    const id = attach('mpu6050');
    await printed(/roll 0, pitch 0 degrees/);
    board.bench.setValue(id, 'accelY', 1);
    board.bench.setValue(id, 'accelZ', 0);
    await printed(/roll 90, pitch 0 degrees/);
  },
  'neopixel-rainbow.py': async ({ printed, shows, attach }) => {
    attach('neopixel');
    await printed(/A new round\r\n/);
    await shows(pixelsAre((pixels) => pixels.filter((value) => value > 0).length > 12));
  },
  'ntp-clock.py': async ({ board, edit, printed, onTestFinished }) => {
    const server = createSocket('udp4').bind(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    server.on('message', (_query, from) => {
      const answer = Buffer.alloc(48);
      answer.writeUInt32BE(Date.UTC(2031, 4, 6, 22, 59, 50) / 1000 + 2_208_988_800, 40);
      server.send(answer, from.port, from.address);
    });
    edit('SERVER', '"127.0.0.1"');
    board.redirectPort(123, server.address().port);
    await printed(/Before: 2021\r\n(No answer.*\r\n)*The clock is set\r\n2031-05-06 23:59:5\d/);
    await printed(/2031-05-07 00:00:0\d/);
  },
  'onboard-temperature.py': async ({ board, printed }) => {
    await printed(/The chip has 2\d\.\d degrees/);
    board.bench.celsius = 40;
    await printed(/The chip has (39\.[5-9]|40\.[0-5]) degrees/);
  },
  'pio-blink.py': async ({ printed, shows }) => {
    await printed(/The state machine blinks/);
    await shows(levelIs('GP15', 1));
    await shows(levelIs('GP15', 0));
    await shows(levelIs('GP15', 1));
  },
  'pio-neopixels.py': async ({ printed, shows, attach }) => {
    attach('neopixel', { data: 'GP22' }, { count: 16 });
    await printed(/Around once more/);
    await shows(pixelsAre((pixels) => pixels.filter((value) => value === 0x40).length === 1 && pixels.length === 48));
  },
  'pio-pwm.py': async ({ printed, shows }) => {
    await printed(/100 %\r\nA quarter it is/);
    await shows(({ pwm }) => pwm.some(({ pin, duty }) => pin === 'GP16' && Math.abs(duty - 0.25) < 0.01));
  },
  'potentiometer.py': async ({ board, printed }) => {
    board.bench.setVolts('GP26', 1.65);
    await printed(/ 50 % #{10}\r/);
    board.bench.setVolts('GP26', 3.3);
    await printed(/100 % #{20}\r/);
  },
  'pwm-fade.py': async ({ printed, shows }) => {
    await shows(({ pwm }) => pwm.some(({ pin, duty }) => pin === 'GP15' && duty > 0.5));
    await printed(/Up and down again/);
  },
  'reaction-game.py': async ({ board, printed }) => {
    await printed(/Now!/);
    board.drivePin('GP14', 0);
    await printed(/You took \d+ ms/);
    board.drivePin('GP14', 1);
    await printed(/Wait for it/);
    board.drivePin('GP14', 0);
    // On a busy computer the LED may be faster.
    await printed(/Too early!|You took/);
  },
  'rtc-clock.py': async ({ printed }) => {
    await printed(/Wednesday 2024-02-28 23:59:5\d/);
    await printed(/Thursday 2024-02-29 00:00:0\d/);
  },
  'spi-loopback.py': async ({ board, printed }) => {
    board.bench.join('GP19', 'GP16');
    await printed(/received b'The quick brown fox'\r\nThe wire is there/);
  },
  'ssd1306-text.py': async ({ printed, shows, attach }) => {
    attach('ssd1306');
    const [, lit] = await printed(/The display shows (\d+) lit pixels/);
    expect(Number(lit)).toBeGreaterThan(400);
    await shows(pixelsAre((pixels) => pixels.filter((value) => value > 0).length === Number(lit)));
  },
  'traffic-light.py': async ({ board, printed, shows }) => {
    await printed(/go\r\n/);
    await shows((snapshot) => levelIs('GP18', 1)(snapshot) && levelIs('GP16', 0)(snapshot));
    board.drivePin('GP14', 0);
    await printed(/slow down\r\nstop\r\n/);
    await shows((snapshot) => levelIs('GP16', 1)(snapshot) && levelIs('GP18', 0)(snapshot));
    await printed(/ready\r\ngo\r\n/);
  },
  'uart-echo.py': async ({ board, printed }) => {
    board.bench.join('GP0', 'GP5');
    board.bench.join('GP4', 'GP1');
    await printed(/hello -> HELLO\r\npico -> PICO\r\ngoodbye -> GOODBYE/);
  },
  'udp-echo.py': async ({ edit, printed, onTestFinished }) => {
    edit('PORT', await freePort('udp'));
    const [, port] = await printed(/port (\d+)/);
    const socket = createSocket('udp4');
    onTestFinished(() => void socket.close());
    for (const count of [0, 1]) {
      const answer = once(socket, 'message');
      socket.send('ping', Number(port), '127.0.0.1');
      expect(String((await answer)[0])).toBe(`${count} ping`);
    }
  },
  'watchdog.py': async ({ printed }) => {
    await printed(/Working 4\r\nNow the program hangs/);
  },
  'web-server.py': async ({ edit, printed, shows }) => {
    edit('PORT', await freePort());
    const [, port] = await printed(/Open http:\/\/[\d.]+:(\d+)\//);
    const page = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
    expect(await page('/on')).toContain('The LED is on');
    await shows(levelIs('LED', 1));
    expect(await page('/off')).toContain('The LED is off');
    await shows(levelIs('LED', 0));
  },
  'wifi-scan-and-connect.py': async ({ printed }) => {
    await printed(/on channel \d+, -\d+ dBm/);
    await printed(/Connected, my address is \d+\.\d+\.\d+\.\d+/);
  },
};

const programs = readdirSync(folder).filter((name) => name.endsWith('.py'));

it('knows what every example is to do', () => {
  expect(programs.sort()).toEqual(Object.keys(plays).sort());
});

it.each(programs)('examples/%s tells its wiring', (name) => {
  const source = readFileSync(new URL(name, folder), 'utf8');
  expect(source).toMatch(name === 'blink-and-log.py' ? /^"""/ : /^"""[^"]+\n\nWiring: [^"]+"""\n/);
});

it.concurrent.for(Object.entries(plays))('examples/%s does what it says', async ([name, play], context) => {
  await play(await stageFor(name, context));
});

function levelIs(pin: string, level: 0 | 1) {
  return ({ pins }: SimulatorSnapshot) => pins.some((each) => each.name === pin && each.level === level);
}

function pixelsAre(look: (pixels: number[]) => boolean) {
  return ({ parts }: SimulatorSnapshot) => look([...(parts[0]?.picture?.pixels ?? [])]);
}

/** A board at its raw REPL; the example runs once the play waits for something. */
async function stageFor(name: string, { onTestFinished }: TestContext): Promise<Stage> {
  const { board, dispose } = await startTemporaryBoard({ name: name.slice(0, -3), preparations });
  onTestFinished(dispose);
  const line = board.openLine();
  let text = '';
  let arrived = () => {};
  line.onData((bytes) => {
    text += Buffer.from(bytes).toString('latin1');
    arrived();
  });
  const until = async (pattern: RegExp) => {
    for (;;) {
      const match = pattern.exec(text);
      if (match !== null) {
        text = text.slice(match.index + match[0].length);
        return match;
      }
      if (/Traceback/.test(text)) throw new Error(text);
      await new Promise<void>((resolve) => {
        arrived = resolve;
      });
    }
  };
  await line.write(Buffer.from('\r\x03\x03\x01'));
  await until(/raw REPL; CTRL-B to exit\r\n>/);
  let source = readFileSync(new URL(name, folder), 'utf8');
  let started: Promise<void> | undefined;
  const start = () => {
    started ??= line.write(Buffer.from(`${source}\x04`));
    return started;
  };
  return {
    board,
    edit(constant, value) {
      const definition = new RegExp(`^${constant} = .*$`, 'm');
      expect(source).toMatch(definition);
      source = source.replace(definition, `${constant} = ${value}`);
    },
    onTestFinished,
    async printed(pattern) {
      await start();
      return until(pattern);
    },
    async shows(look) {
      await start();
      await new Promise<void>((resolve) => {
        const check = () => {
          if (!look(board.snapshot())) return;
          watching.dispose();
          resolve();
        };
        const watching = board.onDidChange(check);
        check();
      });
    },
    attach(part, wiring = {}, numbers = {}) {
      const make = partCatalogue[part];
      if (make === undefined) throw new Error(`There is no part "${part}".`);
      return board.bench.attach(make(systemClock, numbers), wiring).id;
    },
  };
}
