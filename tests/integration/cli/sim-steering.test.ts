import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { CommandRoom, endAll } from './command-process.ts';
import { offerBoard } from './simulated.ts';

const room = new CommandRoom();
afterEach(endAll);
afterAll(() => room.end());

/** Says what happens to its button and its knob, for ever. */
const watcher = `
import time
from machine import ADC, Pin
button = Pin(15, Pin.IN, Pin.PULL_UP)
knob = ADC(26)
lamp = Pin(14, Pin.OUT)
pressed = False
far = False
print('ready')
while True:
    if button.value() == pressed:
        pressed = not pressed
        lamp.value(pressed)
        print('pressed' if pressed else 'let go')
    if (knob.read_u16() > 40000) != far:
        far = not far
        print('knob', far)
    time.sleep_ms(1)
`;

async function startWatcher(...args: string[]) {
  const board = await offerBoard(room, ...args);
  writeFileSync(join(room.folder, 'watcher.py'), watcher);
  const program = room.start(['--device', board.address, 'run', '--lf', 'watcher.py']);
  await program.said('stdout', /^ready$/m);
  return { board, program };
}

const done = { stdout: '', stderr: '', exitCode: 0 };

describe('steering a board of `bramble sim`', () => {
  it('presses, drives and sets what the running program sees', async () => {
    const { program } = await startWatcher();
    expect(await room.run(['sim', 'press', 'GP15', 'for', '1s'])).toMatchObject(done);
    await program.said('stdout', /^pressed\nlet go$/m);
    expect(await room.run(['sim', 'volts', 'GP26', '2.9'])).toMatchObject(done);
    await program.said('stdout', /^knob True$/m);
    expect(await room.run(['sim', 'pin', 'GP15', 'low'])).toMatchObject(done);
    await program.said('stdout', /let go\n(.*\n)*pressed$/m);

    const { stdout } = await room.run(['sim', 'status']);
    expect(stdout).toMatch(/^GP14 +out, pull \w+ +high$|^GP14 +out +high$/m);
    expect(stdout).toMatch(/^GP15 +in, pull up +low, driven low from outside$/m);
    expect(stdout).toMatch(/^GP26 +ADC0 .*2\.9 V/m);
    expect(stdout).toMatch(/^flash +\d+ of 848 KB free$/m);
  });

  it('attaches parts, prints their names, and shows them; numbers may be negative', async () => {
    await offerBoard(room);
    expect(await room.run(['sim', 'attach', 'bme280'])).toMatchObject({ ...done, stdout: 'BME280-1\n' });
    expect(await room.run(['sim', 'attach', 'ssd1306', 'as', 'screen'])).toMatchObject({ ...done, stdout: 'screen\n' });
    expect(await room.run(['sim', 'set', 'bme280', 'temperature', '-5.5'])).toMatchObject(done);
    expect(await room.run(['sim', 'wifi', 'rssi', '-70'])).toMatchObject(done);
    expect(await room.run(['sim', 'wifi', 'off'])).toMatchObject(done);
    const { stdout, exitCode } = await room.run(['sim', 'status', '--json']);
    const status = JSON.parse(stdout);
    expect({ exitCode, name: status.name, air: status.wifi.airOn }).toEqual({
      exitCode: 0,
      name: 'default',
      air: false,
    });
    expect(status.parts).toMatchObject([
      { id: 'BME280-1', wiring: { sda: 'GP4', scl: 'GP5' }, values: { temperature: { value: -5.5, unit: '°C' } } },
      { id: 'screen', picture: { width: 128, height: 64, pixels: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/) } },
    ]);
    expect((await room.run(['sim', 'status'])).stdout).toMatch(
      /^BME280-1 +BME280 +sda=GP4 scl=GP5 +temperature -5\.5 °C/m,
    );
  });

  it('asks for a name when several boards run, and takes it', async () => {
    await offerBoard(room, 'attic');
    await offerBoard(room, 'cellar');
    const several = await room.run(['sim', 'pin', 'GP3', 'high']);
    expect(several).toMatchObject({ stdout: '', exitCode: 3 });
    expect(several.stderr).toMatch(/^bramble: There are 2 .*attic \(process \d+\).*cellar.* --board .*\n$/);
    expect(await room.run(['sim', 'pin', 'GP3', 'high', '--board', 'cellar'])).toMatchObject(done);
    const levels = ['attic', 'cellar'].map(async (name) => {
      const { stdout } = await room.run(['sim', 'status', '--json', '--board', name]);
      return JSON.parse(stdout).pins.find((pin: { name: string }) => pin.name === 'GP3').level;
    });
    expect(await Promise.all(levels)).toEqual([0, 1]);
    const unknown = await room.run(['sim', 'status', '--board', 'loft']);
    expect(unknown).toMatchObject({ stdout: '', exitCode: 3 });
    expect(unknown.stderr).toMatch(/^bramble: No simulated board "loft" runs; there is attic.*\n$/);
  });

  it('keeps the cable as slow and the flash as expensive as its flags say, until they are steered', async () => {
    const { address } = await offerBoard(room, '--link', 'rp2-4ms', '--flash-speed', 'rp2');
    // A cable that takes 4 ms for an answer cannot give 20 sooner; one without delay gives them in a fraction of it.
    expect(await answersMs(address, 20)).toBeGreaterThanOrEqual(80);
    const exec = (source: string) => room.run(['exec', '--lf', source]);
    const costs = `
import time
started = time.ticks_ms()
with open('/note.txt', 'w') as file:
    file.write('x' * 4096)
print(time.ticks_diff(time.ticks_ms(), started) >= 40)`;
    expect(await exec(costs)).toMatchObject({ stdout: 'True\n', stderr: '', exitCode: 0 });
    for (const line of ['link direct', 'flash-speed free']) {
      expect(await room.run(['sim', ...line.split(' ')])).toMatchObject(done);
    }
    expect(await exec('print(1)')).toMatchObject({ stdout: '1\n', exitCode: 0 });
  });

  it('takes the power away and gives it', async () => {
    const { program } = await startWatcher();
    expect(await room.run(['sim', 'power', 'off'])).toMatchObject(done);
    expect(await program.ended).toMatchObject({ exitCode: 3 });
    expect(await room.run(['sim', 'power', 'on'])).toMatchObject(done);
    expect(await room.run(['exec', '--lf', 'print(1)'])).toMatchObject({ stdout: '1\n', exitCode: 0 });
  });
});

describe('steering a board of an IDE', () => {
  it('works as with one of `bramble sim`', async () => {
    const serve = room.start(['serve', '--no-open', '--port', '0'], { BRAMBLE_SYSLOG: '127.0.0.1:0' });
    await serve.said('stdout', /^http:\/\/127\.0\.0\.1:\d+\/\S+$/m);
    // The IDE switches its own board on as it starts, and the link may be printed before.
    const status = async () => (await room.run(['sim', 'status', '--board', 'default'])).exitCode;
    await expect.poll(status, { timeout: 30_000 }).toBe(0);
    expect(await room.run(['sim', 'attach', 'led', 'anode=GP2'])).toMatchObject({ ...done, stdout: 'LED-1\n' });
    expect((await room.run(['sim', 'status'])).stdout).toMatch(/^LED-1 +LED +anode=GP2/m);
    serve.signal('SIGINT');
    expect(await serve.ended).toMatchObject({ exitCode: 0 });
    expect(await room.run(['sim', 'status'])).toMatchObject({ stdout: '', exitCode: 3 });
  });
});

describe('what cannot be done', () => {
  it.each([
    [['press', 'GP99'], /^bramble: "GP99" is no pin.*It goes: press GP15.*\n$/],
    [['pin', 'GP15'], /^bramble: The level is missing\. It goes: pin GP15 low\|high\|release\n$/],
    [['volts', 'GP26', '5'], /^bramble: .*0 to 3\.3.*\n$/],
    [['status', 'GP15'], /^bramble: Too many arguments.*\n$/],
  ])('is told before a board is looked for: %j', async (words, sentence) => {
    const { stdout, stderr, exitCode } = await room.run(['sim', ...words]);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(sentence);
  });

  it('is told with the remedy when no simulated board runs', async () => {
    const { stdout, stderr, exitCode } = await room.run(['sim', 'press', 'GP15']);
    expect({ stdout, stderr, exitCode }).toEqual({
      stdout: '',
      stderr: 'bramble: No simulated board runs. Start one in another terminal: bramble sim.\n',
      exitCode: 3,
    });
  });

  it('is told by the board, in its words', async () => {
    const board = await offerBoard(room);
    const { stdout, stderr, exitCode } = await room.run(['sim', 'set', 'bme280', 'temperature', '20']);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(/^bramble: .*bme280.*\n$/);
    // A killed process leaves its record; its board is gone all the same.
    await board.process.kill();
    expect(await room.run(['sim', 'status'])).toMatchObject({ stdout: '', exitCode: 3 });
  });
});

describe('the port for steering', () => {
  it.each([
    ['a wrong token', { ask: 'boards', token: 'wrong' }, 'token is wrong'],
    ['no token', { ask: 'status', board: 'default' }, 'token is wrong'],
    [
      'what is not understood',
      { ask: 'steer', board: 'default', token: 'TOKEN', command: { kind: 'explode' } },
      'command',
    ],
  ])('refuses %s', async (_what, request, message) => {
    const room = freshRoom();
    await offerBoard(room);
    const point = readPoint(room);
    const line = JSON.stringify(request).replace('TOKEN', point.token);
    const answer = await exchange(point.port, line);
    expect(answer).toEqual({ error: { code: 'bad-request', message: expect.stringContaining(message) } });
  });

  it('refuses a browser, and a line without end', async () => {
    const room = freshRoom();
    await offerBoard(room);
    const { port } = readPoint(room);
    const refused = { error: { code: 'bad-request', message: expect.any(String) } };
    expect(await exchange(port, 'GET / HTTP/1.1\r')).toEqual(refused);
    expect(await exchange(port, 'x'.repeat(100_000))).toEqual(refused);
  });

  it.skipIf(process.platform === 'win32')('is written down for this user alone', async () => {
    const room = freshRoom();
    await offerBoard(room);
    const folder = join(room.dataFolder, 'steered');
    const modes = [folder, ...readdirSync(folder).map((name) => join(folder, name))].map(
      (path) => statSync(path).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o600]);
  });
});

function freshRoom(): CommandRoom {
  const fresh = new CommandRoom();
  onTestFinished(() => fresh.end());
  return fresh;
}

/** How long the prompt takes to answer so many Enters, one after the other. */
async function answersMs(address: string, count: number): Promise<number> {
  const socket = createConnection({ host: '127.0.0.1', port: Number(address.split(':')[2]) });
  let said = '';
  let heard = () => {};
  socket.on('data', (bytes) => {
    said += bytes.toString('latin1');
    heard();
  });
  const enter = async () => {
    said = '';
    socket.write('\r');
    while (!said.endsWith('>>> ')) await new Promise<void>((resolve) => (heard = resolve));
  };
  await enter();
  const startedMs = performance.now();
  for (let done = 0; done < count; done++) await enter();
  const tookMs = performance.now() - startedMs;
  socket.destroy();
  return tookMs;
}

/** Of the one process that runs a board. */
function readPoint(room: CommandRoom): { port: number; token: string } {
  const folder = join(room.dataFolder, 'steered');
  const [name = '', ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

/** Sends the line and gives what comes back before the port closes the talk. */
function exchange(port: number, line: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let said = '';
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.on('data', (bytes) => {
      said += bytes.toString('utf8');
      if (said.includes('\n')) resolve(JSON.parse(said));
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`The port closed with "${said}".`)));
    socket.write(`${line}\n`);
  });
}
