/** `umqtt` on a board, against a small broker of the tests' own and against mosquitto. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { describeWith } from '../../third-party.ts';
import { freePort } from './free-port.ts';
import { type NetworkedBoard, networkedBoard } from './networked-board.ts';
import { SmallBroker } from './small-broker.ts';

let board: NetworkedBoard;
beforeAll(async () => {
  board = await networkedBoard('mqtt');
});
afterAll(() => board.dispose());

async function newBroker(): Promise<{ broker: SmallBroker; port: number }> {
  const broker = new SmallBroker();
  onTestFinished(() => broker.stop());
  return { broker, port: await broker.start() };
}

/** Publishes and hears itself; the same against any broker. */
const roundTrip = (port: number) => `from umqtt.simple import MQTTClient
heard = []
c = MQTTClient("pico", "127.0.0.1", ${port}, keepalive=30)
c.set_callback(lambda topic, message: heard.append((topic, message)))
c.set_last_will("room/state", "lost")
print(c.connect())
c.subscribe(b"room/#")
c.subscribe("single", qos=1)
c.publish(b"room/temperature", b"21.5")
c.publish("room/big", "x" * 300, qos=1)
c.publish("room/kept", "value", retain=True)
c.publish("single", "one", qos=1)
c.ping()
while len(heard) < 4:
    c.wait_msg()
print([(topic, len(message)) for topic, message in sorted(heard)])
c.disconnect()
d = MQTTClient(b"other", "127.0.0.1", ${port})
d.set_callback(lambda topic, message: print(topic, message))
d.connect()
d.subscribe("room/kept")
d.wait_msg()
print(d.check_msg())
d.publish("room/kept", b"", retain=True)
d.disconnect()
`;
const roundTripPrints = `False
[(b'room/big', 300), (b'room/kept', 5), (b'room/temperature', 4), (b'single', 3)]
b'room/kept' b'value'
None
`;

describe('umqtt on a board', () => {
  it('publishes, subscribes and takes messages, with QoS 0 and 1', async () => {
    const { broker, port } = await newBroker();

    expect(await board.run(roundTrip(port))).toBe(roundTripPrints);
    // The goodbye may be on its way still.
    const heard = () => broker.heard.filter((line) => line !== 'acknowledge').map((line) => line.replace(/x+/, 'x…'));
    await expect
      .poll(heard, { timeout: 20_000 })
      .toEqual([
        'connect pico 6 30',
        'subscribe room/# 0',
        'subscribe single 1',
        'publish room/temperature 21.5 0',
        'publish room/big x… 2',
        'publish room/kept value 1',
        'publish single one 2',
        'ping',
        'disconnect',
        'connect other 2 0',
        'subscribe room/kept 0',
        'publish room/kept  1',
        'disconnect',
      ]);
  });

  it('says what the broker refuses, and that it is gone', async () => {
    const { broker, port } = await newBroker();
    broker.password = 'secret';

    expect(
      await board.run(`from umqtt.simple import MQTTClient, MQTTException
def client(password):
    c = MQTTClient("pico", "127.0.0.1", ${port}, user="me", password=password)
    c.set_callback(print)
    return c
try:
    client("wrong").connect()
except MQTTException as error:
    print(repr(error))
c = client("secret")
c.connect()
try:
    c.subscribe("forbidden")
except MQTTException as error:
    print(repr(error))`),
    ).toBe('MQTTException(5,)\nMQTTException(128,)\n');

    broker.dropAll();
    expect(await board.run('c.wait_msg()')).toMatch(/^OSError: (-1|\[Errno 104\] ECONNRESET)\n$/);
  });

  it('connects again by itself as umqtt.robust', async () => {
    const { broker, port } = await newBroker();
    const program = board.run(`from umqtt.robust import MQTTClient
heard = []
c = MQTTClient("pico", "127.0.0.1", ${port})
c.DELAY = 0
c.set_callback(lambda topic, message: heard.append(message))
c.connect(clean_session=False)
c.subscribe("again")
c.publish("ready", "1")
while not heard:
    c.wait_msg()
print(heard[0])`);
    await expect.poll(() => broker.heard, { timeout: 20_000 }).toContain('publish ready 1 0');

    broker.dropAll();
    await expect
      .poll(() => broker.heard.filter((line) => line.startsWith('connect')).length, { timeout: 20_000 })
      .toBeGreaterThan(1);
    const telling = setInterval(() => broker.publish('again', Buffer.from('back')), 20);
    onTestFinished(() => clearInterval(telling));

    expect(await program).toBe("b'back'\n");
  });
});

describeWith(['mosquitto'], '"apt install mosquitto"', 'umqtt with mosquitto', (program) => {
  it('publishes, subscribes and takes messages', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bramble-mosquitto-'));
    const port = await freePort();
    writeFileSync(join(folder, 'conf'), `listener ${port} 127.0.0.1\nallow_anonymous true\n`);
    const broker = spawn(program, ['-v', '-c', join(folder, 'conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
    onTestFinished(() => {
      broker.kill();
      rmSync(folder, { recursive: true });
    });
    let said = '';
    await new Promise<void>((resolve) => {
      broker.stderr.on('data', (chunk) => {
        said += String(chunk);
        if (/running/.test(said)) resolve();
      });
    });

    expect(await board.run(roundTrip(port))).toBe(roundTripPrints);
  });
});
